/// The price of one unit of a currency, or of a provider's own unit, in another currency, from a day on.
///
/// A rate is the caller's: this package knows none by itself.
public struct ExchangeRate: Hashable, Sendable {
    /// What is converted.
    public let source: Currency
    /// The price of one unit of ``source``; its currency is the one that is converted into.
    public let price: Money
    /// The first day on which the rate applies, in the time zone of the report.
    public let day: CalendarDay

    /// Creates a rate.
    ///
    /// - Parameters:
    ///   - source: What is converted.
    ///   - price: The price of one unit of it.
    ///   - day: The first day on which the rate applies. It applies until the day of the next rate of the same currency.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the price is not above 0, or if it is in the
    ///   currency itself.
    public init(of source: Currency, as price: Money, from day: CalendarDay) throws(UsageError) {
        guard price.exact.mantissa > 0 else {
            throw UsageError(.invalidArgument, "expected a rate above 0 for \(source), found \(price)")
        }
        guard source != price.currency else {
            throw UsageError(.invalidArgument, "expected a rate of \(source) into another currency, found \(price)")
        }
        self.source = source
        self.price = price
        self.day = day
    }

    /// What the rate converts into.
    public var target: Currency { price.currency }
}

extension ExchangeRate: CustomStringConvertible {
    /// The rate and its day, for example `1 credit = 0.01 USD from 2026-05-01`.
    public var description: String { "1 \(source) = \(price) from \(day)" }
}

extension ExchangeRate: Codable {
    private enum CodingKeys: String, CodingKey {
        case source, price, day
    }

    /// Reads a rate; throws as ``init(of:as:from:)`` does.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            of: try container.decode(Currency.self, forKey: .source),
            as: try container.decode(Money.self, forKey: .price),
            from: try container.decode(CalendarDay.self, forKey: .day))
    }

    /// Writes the currency, its price and the day.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(source, forKey: .source)
        try container.encode(price, forKey: .price)
        try container.encode(day, forKey: .day)
    }
}
