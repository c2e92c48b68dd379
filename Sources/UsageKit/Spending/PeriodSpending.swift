/// What was spent in a period, as of an instant.
public struct PeriodSpending: Hashable, Sendable {
    /// The period; its end does not belong to it.
    public let period: Range<Timestamp>
    /// The sum of the charges in the period: exact, or rounded once to 38 significant digits.
    public let spent: BoundedMoney
    /// The instant of the period up to which charges are known, at the latest the present; of several sources the latest.
    ///
    /// If nothing of the period was read, it is its start.
    public let asOf: Timestamp
    /// How old the charges are; nil if it is not known when they were read.
    public let age: Duration?
    /// Why charges may be missing, and when they were read.
    public let completeness: Completeness

    /// A projection: what is spent at the end of the period if spending goes on as it did on average until ``asOf``.
    ///
    /// It is rounded once, to 38 significant digits. It has the bound of ``spent``, which says what missing rows do to it
    /// and not how likely it is. It is nil before the period.
    public var projection: BoundedMoney? {
        RunRate(period, at: asOf).projection(of: spent.money.exact).map { amount in
            BoundedMoney(Money(exact: amount, currency: spent.money.currency), spent.bound)
        }
    }
}

extension PeriodSpending: CustomStringConvertible {
    /// What is spent and the instant, for example `at least 12.5 USD as of 2026-06-12T00:00:00Z`.
    public var description: String { "\(spent) as of \(asOf)" }
}

extension PeriodSpending: Codable {
    private enum CodingKeys: String, CodingKey {
        case period, spent, asOf, age, completeness
    }

    /// Reads what was spent; the age is the text of its seconds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        period = try container.decode(Range<Timestamp>.self, forKey: .period)
        spent = try container.decode(BoundedMoney.self, forKey: .spent)
        asOf = try container.decode(Timestamp.self, forKey: .asOf)
        age = try container.decodeSecondsIfPresent(forKey: .age)
        completeness = try container.decode(Completeness.self, forKey: .completeness)
    }

    /// Writes what was spent, with the age as the text of its seconds; the projection follows from it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(period, forKey: .period)
        try container.encode(spent, forKey: .spent)
        try container.encode(asOf, forKey: .asOf)
        try container.encodeIfPresent(seconds: age, forKey: .age)
        try container.encode(completeness, forKey: .completeness)
    }
}
