/// How the rows of a ledger fall into cells, which are the groups of a report, in their order.
struct CellMap: Sendable {
    private enum Numbering: Sendable {
        /// A cell is the number of its bucket times the number of keys plus the number of its key.
        case direct
        /// Where there would be far more cells than rows: a number for each row, and those same products.
        case found(PackedColumn, [UInt64])
    }

    let buckets: RowBuckets?
    let keys: [KeyColumn]
    /// How many keys there could be.
    let keyCount: Int
    let count: Int
    private let strides: [UInt32]
    /// For each key and code what it adds to the cell of its row.
    private let offsets: [[UInt32]]
    private let numbering: Numbering

    /// Cells of no use cost some 300 bytes each; up to this many are better than looking for those of use.
    private static let fewCells = 1 << 10

    init(buckets: RowBuckets?, keys: [KeyColumn], rows: Int) {
        let limit = Swift.max(Self.fewCells, rows / 4)
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
            numbering = .direct
            count = keyCount * bucketCount
        } else {
            let (codes, cells) = KeyColumn.number(Self.products(buckets, keys.first, rows: rows))
            numbering = .found(codes, cells)
            count = cells.count
        }
    }

    /// The number of the bucket and of the key of a cell.
    func place(ofCell cell: Int) -> (bucket: Int, key: Int) {
        var product = cell
        if case .found(_, let products) = numbering { product = Int(products[cell]) }
        return (product / keyCount, product % keyCount)
    }

    /// The text of each dimension of a key.
    func texts(ofKey key: Int) -> [String?] {
        var texts: [String?] = []
        texts.reserveCapacity(keys.count)
        for place in keys.indices {
            keys[place].appendTexts(ofRank: key / Int(strides[place]) % keys[place].count, to: &texts)
        }
        return texts
    }

    /// Whether a key stands for all that were not chosen.
    func isOther(key: Int) -> Bool {
        keys.count == 1 && keys[0].otherRank == key
    }

    /// How many cells follow one another for each bucket; nil where rows do not come bucket by bucket.
    var bucketSize: Int? {
        guard case .direct = numbering, let buckets, buckets.areTogether else { return nil }
        return keyCount
    }

    /// Finds the cells of the rows of a chunk.
    func find(chunk index: Int, count: Int, into cells: inout ChunkCells) {
        if case .found(let codes, _) = numbering {
            codes.chunk(index).unpack(into: &cells.scratch)
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
            let chunk = column.codes.chunk(index)
            if let code = chunk.common {
                base += offsets[Int(code)]
                continue
            }
            if isCommon { Self.begin(chunk, offsets, &cells.ids) } else { Self.add(chunk, offsets, &cells.ids) }
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

    private static func begin(_ chunk: PackedChunk, _ offsets: [UInt32], _ ids: inout [UInt32]) {
        precondition(chunk.count <= ids.count)
        var ids = ids.mutableSpan
        let offsets = offsets.span
        chunk.forEach { row, code in ids[row] = offsets[Int(truncatingIfNeeded: code)] }
    }

    private static func add(_ chunk: PackedChunk, _ offsets: [UInt32], _ ids: inout [UInt32]) {
        precondition(chunk.count <= ids.count)
        var ids = ids.mutableSpan
        let offsets = offsets.span
        chunk.forEach { row, code in ids[row] &+= offsets[Int(truncatingIfNeeded: code)] }
    }

    private static func product(_ keys: [KeyColumn], _ buckets: Int) -> Int {
        keys.reduce(buckets) { product, key in
            let (result, overflow) = product.multipliedReportingOverflow(by: key.count)
            return overflow ? .max : result
        }
    }

    /// For each row its bucket times the number of keys plus its key; both are below 2³².
    private static func products(_ buckets: RowBuckets?, _ key: KeyColumn?, rows: Int) -> [UInt64] {
        var products = [UInt64](repeating: 0, count: rows)
        var row = 0
        key?.codes.forEach { code in
            products[row] = UInt64(key?.ranks[Int(code)] ?? 0)
            row += 1
        }
        guard let buckets else { return products }
        let keyCount = UInt64(key?.count ?? 1)
        for (index, chunk) in buckets.chunks.enumerated() {
            let start = index * PackedChunk.capacity
            let rows = start..<Swift.min(start + PackedChunk.capacity, products.count)
            switch chunk {
            case .same(let bucket): for row in rows { products[row] += UInt64(bucket) * keyCount }
            case .each(let ids): for row in rows { products[row] += UInt64(ids[row - start]) * keyCount }
            }
        }
        return products
    }
}
