/// An amount together with what it was converted from, and by which rate.
public struct ConvertedMoney: Hashable, Sendable {
    /// The amount before the conversion.
    public let original: Money
    /// The rate, with its day; nil if the amount was in the currency already.
    public let rate: ExchangeRate?
    /// The product of the amount and its rate.
    ///
    /// It is exact, unless it needs more than 38 significant digits or 128 decimal places; then it is rounded to them,
    /// halves to the even digit. It is never rounded to cents.
    public let converted: Money

    /// Converts an amount of the source of a rate.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/currencyMismatch`` for another currency, and with
    ///   ``UsageError/Code/inexactNumber`` if the product is beyond the numbers that a `Decimal` can hold.
    public init(_ original: Money, by rate: ExchangeRate) throws(UsageError) {
        guard original.currency == rate.source else {
            throw UsageError(.currencyMismatch, "expected an amount in \(rate.source), found \(original)")
        }
        self.original = original
        self.rate = rate
        converted = Money(
            exact: try ExactSum(product: original.exact, rate.price.exact).rounded(), currency: rate.target)
    }

    /// Creates an amount that needs no rate.
    init(unconverted original: Money) {
        self.original = original
        rate = nil
        converted = original
    }

    /// The exact product, of which ``converted`` may be rounded.
    func exactSum() throws(UsageError) -> ExactSum {
        if let rate { try ExactSum(product: original.exact, rate.price.exact) } else { ExactSum(original.exact) }
    }
}

extension ConvertedMoney: CustomStringConvertible {
    /// The amount, labelled if it was converted: `0.1 USD converted from 10 credit (1 credit = 0.01 USD from 2026-05-01)`.
    public var description: String { rate.map { "\(converted) converted from \(original) (\($0))" } ?? "\(converted)" }
}

extension ConvertedMoney: Codable {
    private enum CodingKeys: String, CodingKey {
        case original, rate, converted
    }

    /// Reads an amount.
    ///
    /// - Throws: `DecodingError` if the converted amount is not the product of the original and its rate, or ``UsageError``
    ///   as ``init(_:by:)`` does.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let original = try container.decode(Money.self, forKey: .original)
        if let rate = try container.decodeIfPresent(ExchangeRate.self, forKey: .rate) {
            try self.init(original, by: rate)
        } else {
            self.init(unconverted: original)
        }
        let stated = try container.decode(Money.self, forKey: .converted)
        guard stated == converted else {
            throw DecodingError.dataCorruptedError(
                forKey: .converted, in: container,
                debugDescription: "expected the product \(converted) of the amount and its rate, found \(stated)")
        }
    }

    /// Writes the original amount, the rate if there is one, and the converted amount.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(original, forKey: .original)
        try container.encodeIfPresent(rate, forKey: .rate)
        try container.encode(converted, forKey: .converted)
    }
}
