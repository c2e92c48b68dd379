/// The groups of a sketch, found by bucket and key, and in order.
struct SketchGroups: Sendable {
    /// What the rows of a group share.
    private struct Cell: Hashable, Sendable {
        /// The first second of the bucket, or ``noStart``.
        let start: Int64
        /// The symbols of the texts of the key.
        let symbols: [UInt32]

        /// Stands for no bucket; it is greater than all bounds of buckets.
        static let noStart = Int64.max
    }

    private struct Entry: Sendable {
        var accumulator: SketchAccumulator
        let cell: Cell
        /// The first second after the bucket.
        let end: Int64
    }

    private let dimensions: [UsageDimension]
    private var texts = InternTable()
    private var numbers: [Cell: UInt32] = [:]
    private var entries: [Entry] = []
    private var order = SketchOrder()
    /// The symbols of the last key, kept so that a record of a known key needs no array of its own.
    private var scratch: [UInt32]

    init(_ dimensions: [UsageDimension]) {
        self.dimensions = dimensions
        scratch = Array(repeating: 0, count: dimensions.count)
    }

    var count: Int { entries.count }

    // MARK: - Adding

    /// Adds a row to its group, or throws and changes no group.
    mutating func add(
        _ row: SketchRow, of record: UsageRecord, in bucket: Range<Int64>?, _ plan: SketchAccumulator.Plan
    ) throws(UsageError) {
        for (index, dimension) in dimensions.enumerated() {
            scratch[index] = texts.symbol(for: record.text(for: dimension))
        }
        let cell = Cell(start: bucket?.lowerBound ?? Cell.noStart, symbols: scratch)
        // The row itself was checked when it was read, so an empty group accepts it.
        let number = numbers[cell].map(Int.init) ?? insert(cell, end: bucket?.upperBound, SketchAccumulator(plan))
        try entries[number].accumulator.add(row, plan)
    }

    /// Adds a group; returns false if there is a group of this bucket and key already.
    mutating func append(_ accumulator: SketchAccumulator, key: [String?], in bucket: Range<Int64>?) -> Bool {
        let cell = Cell(start: bucket?.lowerBound ?? Cell.noStart, symbols: key.map { texts.symbol(for: $0) })
        guard numbers[cell] == nil else { return false }
        _ = insert(cell, end: bucket?.upperBound, accumulator)
        return true
    }

    /// Adds the groups of another sketch of the same query, or throws and changes no group.
    ///
    /// - Parameters:
    ///   - other: The other groups.
    ///   - words: The words for a group in an error.
    /// - Throws: ``UsageError`` if a sum cannot be held.
    mutating func merge(
        _ other: SketchGroups, words: (_ start: Timestamp?, _ key: [String?]) -> String
    ) throws(UsageError) {
        let mapping = texts.merge(other.texts)
        let cells = other.entries.map { entry in
            Cell(start: entry.cell.start, symbols: entry.cell.symbols.map { mapping[Int($0)] })
        }
        for (cell, entry) in zip(cells, other.entries) {
            guard let number = numbers[cell] else { continue }
            do { try entries[Int(number)].accumulator.check(entry.accumulator) } catch {
                let start = cell.start == Cell.noStart ? nil : Timestamp(seconds: cell.start)
                throw error.inGroup(words(start, cell.symbols.map { texts.texts[Int($0)] }))
            }
        }
        for (cell, entry) in zip(cells, other.entries) {
            if let number = numbers[cell] {
                try entries[Int(number)].accumulator.merge(entry.accumulator)
            } else {
                _ = insert(cell, end: entry.end, entry.accumulator)
            }
        }
    }

    private mutating func insert(_ cell: Cell, end: Int64?, _ accumulator: SketchAccumulator) -> Int {
        let number = entries.count
        if number == entries.capacity {
            // Groups are large, so their array grows by an eighth and does not double.
            entries.reserveCapacity(number + Swift.max(1, number / 8))
        }
        order.insert(number, at: order.insertionPoint { Self.precedes(entries[$0].cell, cell, texts.texts) })
        entries.append(Entry(accumulator: accumulator, cell: cell, end: end ?? Cell.noStart))
        numbers[cell] = UInt32(number)
        return number
    }

    private static func precedes(_ left: Cell, _ right: Cell, _ texts: [String?]) -> Bool {
        if left.start != right.start { return left.start < right.start }
        for (a, b) in zip(left.symbols, right.symbols) where a != b {
            return InternTable.precedes(texts[Int(a)], texts[Int(b)])
        }
        return false
    }

    // MARK: - Reading

    /// What the group at a position has added up.
    func accumulator(at position: Int) -> SketchAccumulator { entries[order[position]].accumulator }

    /// The bucket of the group at a position, in seconds since 1970; nil without buckets and for rows without a time.
    func bucket(at position: Int) -> Range<Int64>? {
        let entry = entries[order[position]]
        return entry.cell.start == Cell.noStart ? nil : entry.cell.start..<entry.end
    }

    /// The key of the group at a position.
    func key(at position: Int) -> [String?] {
        entries[order[position]].cell.symbols.map { texts.texts[Int($0)] }
    }

    /// The bytes on the heap.
    var approximateBytes: Int {
        let known = texts.texts.reduce(0) { $0 + ($1?.approximateBytes ?? 0) }
        let cells = entries.reduce(0) { $0 + $1.cell.symbols.approximateBytes + $1.accumulator.approximateBytes }
        return known + texts.texts.approximateBytes + Self.tableBytes(texts.count, entry: 16 + 4)
            + cells + entries.approximateBytes + Self.tableBytes(numbers.capacity, entry: 16 + 4)
            + order.approximateBytes
    }

    /// The bytes of a hash table, which has a power of two of slots and uses at most three quarters of them.
    private static func tableBytes(_ capacity: Int, entry: Int) -> Int {
        var slots = 1
        while slots * 3 / 4 < capacity { slots *= 2 }
        return capacity == 0 ? 0 : 64 + slots * entry + slots / 8
    }
}

extension SketchGroups: Equatable {
    /// Whether the groups are the same, in whatever order they were added.
    static func == (left: SketchGroups, right: SketchGroups) -> Bool {
        left.count == right.count
            && (0..<left.count).allSatisfy { position in
                left.bucket(at: position) == right.bucket(at: position)
                    && left.key(at: position).elementsEqual(right.key(at: position)) {
                        $0.map(ByteString.init) == $1.map(ByteString.init)
                    } && left.accumulator(at: position) == right.accumulator(at: position)
            }
    }
}
