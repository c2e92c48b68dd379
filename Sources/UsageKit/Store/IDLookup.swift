/// Finds the row of a source that has an id and counts.
struct IDLookup: Sendable {
    private let source: Int
    private var index = HashIndex()
    /// The number of rows that were looked at.
    private var rows = 0

    init(of source: Int) {
        self.source = source
    }

    /// Notes the ids of rows that were added.
    mutating func update(_ contents: StoreContents) {
        guard rows < contents.count else { return }
        var run = contents.indexOfRun(ofRow: rows)
        while run < contents.runs.count {
            let end = run + 1 < contents.runs.count ? contents.runs[run + 1].start : contents.count
            if contents.runs[run].source == source {
                for row in max(contents.runs[run].start, rows)..<end {
                    if let hash = contents.ids.hash(ofRow: row) { index.insert(hash, at: row) }
                }
            }
            run += 1
        }
        rows = contents.count
    }

    /// The row that has an id and counts; nil if there is none.
    func row(_ id: String, in contents: StoreContents) -> Int? {
        index.find(BorrowedBytes.hash(of: id)) { row in
            contents.columns.isActive(row) && contents.ids[row].map { ByteString($0) == ByteString(id) } ?? false
        }
    }
}
