/// What is known of the rows that a figure comes from: whether all are there, and how old they are.
public struct Completeness: Hashable, Sendable, Codable {
    /// Why rows or amounts may be missing, one sentence for each reason; empty if nothing is known to be missing.
    public let gaps: [String]
    /// Why known amounts may be wrong, for example because rows may count twice; empty if nothing says so.
    public let doubts: [String]
    /// The instant up to which every source has been read; nil if it is not known of one of them, as of a saved file.
    public let readThrough: Timestamp?
    /// The latest instant up to which a source has been read, after which no row can be; the start of the period if nothing
    /// of it was read, and nil if it is not known.
    public let reached: Timestamp?
    /// When the rows were last read, of several sources the earliest instant; nil if it is not known of one of them.
    public let readAt: Timestamp?

    /// Creates a completeness; without arguments, that of rows that are all known.
    ///
    /// - Parameters:
    ///   - gaps: Why rows or amounts may be missing.
    ///   - doubts: Why known amounts may be wrong.
    ///   - readThrough: The instant up to which every source has been read.
    ///   - reached: The latest instant up to which a source has been read; nil if it is `readThrough`.
    ///   - readAt: When the rows were last read.
    public init(
        gaps: [String] = [], doubts: [String] = [], readThrough: Timestamp? = nil, reached: Timestamp? = nil,
        readAt: Timestamp? = nil
    ) {
        self.gaps = gaps
        self.doubts = doubts
        self.readThrough = readThrough
        self.reached = reached ?? readThrough
        self.readAt = readAt
    }

    /// Whether nothing is known to be missing or wrong.
    public var isComplete: Bool { gaps.isEmpty && doubts.isEmpty }

    /// Returns how old the rows are: the time since they were read, or else since the instant through which they were read.
    ///
    /// - Parameter now: The present.
    /// - Returns: The age, at least 0; nil if neither instant is known.
    public func age(at now: Timestamp) -> Duration? {
        (readAt ?? readThrough).map { max($0.duration(to: now), .zero) }
    }

    /// How a sum of charges is related to the true one; if a known charge is negative, one that is missing may be, too.
    func bound(hasRefunds: Bool) -> AmountBound {
        if isComplete { return .exact }
        return hasRefunds || !doubts.isEmpty ? .unknown : .atLeast
    }

    /// The latest instant of a period of which rows are known, at the latest the present.
    func instant(in period: Range<Timestamp>, at now: Timestamp) -> Timestamp {
        min(max(min(now, reached ?? now), period.lowerBound), period.upperBound)
    }

    /// The same with more reasons.
    func adding(gaps more: [String]) -> Completeness {
        Completeness(gaps: gaps + more, doubts: doubts, readThrough: readThrough, reached: reached, readAt: readAt)
    }
}
