/// A caller's dated rates into one currency.
///
/// On a day, the rate of a currency is the latest one whose day is that day or an earlier one. Before the first rate of a
/// currency it has no rate, and a rate is never derived from others: neither from its inverse nor across a third currency.
public struct ExchangeRates: Hashable, Sendable {
    /// The currency that all rates convert into.
    public let target: Currency
    /// The rates by their days, the earliest first; rates of one day by the bytes of their currencies.
    public let rates: [ExchangeRate]

    /// Creates a table of rates.
    ///
    /// - Parameters:
    ///   - target: The currency that all rates convert into.
    ///   - rates: The rates, in any order; without rates, only amounts in the target can be added up.
    /// - Throws: ``UsageError`` with ``UsageError/Code/currencyMismatch`` for a rate into another currency, and with
    ///   ``UsageError/Code/invalidArgument`` for two rates of one currency on one day.
    public init(into target: Currency, _ rates: [ExchangeRate] = []) throws(UsageError) {
        for rate in rates where rate.target != target {
            throw UsageError(.currencyMismatch, "expected a rate into \(target), found \(rate)")
        }
        let sorted = rates.sorted { left, right in
            left.day != right.day
                ? left.day < right.day : ByteString(left.source.rawValue) < ByteString(right.source.rawValue)
        }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.day == right.day && left.source == right.source
        {
            throw UsageError(.invalidArgument, "two rates of \(left.source) are given from \(left.day): remove one")
        }
        self.target = target
        self.rates = sorted
    }

    /// Returns the rate of a currency on a day; nil if it has no rate from that day or an earlier one.
    ///
    /// - Complexity: O(n), where n is the number of rates.
    public func rate(of source: Currency, on day: CalendarDay) -> ExchangeRate? {
        rates.last { $0.source == source && $0.day <= day }
    }

    /// Converts an amount that was charged on a day.
    ///
    /// An amount in the target currency stays as it is, without a rate.
    ///
    /// - Parameters:
    ///   - money: The amount.
    ///   - day: The day.
    /// - Returns: The amount with its rate.
    /// - Throws: ``UsageError`` with ``UsageError/Code/missingExchangeRate`` if the currency has no rate on the day, and
    ///   with ``UsageError/Code/inexactNumber`` if the product is beyond the numbers that a `Decimal` can hold.
    public func convert(_ money: Money, on day: CalendarDay) throws(UsageError) -> ConvertedMoney {
        switch try convert(money, on: day...day) {
        case .success(let converted): return converted
        case .failure:
            throw UsageError(
                .missingExchangeRate,
                "\(money) cannot be converted: no rate of \(money.currency) into \(target) is from \(day) or earlier")
        }
    }

    /// Converts an amount that was charged on one of several days; nil if the day is not known.
    func convert(
        _ money: Money, on days: ClosedRange<CalendarDay>?
    ) throws(UsageError) -> Result<ConvertedMoney, MissingRate> {
        if money.currency == target { return .success(ConvertedMoney(unconverted: money)) }
        guard let days else { return .failure(.unknownDay) }
        guard let rate = rate(of: money.currency, on: days.lowerBound) else { return .failure(.noRate) }
        guard rate == self.rate(of: money.currency, on: days.upperBound) else { return .failure(.severalRates) }
        return .success(try ConvertedMoney(money, by: rate))
    }
}

/// Why an amount has no rate.
public enum MissingRate: String, Error, Hashable, Sendable, Codable, CaseIterable {
    /// No rate of the currency is from the day of the amount or an earlier one.
    case noRate
    /// The rate changes within the time of the amount: a report by day has one rate for each amount.
    case severalRates
    /// The rows have no time, or the time of the report has no bounds.
    case unknownDay
}

extension ExchangeRates: Codable {
    private enum CodingKeys: String, CodingKey {
        case target, rates
    }

    /// Reads a table; throws as ``init(into:_:)`` does.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            into: try container.decode(Currency.self, forKey: .target),
            try container.decode([ExchangeRate].self, forKey: .rates))
    }

    /// Writes the currency and the rates.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(target, forKey: .target)
        try container.encode(rates, forKey: .rates)
    }
}
