public import Foundation

/// By how much two figures may differ and still agree; by nothing, unless it is said.
public struct Tolerance: Hashable, Sendable {
    private var absolute: [ReconciledFigure: ExactDecimal] = [:]
    private var relative: [ReconciledFigure: ExactDecimal] = [:]

    /// Creates a tolerance of nothing.
    public init() {}

    /// Allows a figure to differ by an amount, by a part of the stated figure, or by the larger of both.
    ///
    /// - Parameters:
    ///   - figure: The figure.
    ///   - amount: By how much, in the unit of the figure; nil leaves what was allowed before.
    ///   - fraction: By which part of the stated figure, for example 0.01; nil leaves what was allowed before.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative number, and with
    ///   ``UsageError/Code/inexactNumber`` for one with more than 38 digits.
    public mutating func allow(
        _ figure: ReconciledFigure, amount: Decimal? = nil, fraction: Decimal? = nil
    ) throws(UsageError) {
        guard amount.map({ $0 >= 0 }) ?? true, fraction.map({ $0 >= 0 }) ?? true else {
            throw UsageError(.invalidArgument, "the tolerance of \(figure) is negative")
        }
        if let amount { absolute[figure] = try ExactDecimal(amount) }
        if let fraction { relative[figure] = try ExactDecimal(fraction) }
    }

    /// Whether a figure and the one that is stated agree.
    func agrees(_ figure: ReconciledFigure, _ value: ExactDecimal?, _ stated: ExactDecimal?) -> Bool {
        guard let value, let stated else { return value == stated }
        if value == stated { return true }
        if absolute.isEmpty, relative.isEmpty { return false }
        guard let size = value.distance(to: stated) else { return false }
        if let allowed = absolute[figure], size <= allowed { return true }
        guard let part = relative[figure], part != .zero else { return false }
        return size.isAtMost(stated, times: part)
    }
}
