public import Foundation

/// An exact count of something other than tokens or money, with the provider's name for its unit.
public struct Quantity: Hashable, Sendable, CustomStringConvertible {
    package var exact: ExactDecimal
    /// What is counted.
    public var unit: UsageUnit

    package init(exact: ExactDecimal, unit: UsageUnit) {
        self.exact = exact
        self.unit = unit
    }

    /// Creates a quantity.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for NaN and for more than 38 significant digits.
    public init(_ value: Decimal, unit: UsageUnit) throws(UsageError) {
        self.init(exact: try ExactDecimal(value), unit: unit)
    }

    /// Creates a quantity from a text in the grammar of JSON numbers, for example `3.133`, of which a literal would be
    /// rounded.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for any other text, and for more than 38 significant
    ///   digits.
    public init(_ value: String, unit: UsageUnit) throws(UsageError) {
        self.init(exact: try ExactDecimal(number: value), unit: unit)
    }

    /// How much of the unit.
    public var value: Decimal { exact.decimal }

    /// The value without exponent, then the unit.
    public var description: String { "\(exact) \(unit)" }
}
