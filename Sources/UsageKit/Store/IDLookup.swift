/// Finds the row of a source that has an id and counts.
///
/// As long as few ids were asked for, the rows that were there at the beginning are searched for them. Then all ids are
/// indexed.
struct IDLookup: Sendable {
    private let source: Int
    private var index = HashIndex()
    /// The number of rows that were looked at.
    private var rows = 0
    /// How many of them are not in the index, except those with an id that was asked for.
    private var unindexedRows = 0
    private var asked: Set<ByteString> = []
    private var searches = 0

    /// After these, it is likely that more follow: an index takes as long as some 60 searches, and then they cost nothing.
    private static let mostSearches = 24
    private static let mostAsked = 1 << 16
    /// How many rows are hashed together.
    private static let rowsAtOnce = 1 << 18

    init(of source: Int) {
        self.source = source
    }

    /// Notes ids that will be asked for, so that one search finds all of them.
    mutating func prepare(_ ids: some Sequence<String>, in contents: StoreContents) {
        if rows == 0 { (rows, unindexedRows) = (contents.count, contents.count) }
        guard unindexedRows > 0 else { return }
        let new = Set(ids.map { ByteString($0) }).subtracting(asked)
        if new.isEmpty { return }
        guard searches < Self.mostSearches, asked.count + new.count <= Self.mostAsked else {
            (index, rows, unindexedRows, asked) = (HashIndex(capacity: contents.count), 0, 0, [])
            return addRows(of: contents)
        }
        searches += 1
        asked.formUnion(new)
        for row in contents.ids.rows(before: unindexedRows, among: IDSearch(new))
        where contents.source(ofRow: row) == source {
            if let hash = contents.ids.hash(ofRow: row) { index.insert(hash, at: row) }
        }
    }

    /// Adds the rows that were not looked at to the index.
    private mutating func addRows(of contents: StoreContents) {
        guard rows < contents.count else { return }
        var run = contents.indexOfRun(ofRow: rows)
        while run < contents.runs.count {
            let end = run + 1 < contents.runs.count ? contents.runs[run + 1].start : contents.count
            if contents.runs[run].source == source {
                var row = max(contents.runs[run].start, rows)
                while row < end {
                    for hash in contents.ids.hashes(of: row..<min(row + Self.rowsAtOnce, end)) {
                        if let hash { index.insert(hash, at: row) }
                        row += 1
                    }
                }
            }
            run += 1
        }
        rows = contents.count
    }

    /// The row that has an id and counts; nil if no row has it.
    mutating func row(_ id: String, in contents: StoreContents) -> Int? {
        if rows == 0 || unindexedRows > 0 && !asked.contains(ByteString(id)) {
            prepare(CollectionOfOne(id), in: contents)
        }
        addRows(of: contents)
        return index.find(BorrowedBytes.hash(of: id)) { row in
            contents.columns.isActive(row) && contents.ids[row].map { ByteString($0) == ByteString(id) } ?? false
        }
    }
}
