/// The values of one dimension, or of several taken together, as a rank for each row.
///
/// Ranks follow the order of the texts, UTF-8 byte by byte and the missing one last.
struct KeyColumn: Sendable {
    private indirect enum Labels: Sendable {
        /// One for each rank, in ``texts``.
        case texts
        /// Pairs of ranks of two columns, each packed into one number, in their order.
        case pairs(KeyColumn, KeyColumn, [UInt64])
        /// Ranks of another column; behind them stands the rank of all that were not chosen.
        case chosen(KeyColumn, [Int])
    }

    let codes: PackedColumn
    /// The rank of each code.
    let ranks: [UInt32]
    /// How many ranks there are.
    let count: Int
    private let labels: Labels
    private let texts: [String?]

    private init(codes: PackedColumn, ranks: [UInt32], count: Int, labels: Labels, texts: [String?] = []) {
        self.codes = codes
        self.ranks = ranks
        self.count = count
        self.labels = labels
        self.texts = texts
    }

    init(_ columns: RecordColumns, _ dimension: UsageDimension) {
        let (codes, texts) = columns.dimension(dimension)
        let (ranks, count) = InternTable.ranks(of: texts)
        var ranked = [String?](repeating: nil, count: count)
        for (code, rank) in ranks.enumerated() { ranked[Int(rank)] = texts[code] }
        self.init(codes: codes, ranks: ranks, count: count, labels: .texts, texts: ranked)
    }

    /// The rank that stands for all keys that were not chosen, if there is one.
    var otherRank: Int? {
        if case .chosen = labels { count - 1 } else { nil }
    }

    /// Appends the text of each dimension.
    func appendTexts(ofRank rank: Int, to result: inout [String?]) {
        if !texts.isEmpty { return result.append(texts[rank]) }
        switch labels {
        case .texts: break
        case .pairs(let left, let right, let pairs):
            let (first, second) = pairs[rank].quotientAndRemainder(dividingBy: UInt64(right.count))
            left.appendTexts(ofRank: Int(first), to: &result)
            right.appendTexts(ofRank: Int(second), to: &result)
        case .chosen(let column, let chosen):
            if rank < chosen.count { return column.appendTexts(ofRank: chosen[rank], to: &result) }
            let start = result.count
            column.appendTexts(ofRank: 0, to: &result)
            for place in start..<result.count { result[place] = nil }
        }
    }

    /// The pairs of two columns that occur in some row.
    static func pairing(_ left: KeyColumn, _ right: KeyColumn) -> KeyColumn {
        var rows: [UInt64] = []
        rows.reserveCapacity(left.codes.count)
        // Ranks are below 2³², so their product fits.
        left.codes.forEach { rows.append(UInt64(left.ranks[Int($0)]) * UInt64(right.count)) }
        var row = 0
        right.codes.forEach { code in
            rows[row] += UInt64(right.ranks[Int(code)])
            row += 1
        }
        let (codes, pairs) = number(rows)
        return KeyColumn(
            codes: codes, ranks: (0..<pairs.count).map { UInt32($0) }, count: pairs.count,
            labels: .pairs(left, right, pairs))
    }

    /// Takes all ranks but some together.
    ///
    /// - Parameter chosen: Some ranks in ascending order, fewer than there are.
    /// - Returns: The column with the chosen ranks, and one for all the others behind them.
    func choosing(_ chosen: [Int]) -> KeyColumn {
        var places = [UInt32](repeating: UInt32(chosen.count), count: count)
        for (place, rank) in chosen.enumerated() { places[rank] = UInt32(place) }
        return KeyColumn(
            codes: codes, ranks: ranks.map { places[Int($0)] }, count: chosen.count + 1,
            labels: .chosen(self, chosen))
    }

    /// Numbers the distinct values of a series in ascending order.
    static func number(_ rows: [UInt64]) -> (codes: PackedColumn, values: [UInt64]) {
        var numbers: [UInt64: UInt32] = [:]
        for value in rows { numbers[value] = 0 }
        let values = numbers.keys.sorted()
        for (number, value) in values.enumerated() { numbers[value] = UInt32(number) }
        var codes = PackedColumn()
        for value in rows { codes.append(Int64(numbers[value] ?? 0)) }
        return (codes, values)
    }
}
