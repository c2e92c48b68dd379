public import Foundation

/// By how much two figures may differ and still agree; by nothing, unless it is said.
public struct Tolerance: Hashable, Sendable {
    private var absolute: [ReconciledFigure: ExactDecimal] = [:]
    private var relative: [ReconciledFigure: ExactDecimal] = [:]

    /// Creates a tolerance of nothing.
    public init() {}

    /// Allows a figure to differ.
    ///
    /// - Parameters:
    ///   - figure: The figure.
    ///   - amount: By how much, in the unit of the figure.
    ///   - fraction: Or by which part of the stated figure, for example 0.01.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative number, and with
    ///   ``UsageError/Code/inexactNumber`` for one with more than 38 digits.
    public mutating func allow(
        _ figure: ReconciledFigure, amount: Decimal = 0, fraction: Decimal = 0
    ) throws(UsageError) {
        guard amount >= 0, fraction >= 0 else {
            throw UsageError(.invalidArgument, "the tolerance of \(figure) is negative")
        }
        absolute[figure] = try ExactDecimal(amount)
        relative[figure] = try ExactDecimal(fraction)
    }

    /// Whether a figure and the one that is stated agree.
    func agrees(_ figure: ReconciledFigure, _ value: ExactDecimal?, _ stated: ExactDecimal?) -> Bool {
        guard let value, let stated else { return value == stated }
        if value == stated { return true }
        if absolute.isEmpty, relative.isEmpty { return false }
        guard let size = value.distance(to: stated) else { return false }
        if let allowed = absolute[figure], size <= allowed { return true }
        guard let part = relative[figure], part != .zero else { return false }
        let whole = stated.isNegative ? stated.negated : stated
        guard let (product, overflow) = Optional(whole.mantissa.multipliedReportingOverflow(by: part.mantissa)),
            !overflow, let allowed = ExactDecimal(mantissa: product, exponent: whole.exponent + part.exponent)
        else { return false }
        return size <= allowed
    }
}
