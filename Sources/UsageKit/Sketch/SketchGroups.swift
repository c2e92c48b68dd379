/// The groups of a summary, found by bucket and key, and in order.
struct SketchGroups: Sendable {
    /// What the rows of a group share.
    private struct Cell: Hashable, Sendable {
        /// The first second of the bucket, or ``noStart``.
        let start: Int64
        /// The codes of the texts of the key.
        let codes: [UInt32]

        /// Stands for no bucket; it comes after all bounds of buckets.
        static let noStart = Int64.max
    }

    private struct Entry: Sendable {
        var figures: SketchFigures
        let cell: Cell
        /// The first second after the bucket.
        let end: Int64
    }

    private let dimensions: [UsageDimension]
    private var texts = InternTable()
    private var numbers: [Cell: UInt32] = [:]
    private var entries: [Entry] = []
    private var order = SketchOrder()
    /// The codes of the last key, kept so that a record of a known key needs no array of its own.
    private var scratch: [UInt32]

    init(_ dimensions: [UsageDimension]) {
        self.dimensions = dimensions
        scratch = Array(repeating: 0, count: dimensions.count)
    }

    var count: Int { entries.count }

    // MARK: - Adding

    /// Adds a row to its group, or throws and changes no figure.
    mutating func add(
        _ row: SketchRow, of record: UsageRecord, in bucket: Range<Int64>?, _ plan: SketchFigures.Plan
    ) throws(UsageError) {
        for (index, dimension) in dimensions.enumerated() {
            scratch[index] = texts.symbol(for: record.text(for: dimension))
        }
        let cell = Cell(start: bucket?.lowerBound ?? Cell.noStart, codes: scratch)
        // What a row holds by itself is checked where it is made, so a new group takes any row.
        let number = numbers[cell].map(Int.init) ?? insert(cell, end: bucket?.upperBound, SketchFigures(plan))
        try entries[number].figures.add(row, plan)
    }

    /// Adds a group; false where there is one of the bucket and the key.
    mutating func append(_ figures: SketchFigures, key: [String?], in bucket: Range<Int64>?) -> Bool {
        let cell = Cell(start: bucket?.lowerBound ?? Cell.noStart, codes: key.map { texts.symbol(for: $0) })
        guard numbers[cell] == nil else { return false }
        _ = insert(cell, end: bucket?.upperBound, figures)
        return true
    }

    /// Adds the groups of another summary of the same query, or throws and changes no figure.
    mutating func merge(_ other: SketchGroups) throws(UsageError) {
        let mapping = texts.merge(other.texts)
        let cells = other.entries.map { entry in
            Cell(start: entry.cell.start, codes: entry.cell.codes.map { mapping[Int($0)] })
        }
        for (cell, entry) in zip(cells, other.entries) {
            if let number = numbers[cell] { try entries[Int(number)].figures.check(entry.figures) }
        }
        for (cell, entry) in zip(cells, other.entries) {
            if let number = numbers[cell] {
                try entries[Int(number)].figures.merge(entry.figures)
            } else {
                _ = insert(cell, end: entry.end, entry.figures)
            }
        }
    }

    private mutating func insert(_ cell: Cell, end: Int64?, _ figures: SketchFigures) -> Int {
        let number = entries.count
        if number == entries.capacity {
            // Groups are large, so their array grows by an eighth and not to twice the room.
            entries.reserveCapacity(number + Swift.max(1, number / 8))
        }
        order.insert(number, at: order.spot { Self.precedes(entries[$0].cell, cell, texts.texts) })
        entries.append(Entry(figures: figures, cell: cell, end: end ?? Cell.noStart))
        numbers[cell] = UInt32(number)
        return number
    }

    private static func precedes(_ left: Cell, _ right: Cell, _ texts: [String?]) -> Bool {
        if left.start != right.start { return left.start < right.start }
        for (a, b) in zip(left.codes, right.codes) where a != b {
            return InternTable.precedes(texts[Int(a)], texts[Int(b)])
        }
        return false
    }

    // MARK: - Reading

    /// The figures of the group at a place.
    func figures(at place: Int) -> SketchFigures { entries[order[place]].figures }

    /// The seconds since 1970 of the bucket of the group at a place; nil without buckets and for the unknown time.
    func bucket(at place: Int) -> Range<Int64>? {
        let entry = entries[order[place]]
        return entry.cell.start == Cell.noStart ? nil : entry.cell.start..<entry.end
    }

    /// The key of the group at a place.
    func key(at place: Int) -> [String?] {
        entries[order[place]].cell.codes.map { texts.texts[Int($0)] }
    }

    /// The bytes on the heap.
    var approximateBytes: Int {
        let known = texts.texts.reduce(0) { $0 + ($1?.approximateBytes ?? 0) }
        let cells = entries.reduce(0) { $0 + $1.cell.codes.approximateBytes + $1.figures.approximateBytes }
        return known + texts.texts.approximateBytes + Self.tableBytes(texts.count, entry: 16 + 4)
            + cells + entries.approximateBytes + Self.tableBytes(numbers.capacity, entry: 16 + 4)
            + order.approximateBytes
    }

    /// The bytes of a hash table: three quarters of its places are used at most, and there are a power of two of them.
    private static func tableBytes(_ capacity: Int, entry: Int) -> Int {
        var places = 1
        while places * 3 / 4 < capacity { places *= 2 }
        return capacity == 0 ? 0 : 64 + places * entry + places / 8
    }
}

extension SketchGroups: Equatable {
    /// Whether the groups are the same, in whatever order they came.
    static func == (left: SketchGroups, right: SketchGroups) -> Bool {
        left.count == right.count
            && (0..<left.count).allSatisfy { place in
                left.bucket(at: place) == right.bucket(at: place)
                    && left.key(at: place).elementsEqual(right.key(at: place)) {
                        $0.map(ByteString.init) == $1.map(ByteString.init)
                    } && left.figures(at: place) == right.figures(at: place)
            }
    }
}
