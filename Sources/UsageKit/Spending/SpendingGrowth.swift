public import Foundation

/// What was spent in a period, compared with the period before.
public struct SpendingGrowth: Hashable, Sendable {
    /// The later period: the part of it that is compared.
    public let current: PeriodSpending
    /// The earlier period: the part of it that is compared.
    public let previous: PeriodSpending
    /// What is spent more than before; negative if it is less.
    ///
    /// It is at least this if only the later period may lack charges, at most this if only the earlier one may, and
    /// unknown if both may.
    public let difference: BoundedMoney

    init(current: PeriodSpending, previous: PeriodSpending) throws(UsageError) {
        self.current = current
        self.previous = previous
        difference = BoundedMoney(
            try current.spent.money.adding(previous.spent.money.negated),
            current.spent.bound.adding(previous.spent.bound.reversed))
    }

    /// The difference divided by what was spent before, rounded to 38 significant digits: 0.25 is a quarter more.
    ///
    /// It has the bound of ``difference``. It is nil if nothing was spent before, or less than nothing, and if the current sum
    /// is negative and charges of the earlier period may be missing: with more of them, the ratio would be greater, although
    /// the difference is smaller.
    public var ratio: Decimal? {
        guard previous.spent.money.exact.mantissa > 0 else { return nil }
        if current.spent.money.exact.isNegative, !previous.spent.isExact { return nil }
        return difference.money.amount / previous.spent.money.amount
    }
}

extension SpendingGrowth: CustomStringConvertible {
    /// Both sums and the difference, for example `12 USD after 8 USD: 4 USD more`.
    public var description: String {
        let amount = difference.money
        let change = amount.exact.isNegative ? BoundedMoney(amount.negated, difference.bound.reversed) : difference
        return "\(current.spent) after \(previous.spent): \(change) \(amount.exact.isNegative ? "less" : "more")"
    }
}

extension SpendingGrowth: Codable {
    private enum CodingKeys: String, CodingKey {
        case current, previous
    }

    /// Reads a comparison; throws if the two sums are in different currencies.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            current: try container.decode(PeriodSpending.self, forKey: .current),
            previous: try container.decode(PeriodSpending.self, forKey: .previous))
    }

    /// Writes the two periods; the difference and the ratio follow from them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(current, forKey: .current)
        try container.encode(previous, forKey: .previous)
    }
}
