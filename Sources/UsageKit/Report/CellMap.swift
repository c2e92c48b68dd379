/// Assigns a cell to each row of a ledger.
///
/// A cell is the index of a group of the report, in the order of the groups.
struct CellMap: Sendable {
    private enum Numbering: Sendable {
        /// Every pair of a bucket and a key has a cell: the bucket times the number of keys plus the key.
        case dense
        /// Only the pairs that occur have a cell, because there would be far more cells than rows: the cell of each row,
        /// and the pair of each cell as the number that ``dense`` would give it.
        case sparse(PackedColumn, [UInt64])
    }

    let buckets: RowBuckets?
    let keys: [KeyColumn]
    /// The number of possible keys: the product of the number of ranks of each column.
    let keyCount: Int
    /// The number of cells.
    let count: Int
    /// The step in the number of a key per rank of each key column.
    private let strides: [UInt32]
    /// For each key column and symbol, its rank times the stride of the column.
    private let offsets: [[UInt32]]
    private let numbering: Numbering

    /// Up to this many cells, empty ones (about 300 bytes each) cost less than finding the pairs that occur.
    private static let denseLimit = 1 << 10

    init(buckets: RowBuckets?, keys: [KeyColumn], rows: Int) {
        let limit = Swift.max(Self.denseLimit, rows / 4)
        let bucketCount = buckets?.ranges.count ?? 1
        var keys = keys
        while Self.product(keys, bucketCount) > limit, keys.count > 1 {
            let right = keys.removeLast()
            keys.append(.pairing(keys.removeLast(), right))
        }
        self.buckets = buckets
        self.keys = keys
        keyCount = keys.reduce(1) { $0 * $1.count }
        var stride = UInt32(1)
        strides = keys.reversed().map { key in
            defer { stride *= UInt32(key.count) }
            return stride
        }.reversed()
        offsets = zip(keys, strides).map { key, stride in key.ranks.map { $0 &* stride } }
        if Self.product(keys, bucketCount) <= limit {
            numbering = .dense
            count = keyCount * bucketCount
        } else {
            let (cells, pairs) = KeyColumn.number(Self.pairs(buckets, keys.first, rows: rows))
            numbering = .sparse(cells, pairs)
            count = pairs.count
        }
    }

    /// The index of the bucket and the number of the key of a cell.
    func bucketAndKey(ofCell cell: Int) -> (bucket: Int, key: Int) {
        var pair = cell
        if case .sparse(_, let pairs) = numbering { pair = Int(pairs[cell]) }
        return (pair / keyCount, pair % keyCount)
    }

    /// The text of each dimension of a key.
    func texts(ofKey key: Int) -> [String?] {
        var texts: [String?] = []
        texts.reserveCapacity(keys.count)
        for index in keys.indices {
            keys[index].appendTexts(ofRank: key / Int(strides[index]) % keys[index].count, to: &texts)
        }
        return texts
    }

    /// Whether a key combines all keys that ``ReportQuery/top`` leaves out.
    func isOther(key: Int) -> Bool {
        keys.count == 1 && keys[0].otherRank == key
    }

    /// The number of consecutive cells of each bucket; nil if rows do not come bucket by bucket.
    var cellsPerBucket: Int? {
        guard case .dense = numbering, let buckets, buckets.areClustered else { return nil }
        return keyCount
    }

    /// Sets the cells of the rows of a chunk.
    func assignCells(chunk index: Int, count: Int, to cells: inout ChunkCells) {
        if case .sparse(let column, _) = numbering {
            column.chunk(index).unpack(into: &cells.scratch)
            cells.set(count) { UInt32(truncatingIfNeeded: $0) }
            return
        }
        var base: UInt32 = 0
        var isCommon = true
        cells.bucket = nil
        if let buckets {
            switch buckets.chunks[index] {
            case .same(let bucket):
                cells.bucket = Int(bucket) * keyCount..<(Int(bucket) + 1) * keyCount
                base = bucket * UInt32(keyCount)
            case .each(let ids):
                isCommon = false
                for row in 0..<count { cells.ids[row] = ids[row] * UInt32(keyCount) }
            }
        }
        for (column, offsets) in zip(keys, offsets) {
            let chunk = column.symbols.chunk(index)
            if let symbol = chunk.common {
                base += offsets[Int(symbol)]
                continue
            }
            if isCommon { Self.set(chunk, offsets, &cells.ids) } else { Self.add(chunk, offsets, &cells.ids) }
            isCommon = false
        }
        if isCommon {
            cells.common = Int(base)
        } else {
            cells.common = nil
            if base != 0 { for row in 0..<count { cells.ids[row] &+= base } }
        }
        cells.count = count
    }

    private static func set(_ chunk: PackedChunk, _ offsets: [UInt32], _ ids: inout [UInt32]) {
        precondition(chunk.count <= ids.count)
        var ids = ids.mutableSpan
        let offsets = offsets.span
        chunk.forEach { row, symbol in ids[row] = offsets[Int(truncatingIfNeeded: symbol)] }
    }

    private static func add(_ chunk: PackedChunk, _ offsets: [UInt32], _ ids: inout [UInt32]) {
        precondition(chunk.count <= ids.count)
        var ids = ids.mutableSpan
        let offsets = offsets.span
        chunk.forEach { row, symbol in ids[row] &+= offsets[Int(truncatingIfNeeded: symbol)] }
    }

    private static func product(_ keys: [KeyColumn], _ buckets: Int) -> Int {
        keys.reduce(buckets) { product, key in
            let (result, overflow) = product.multipliedReportingOverflow(by: key.count)
            return overflow ? .max : result
        }
    }

    /// For each row its bucket times the number of keys plus its key; both factors are below 2³².
    private static func pairs(_ buckets: RowBuckets?, _ key: KeyColumn?, rows: Int) -> [UInt64] {
        var pairs = [UInt64](repeating: 0, count: rows)
        var row = 0
        key?.symbols.forEach { symbol in
            pairs[row] = UInt64(key?.ranks[Int(symbol)] ?? 0)
            row += 1
        }
        guard let buckets else { return pairs }
        let keyCount = UInt64(key?.count ?? 1)
        for (index, chunk) in buckets.chunks.enumerated() {
            let start = index * PackedChunk.capacity
            let rows = start..<Swift.min(start + PackedChunk.capacity, pairs.count)
            switch chunk {
            case .same(let bucket): for row in rows { pairs[row] += UInt64(bucket) * keyCount }
            case .each(let ids): for row in rows { pairs[row] += UInt64(ids[row - start]) * keyCount }
            }
        }
        return pairs
    }
}
