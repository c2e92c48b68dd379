/// The rows of a table split into numbered groups, whose numbers follow the order of what they were split by.
struct Grouping: Sendable {
    /// The group of each row.
    private(set) var ids: [UInt32]
    private(set) var count: Int

    /// One group of all rows; none without rows.
    init(rows: Int) {
        self.init(ids: Array(repeating: 0, count: rows), count: rows == 0 ? 0 : 1)
    }

    init(ids: [UInt32], count: Int) {
        self.ids = ids
        self.count = count
    }

    /// Splits each group by a column; within an old group the new ones follow the ranks of the codes.
    mutating func refine(by column: CodeColumn, ranks: [UInt32], rankCount: Int) {
        if ids.isEmpty { return }
        // Where products of group and rank are few, a table of them is far cheaper than hashing.
        let (product, overflow) = count.multipliedReportingOverflow(by: rankCount)
        if !overflow, product <= Swift.max(1 << 16, 4 * ids.count) {
            refineByTable(product, column, ranks, rankCount)
        } else {
            refineByHashing(column, ranks, rankCount)
        }
    }

    /// The first row of each group.
    func representatives() -> [Int] {
        var rows = [Int](repeating: -1, count: count)
        for row in ids.indices.reversed() { rows[Int(ids[row])] = row }
        return rows
    }

    private mutating func refineByTable(_ size: Int, _ column: CodeColumn, _ ranks: [UInt32], _ rankCount: Int) {
        var table = [UInt32](repeating: 0, count: size)
        column.forEach { row, code in
            table[Int(ids[row]) * rankCount + Int(ranks[Int(code)])] = 1
        }
        var next: UInt32 = 0
        for place in 0..<size where table[place] != 0 {
            table[place] = next
            next += 1
        }
        column.forEach { row, code in
            ids[row] = table[Int(ids[row]) * rankCount + Int(ranks[Int(code)])]
        }
        count = Int(next)
    }

    private mutating func refineByHashing(_ column: CodeColumn, _ ranks: [UInt32], _ rankCount: Int) {
        // Both factors come from 32-bit numbers, so the product fits.
        let width = UInt64(rankCount)
        var numbers: [UInt64: UInt32] = [:]
        column.forEach { row, code in
            numbers[UInt64(ids[row]) * width + UInt64(ranks[Int(code)])] = 0
        }
        var next: UInt32 = 0
        for product in numbers.keys.sorted() {
            numbers[product] = next
            next += 1
        }
        column.forEach { row, code in
            ids[row] = numbers[UInt64(ids[row]) * width + UInt64(ranks[Int(code)])] ?? 0
        }
        count = Int(next)
    }
}
