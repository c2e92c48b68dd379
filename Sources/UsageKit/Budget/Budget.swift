/// A limit for what may be spent in a period.
public struct Budget: Hashable, Sendable {
    /// The most that may be spent.
    public let limit: Money
    /// The period; its end does not belong to it.
    public let period: Range<Timestamp>
    /// The shares of the limit to watch, in per cent, in rising order, each once.
    public let thresholds: [Int]

    /// Creates a budget.
    ///
    /// - Parameters:
    ///   - limit: The most that may be spent.
    ///   - period: The period.
    ///   - thresholds: The shares of the limit to watch, in per cent; they may be above 100.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the limit or a threshold is not above 0,
    ///   or if the period is empty.
    public init(limit: Money, period: Range<Timestamp>, thresholds: [Int] = [50, 80, 100]) throws(UsageError) {
        guard limit.exact.mantissa > 0 else {
            throw UsageError(.invalidArgument, "expected a limit above 0, found \(limit)")
        }
        guard !period.isEmpty else {
            throw UsageError(.invalidArgument, "expected a period, found an empty one at \(period.lowerBound)")
        }
        if let threshold = thresholds.first(where: { $0 <= 0 }) {
            throw UsageError(.invalidArgument, "expected thresholds above 0 per cent, found \(threshold)")
        }
        self.limit = limit
        self.period = period
        self.thresholds = Set(thresholds).sorted()
    }

    /// Creates a budget for a window with two bounds, for example `.month(containing:in:)` of ``TimeWindow``.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` as ``init(limit:period:thresholds:)`` does, and
    ///   if a bound is open.
    public init(limit: Money, window: TimeWindow, thresholds: [Int] = [50, 80, 100]) throws(UsageError) {
        guard let start = window.start, let end = window.end else {
            throw UsageError(.invalidArgument, "expected a window with a start and an end, found \(window)")
        }
        try self.init(limit: limit, period: start..<end, thresholds: thresholds)
    }
}

extension Budget: Codable {
    private enum CodingKeys: String, CodingKey {
        case limit, period, thresholds
    }

    /// Reads a budget; throws as ``init(limit:period:thresholds:)`` does.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            limit: try container.decode(Money.self, forKey: .limit),
            period: try container.decode(Range<Timestamp>.self, forKey: .period),
            thresholds: try container.decode([Int].self, forKey: .thresholds))
    }

    /// Writes the limit, the two bounds of the period and the thresholds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(limit, forKey: .limit)
        try container.encode(period, forKey: .period)
        try container.encode(thresholds, forKey: .thresholds)
    }
}
