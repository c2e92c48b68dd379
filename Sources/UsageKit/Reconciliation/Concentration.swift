public import Foundation

/// The value of a dimension that has the largest part of what differs, explained or not.
public struct Concentration: Hashable, Sendable {
    /// The figure.
    public let figure: ReconciledFigure
    /// The dimension.
    public let dimension: UsageDimension
    /// Its value; nil for rows without one.
    public let value: String?
    /// The part of what differs that it has, in parts per million.
    public let partsPerMillion: Int
    let part: ExactDecimal

    init(
        figure: ReconciledFigure, dimension: UsageDimension, value: String?, partsPerMillion: Int, part: ExactDecimal
    ) {
        self.figure = figure
        self.dimension = dimension
        self.value = value
        self.partsPerMillion = partsPerMillion
        self.part = part
    }

    /// How much of what differs it has, in the unit of the figure, without its sign.
    public var amount: Decimal { part.decimal }
}

extension Reconciliation {
    /// Where what differs is, by one dimension at a time: for each figure that is a sum and differs, and each dimension by
    /// which the figures are split, the value with the largest part.
    ///
    /// Differences count whether they are explained or not, and without their signs, so that they do not cancel each other
    /// out. If the rows of some entry that differs do not say the figure, it has no concentration: that part has no size.
    public var concentrations: [Concentration] {
        let figures = Set(entries.flatMap { $0.comparisons.filter { !$0.agrees && $0.figure.isSum }.map(\.figure) })
        return figures.sorted().flatMap { figure in
            dimensions.indices.compactMap { concentration(of: figure, by: $0) }
        }
    }

    private func concentration(of figure: ReconciledFigure, by position: Int) -> Concentration? {
        var parts: [ByteString?: ExactSum] = [:]
        var whole = ExactSum()
        for entry in entries {
            guard let comparison = entry.comparisons.first(where: { $0.figure == figure }), !comparison.agrees else {
                continue
            }
            // What is not known has no size, and can be the largest part.
            guard
                let difference = comparison.statedValue == nil ? comparison.ownValue : comparison.exactDifference
            else { return nil }
            let size = difference.isNegative ? difference.negated : difference
            parts[entry.key[position].map { ByteString($0) }, default: ExactSum()].add(size)
            whole.add(size)
        }
        var largest: (value: ByteString?, part: ExactDecimal)?
        for (value, sum) in parts {
            guard let part = try? sum.value() else { return nil }
            let isLarger = largest.map { part > $0.part || part == $0.part && Self.precedes(value, $0.value) } ?? true
            if isLarger { largest = (value, part) }
        }
        guard let largest, let total = try? whole.value(),
            let share = largest.part.partsPerMillion(of: total)
        else { return nil }
        return Concentration(
            figure: figure, dimension: dimensions[position], value: largest.value?.text, partsPerMillion: share,
            part: largest.part)
    }

    private static func precedes(_ left: ByteString?, _ right: ByteString?) -> Bool {
        guard let left else { return false }
        return right.map { left < $0 } ?? true
    }
}
