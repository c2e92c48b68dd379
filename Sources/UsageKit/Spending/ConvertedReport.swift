/// The charges of a report in one currency, each with the rate that it was converted by.
public struct ConvertedReport: Hashable, Sendable {
    /// The charges of a group in one currency.
    public struct Part: Hashable, Sendable, Codable {
        /// The span of the group's bucket, or the window of a report without buckets; nil if it is not known.
        public let span: Range<Timestamp>?
        /// The value of each of ``ConvertedReport/dimensions``; nil if the rows have no value.
        public let key: [String?]
        /// Whether the group combines all keys that ``ReportQuery/top`` leaves out.
        public let isOther: Bool
        /// The sum of the charges, its rate with the day, and the amount in the currency of the report.
        public let charge: ConvertedMoney
    }

    /// The charges of a group in a currency that could not be converted.
    public struct UnconvertedPart: Hashable, Sendable, Codable {
        /// The span of the group's bucket, or the window of a report without buckets; nil if it is not known.
        public let span: Range<Timestamp>?
        /// The value of each of ``ConvertedReport/dimensions``; nil if the rows have no value.
        public let key: [String?]
        /// Whether the group combines all keys that ``ReportQuery/top`` leaves out.
        public let isOther: Bool
        /// The sum of the charges.
        public let charge: Money
        /// Why they have no rate.
        public let reason: MissingRate
    }

    /// The rates.
    public let rates: ExchangeRates
    /// The dimensions by which the groups are split.
    public let dimensions: [UsageDimension]
    /// The charges that are in the currency or were converted into it, in the order of the report's groups.
    public let parts: [Part]
    /// The charges that have no rate and are in no sum, in the order of the report's groups.
    public let unconverted: [UnconvertedPart]
    /// Whether charges are missing, those without a rate included, and how old they are.
    public let completeness: Completeness
    /// The sum of all ``parts``.
    ///
    /// It is the sum of the exact products. It is rounded once, halves to the even digit, and only if it needs more than
    /// 38 significant digits or 128 decimal places.
    public let total: BoundedMoney

    init(
        rates: ExchangeRates, dimensions: [UsageDimension], parts: [Part], unconverted: [UnconvertedPart],
        completeness: Completeness, bound: AmountBound
    ) throws(UsageError) {
        self.rates = rates
        self.dimensions = dimensions
        self.parts = parts
        self.unconverted = unconverted
        self.completeness = completeness
        total = BoundedMoney(try Self.sum(parts, in: rates.target), bound)
    }

    /// Returns the sum of some parts, for example of one day or one model.
    ///
    /// - Parameter isIncluded: Whether a part counts.
    /// - Returns: The sum, rounded as ``total`` and with its bound: missing charges can belong to these parts as well.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if the sum is beyond the numbers that a `Decimal` can
    ///   hold.
    public func sum(where isIncluded: (Part) -> Bool) throws(UsageError) -> BoundedMoney {
        BoundedMoney(try Self.sum(parts.filter(isIncluded), in: rates.target), total.bound)
    }

    private static func sum(_ parts: [Part], in currency: Currency) throws(UsageError) -> Money {
        var sum = ExactSum()
        for part in parts { sum.add(try part.charge.exactSum()) }
        return Money(exact: try sum.rounded(), currency: currency)
    }
}

extension ConvertedReport: CustomStringConvertible {
    /// The total, and what was converted or has no rate, for example
    /// `at least 12.5 USD, with 250 credit converted, without 3 DIEM`.
    public var description: String {
        var text = "\(total)"
        let converted = parts.filter { $0.charge.rate != nil }.map(\.charge.original).sums
        if !converted.isEmpty { text += ", with \(converted.joined(separator: " and ")) converted" }
        let left = unconverted.map(\.charge).sums
        if !left.isEmpty { text += ", without \(left.joined(separator: " and "))" }
        return text
    }
}

extension [Money] {
    /// The text of the sum of each currency, in the order of ``UsageReport/Group/amounts``.
    var sums: [String] {
        var sums: [Currency: ExactSum] = [:]
        for money in self { sums[money.currency, default: ExactSum()].add(money.exact) }
        return [Money](sums.mapValues { _ in .zero }).map { "\(sums[$0.currency]?.description ?? "0") \($0.currency)" }
    }
}

extension ConvertedReport: Codable {
    private enum CodingKeys: String, CodingKey {
        case rates, dimensions, parts, unconverted, completeness, total
    }

    /// Reads a report.
    ///
    /// - Throws: `DecodingError` if the total is not the sum of the parts, or if an amount is in another currency.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let stated = try container.decode(BoundedMoney.self, forKey: .total)
        try self.init(
            rates: try container.decode(ExchangeRates.self, forKey: .rates),
            dimensions: try container.decode([UsageDimension].self, forKey: .dimensions),
            parts: try container.decode([Part].self, forKey: .parts),
            unconverted: try container.decode([UnconvertedPart].self, forKey: .unconverted),
            completeness: try container.decode(Completeness.self, forKey: .completeness), bound: stated.bound)
        guard stated == total, parts.allSatisfy({ $0.charge.converted.currency == rates.target }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .total, in: container,
                debugDescription: "expected the sum \(total) of parts in \(rates.target), found \(stated)")
        }
    }

    /// Writes the rates, the parts with and without a rate, and the total.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rates, forKey: .rates)
        try container.encode(dimensions, forKey: .dimensions)
        try container.encode(parts, forKey: .parts)
        try container.encode(unconverted, forKey: .unconverted)
        try container.encode(completeness, forKey: .completeness)
        try container.encode(total, forKey: .total)
    }
}
