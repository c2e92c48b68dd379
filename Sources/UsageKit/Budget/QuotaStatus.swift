/// How much of a quota is used, as of the instant at which a provider's meter was read.
///
/// A meter is the provider's own total, so no row of it can be missing; how old it is, ``age(at:)`` says.
public struct QuotaStatus: Hashable, Sendable {
    /// How much was used.
    public let used: Quantity
    /// How much is included; nil if that is unlimited or not known.
    public let included: Quantity?
    /// The period in which the quota applies; its end does not belong to it.
    public let period: Range<Timestamp>
    /// When the meter was read.
    public let readAt: Timestamp

    /// Creates a status.
    ///
    /// - Parameters:
    ///   - used: How much was used.
    ///   - included: How much is included; nil if that is unlimited or not known.
    ///   - period: The period in which the quota applies.
    ///   - readAt: When the meter was read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the units differ, if what is used or included
    ///   is below 0, or if the period is empty.
    public init(used: Quantity, included: Quantity?, period: Range<Timestamp>, readAt: Timestamp) throws(UsageError) {
        guard included.map({ $0.unit == used.unit }) ?? true else {
            throw UsageError(.invalidArgument, "expected one unit, found \(used) of \(included?.description ?? "")")
        }
        guard !used.exact.isNegative, included.map({ !$0.exact.isNegative }) ?? true else {
            throw UsageError(
                .invalidArgument,
                "expected a use and a quota of at least 0, found \(used) of \(included?.description ?? "")")
        }
        guard !period.isEmpty else {
            throw UsageError(.invalidArgument, "expected a period, found an empty one at \(period.lowerBound)")
        }
        self.used = used
        self.included = included
        self.period = period
        self.readAt = readAt
    }
}

extension QuotaStatus {
    /// Whether all that is included is used; nil if it is not known how much is included.
    public var isUsedUp: Bool? { included.map { used.exact >= $0.exact } }

    /// The pace line: what is used at ``readAt`` if the quota is used evenly over the period; nil without a quota.
    ///
    /// It is rounded once, to 38 significant digits.
    public var pace: Quantity? {
        included.map { Quantity(exact: runRate.pace(of: $0.exact), unit: $0.unit) }
    }

    /// A projection: what is used at the end of the period if the use goes on as it did on average until ``readAt``.
    ///
    /// It is rounded once, to 38 significant digits. It is nil before the period.
    public var projection: Quantity? {
        runRate.projection(of: used.exact).map { Quantity(exact: $0, unit: used.unit) }
    }

    /// When the quota is used up: a projection, unless it is used up already.
    ///
    /// A meter does not say when it was used up. It is nil before the period and without a quota.
    public var exhaustion: Exhaustion? {
        included.flatMap { runRate.exhaustion(of: $0.exact, used: used.exact, reached: nil) }
    }

    /// Returns the shares that are used of the quota, of those that are asked for.
    ///
    /// - Parameter thresholds: Shares of the quota, in per cent, above 0.
    /// - Returns: The shares that are reached, in rising order; nil without a quota.
    public func reached(of thresholds: [Int]) -> [Int]? {
        included.map { included in
            Set(thresholds).sorted().filter { threshold in
                guard let share = ExactDecimal(threshold).multiplied(byPowerOfTen: -2),
                    var difference = try? ExactSum(product: included.exact.negated, share)
                else { return false }
                difference.add(used.exact)
                return !difference.isNegative
            }
        }
    }

    /// Returns how old the meter is, at least 0.
    ///
    /// - Parameter now: The present.
    /// - Returns: The time since ``readAt``.
    public func age(at now: Timestamp) -> Duration { max(readAt.duration(to: now), .zero) }

    private var runRate: RunRate { RunRate(period, at: readAt) }
}

extension QuotaStatus: CustomStringConvertible {
    /// What is used of the quota and the instant, for example `80 calls of 100 calls as of 2026-06-12T00:00:00Z`.
    public var description: String { "\(used)\(included.map { " of \($0)" } ?? "") as of \(readAt)" }
}

extension QuotaStatus: Codable {
    private enum CodingKeys: String, CodingKey {
        case used, included, period, readAt
    }

    /// Reads a status; throws as ``init(used:included:period:readAt:)`` does.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            used: try container.decode(Quantity.self, forKey: .used),
            included: try container.decodeIfPresent(Quantity.self, forKey: .included),
            period: try container.decode(Range<Timestamp>.self, forKey: .period),
            readAt: try container.decode(Timestamp.self, forKey: .readAt))
    }

    /// Writes what is used and included, the two bounds of the period, and when the meter was read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(used, forKey: .used)
        try container.encodeIfPresent(included, forKey: .included)
        try container.encode(period, forKey: .period)
        try container.encode(readAt, forKey: .readAt)
    }
}
