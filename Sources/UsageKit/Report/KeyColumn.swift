/// The values of one dimension, or of several combined, as a rank per row.
///
/// Ranks follow the order of the texts by their UTF-8 bytes, with the missing text last.
struct KeyColumn: Sendable {
    private indirect enum Labels: Sendable {
        /// The text of each rank is in ``KeyColumn/texts``.
        case texts
        /// Each rank is a pair of ranks of two columns: left times the number of right ranks plus right, in ascending order.
        case pairs(KeyColumn, KeyColumn, [UInt64])
        /// Each rank is a rank of another column, followed by one rank that combines all others.
        case kept(KeyColumn, [Int])
    }

    /// The symbol of each row.
    let symbols: PackedColumn
    /// The rank of each symbol.
    let ranks: [UInt32]
    /// The number of ranks.
    let count: Int
    private let labels: Labels
    private let texts: [String?]

    private init(symbols: PackedColumn, ranks: [UInt32], count: Int, labels: Labels, texts: [String?] = []) {
        self.symbols = symbols
        self.ranks = ranks
        self.count = count
        self.labels = labels
        self.texts = texts
    }

    init(_ columns: RecordColumns, _ dimension: UsageDimension) {
        let (symbols, texts) = columns.dimension(dimension)
        let (ranks, count) = InternTable.ranks(of: texts)
        var ranked = [String?](repeating: nil, count: count)
        for (symbol, rank) in ranks.enumerated() { ranked[Int(rank)] = texts[symbol] }
        self.init(symbols: symbols, ranks: ranks, count: count, labels: .texts, texts: ranked)
    }

    /// The rank that combines all ranks that were not kept, if there is one.
    var otherRank: Int? {
        if case .kept = labels { count - 1 } else { nil }
    }

    /// Appends the text of each dimension of a rank.
    func appendTexts(ofRank rank: Int, to result: inout [String?]) {
        if !texts.isEmpty { return result.append(texts[rank]) }
        switch labels {
        case .texts: break
        case .pairs(let left, let right, let pairs):
            let (first, second) = pairs[rank].quotientAndRemainder(dividingBy: UInt64(right.count))
            left.appendTexts(ofRank: Int(first), to: &result)
            right.appendTexts(ofRank: Int(second), to: &result)
        case .kept(let column, let kept):
            if rank < kept.count { return column.appendTexts(ofRank: kept[rank], to: &result) }
            let start = result.count
            column.appendTexts(ofRank: 0, to: &result)
            for index in start..<result.count { result[index] = nil }
        }
    }

    /// Combines two columns: a rank for each pair that occurs.
    static func pairing(_ left: KeyColumn, _ right: KeyColumn) -> KeyColumn {
        var rows: [UInt64] = []
        rows.reserveCapacity(left.symbols.count)
        // Ranks are below 2³², so their product fits.
        left.symbols.forEach { rows.append(UInt64(left.ranks[Int($0)]) * UInt64(right.count)) }
        var row = 0
        right.symbols.forEach { symbol in
            rows[row] += UInt64(right.ranks[Int(symbol)])
            row += 1
        }
        let (symbols, pairs) = number(rows)
        return KeyColumn(
            symbols: symbols, ranks: (0..<pairs.count).map { UInt32($0) }, count: pairs.count,
            labels: .pairs(left, right, pairs))
    }

    /// Combines all ranks except some.
    ///
    /// - Parameter kept: The ranks to keep in ascending order, fewer than there are.
    /// - Returns: The column with the kept ranks, followed by one rank for all others.
    func keeping(_ kept: [Int]) -> KeyColumn {
        var newRanks = [UInt32](repeating: UInt32(kept.count), count: count)
        for (newRank, rank) in kept.enumerated() { newRanks[rank] = UInt32(newRank) }
        return KeyColumn(
            symbols: symbols, ranks: ranks.map { newRanks[Int($0)] }, count: kept.count + 1,
            labels: .kept(self, kept))
    }

    /// Numbers the distinct values of the rows in ascending order.
    static func number(_ rows: [UInt64]) -> (numbers: PackedColumn, values: [UInt64]) {
        var numbers: [UInt64: UInt32] = [:]
        for value in rows { numbers[value] = 0 }
        let values = numbers.keys.sorted()
        for (number, value) in values.enumerated() { numbers[value] = UInt32(number) }
        var column = PackedColumn()
        for value in rows { column.append(Int64(numbers[value] ?? 0)) }
        return (column, values)
    }
}
