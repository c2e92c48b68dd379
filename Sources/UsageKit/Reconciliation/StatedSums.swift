/// Sums of the figures of entries of a statement that are in the place of rows.
struct StatedSums {
    /// How many entries there are.
    private(set) var entries = 0
    private var sums: [ReconciledFigure: ExactSum] = [:]
    /// How many entries state each figure.
    private var counts: [ReconciledFigure: Int] = [:]

    mutating func add(_ figures: [ReconciledFigure: ExactDecimal]) {
        entries += 1
        for (figure, value) in figures {
            sums[figure, default: ExactSum()].add(value)
            counts[figure, default: 0] += 1
        }
    }

    mutating func add(_ other: StatedSums) {
        entries += other.entries
        counts.merge(other.counts, uniquingKeysWith: +)
        for (figure, sum) in other.sums { sums[figure, default: ExactSum()].add(sum) }
    }

    /// A figure with the charges in some other currencies; nil if some entry does not state it, and for the quantile of
    /// several entries, which is not known.
    func value(
        of figure: ReconciledFigure, adding currencies: [Currency]
    ) throws(UsageError) -> ExactDecimal? {
        guard counts[figure] == entries, figure.isSum || entries == 1, var sum = sums[figure] else { return nil }
        // An entry without charges in another currency has nothing to add.
        for currency in currencies { if let other = sums[.charge(currency)] { sum.add(other) } }
        return try sum.value()
    }
}
