public import Foundation

/// An exact amount of one currency; positive if money was spent.
public struct Money: Hashable, Sendable, CustomStringConvertible {
    package var exact: ExactDecimal
    /// What the amount is counted in.
    public var currency: Currency

    package init(exact: ExactDecimal, currency: Currency) {
        self.exact = exact
        self.currency = currency
    }

    /// Creates an amount.
    ///
    /// A literal with a fraction becomes a `Double` before it is a `Decimal`, and 3.133 then is 3.132999999999999488. Give
    /// such an amount as a text: `Money("3.133", .eur)`.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for NaN and for more than 38 significant digits.
    public init(_ amount: Decimal, _ currency: Currency) throws(UsageError) {
        self.init(exact: try ExactDecimal(amount), currency: currency)
    }

    /// Creates an amount from a text in the grammar of JSON numbers, for example `3.133` or `-1e-6`.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for any other text, and for more than 38 significant
    ///   digits.
    public init(_ amount: String, _ currency: Currency) throws(UsageError) {
        self.init(exact: try ExactDecimal(number: amount), currency: currency)
    }

    /// The amount.
    public var amount: Decimal { exact.decimal }

    /// Returns the sum of two amounts of the same currency.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/currencyMismatch`` for two currencies and with
    ///   ``UsageError/Code/inexactNumber`` if the exact sum needs more than 38 digits.
    public func adding(_ other: Money) throws(UsageError) -> Money {
        guard currency == other.currency else {
            throw UsageError(.currencyMismatch, "cannot add amounts in \(currency) and in \(other.currency)")
        }
        return Money(exact: try exact.adding(other.exact), currency: currency)
    }

    /// The amount with the opposite sign.
    public var negated: Money { Money(exact: exact.negated, currency: currency) }

    /// The amount without exponent, then the currency, for example `0.0312 credit`.
    public var description: String { "\(exact) \(currency)" }
}
