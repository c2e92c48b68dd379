import Foundation

extension ExactDecimal {
    /// The value of a field that a caller sets.
    ///
    /// - Precondition: The number is finite and has at most 38 significant digits.
    init(setting decimal: Decimal) {
        guard let value = try? ExactDecimal(decimal) else {
            preconditionFailure("expected a finite number of up to 38 significant digits, found \(decimal)")
        }
        self = value
    }

    /// The amount of a field that has a currency of its own.
    ///
    /// - Precondition: The amount is in that currency.
    init(setting money: Money, in currency: Currency) {
        precondition(money.currency == currency, "expected an amount in \(currency), found \(money)")
        self = money.exact
    }
}
