/// How much of a budget is spent, as of an instant.
///
/// The pace, the projection and the exhaustion are those of the instant up to which charges are known (``asOf``), not of
/// the present: an old report is not taken for a slow one.
public struct BudgetStatus: Hashable, Sendable {
    /// A threshold that was reached.
    public struct Crossing: Hashable, Sendable, Codable {
        /// The share of the limit, in per cent.
        public let threshold: Int
        /// The first bucket at whose end the sum of the charges is at the threshold or above.
        ///
        /// A refund in a later bucket does not undo it. If charges are missing, the threshold was reached then or earlier.
        public let bucket: Range<Timestamp>
    }

    /// What is known of the spending against the limit.
    public enum Judgement: String, Hashable, Sendable, Codable, CaseIterable {
        /// All charges are known, and their sum is not above the limit.
        case within
        /// The sum of the known charges is above the limit.
        case exceeded
        /// Charges are missing, and the sum of those that are known is not above the limit.
        case undetermined
    }

    /// The budget.
    public let budget: Budget
    /// The sum of the charges in the period.
    ///
    /// It is exact, or rounded once to 38 significant digits.
    public let spent: BoundedMoney
    /// The thresholds that were reached, in rising order.
    public let crossings: [Crossing]
    /// The first bucket at whose end the whole limit was reached; nil if it was not.
    public let limitReached: Range<Timestamp>?
    /// The instant of the period up to which charges are known, at the latest the present; of several sources the latest.
    ///
    /// If nothing of the period was read, it is its start.
    public let asOf: Timestamp
    /// How old the charges are; nil if it is not known when they were read.
    public let age: Duration?
    /// Why charges may be missing, and when they were read.
    public let completeness: Completeness
}

extension BudgetStatus {
    /// Whether the limit is kept.
    public var judgement: Judgement {
        if spent.money.exact > budget.limit.exact { return .exceeded }
        return spent.isExact ? .within : .undetermined
    }

    /// Whether rows that are missing cannot change the judgement.
    ///
    /// A partial sum above its limit is certain as long as no charge is negative. If a known charge is (a refund, a
    /// correction), or if rows may count twice, the true sum may be below the limit, and this is false.
    public var isCertain: Bool {
        switch judgement {
        case .within: true
        case .exceeded: spent.bound == .exact || spent.bound == .atLeast
        case .undetermined: false
        }
    }

    /// The limit less what is spent; negative if the limit is exceeded, and nil if it needs more than 38 digits.
    public var remaining: BoundedMoney? { difference(budget.limit, spent.money, spent.bound.reversed) }

    /// The pace line: what is spent as of ``asOf`` if the limit is spent evenly over the period.
    ///
    /// It is rounded once, to 38 significant digits.
    public var pace: Money {
        Money(exact: runRate.pace(of: budget.limit.exact), currency: budget.limit.currency)
    }

    /// How much more than the pace line is spent; negative if it is less, and nil if it needs more than 38 digits.
    public var abovePace: BoundedMoney? { difference(spent.money, pace, spent.bound) }

    /// A projection: what is spent at the end of the period if spending goes on as it did on average until ``asOf``.
    ///
    /// It is rounded once, to 38 significant digits. It has the bound of ``spent``, which says what missing rows do to it
    /// and not how likely it is. It is nil before the period.
    public var projection: BoundedMoney? {
        runRate.projection(of: spent.money.exact).map { amount in
            BoundedMoney(Money(exact: amount, currency: spent.money.currency), spent.bound)
        }
    }

    /// When the limit is used up: by the charges that are known, or else as a projection like ``projection``.
    ///
    /// If charges are missing, it may be earlier. It is nil before the period.
    public var exhaustion: Exhaustion? {
        runRate.exhaustion(of: budget.limit.exact, used: spent.money.exact, reached: limitReached)
    }

    private var runRate: RunRate { RunRate(budget.period, at: asOf) }

    private func difference(_ left: Money, _ right: Money, _ bound: AmountBound) -> BoundedMoney? {
        (try? left.adding(right.negated)).map { BoundedMoney($0, bound) }
    }
}

extension BudgetStatus: CustomStringConvertible {
    /// What is spent of the limit and the instant, for example `at least 12.5 USD of 50 USD as of 2026-06-12T00:00:00Z`.
    public var description: String { "\(spent) of \(budget.limit) as of \(asOf)" }
}

extension BudgetStatus: Codable {
    private enum CodingKeys: String, CodingKey {
        case budget, spent, crossings, limitReached, asOf, age, completeness
    }

    /// Reads a status.
    ///
    /// - Throws: `DecodingError` if what is spent is not in the currency of the limit.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        budget = try container.decode(Budget.self, forKey: .budget)
        spent = try container.decode(BoundedMoney.self, forKey: .spent)
        crossings = try container.decode([Crossing].self, forKey: .crossings)
        limitReached = try container.decodeIfPresent(Range<Timestamp>.self, forKey: .limitReached)
        asOf = try container.decode(Timestamp.self, forKey: .asOf)
        age = try container.decodeSecondsIfPresent(forKey: .age)
        completeness = try container.decode(Completeness.self, forKey: .completeness)
        guard spent.money.currency == budget.limit.currency else {
            throw DecodingError.dataCorruptedError(
                forKey: .spent, in: container,
                debugDescription: "expected an amount in \(budget.limit.currency), found \(spent.money)")
        }
    }

    /// Writes what the status is computed from; the pace, the projection and the exhaustion follow from it.
    ///
    /// The age is the text of its seconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(budget, forKey: .budget)
        try container.encode(spent, forKey: .spent)
        try container.encode(crossings, forKey: .crossings)
        try container.encodeIfPresent(limitReached, forKey: .limitReached)
        try container.encode(asOf, forKey: .asOf)
        try container.encodeIfPresent(seconds: age, forKey: .age)
        try container.encode(completeness, forKey: .completeness)
    }
}
