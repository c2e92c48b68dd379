/// The numeric fields of a record as integers, checked for the ranges that ledgers and sketches accept.
struct RecordNumbers: Sendable {
    /// Nanoseconds since 1970; never `Int64.min`, with which columns represent an unknown time.
    let time: Int64?
    let inputTokens: Int64?
    let outputTokens: Int64?
    /// Nanoseconds, rounded toward zero.
    let duration: Int64?

    /// Reads the fields.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative duration or count of tokens, for
    ///   an instant outside the years 1678 to 2261 and for a duration of 292 years or more.
    init(_ record: UsageRecord) throws(UsageError) {
        try self.init(time: record.time, tokens: record.tokens, duration: record.duration)
    }

    @inline(__always)
    init(time: Timestamp?, tokens: TokenCounts, duration: Duration?) throws(UsageError) {
        self.time = if let time { try Self.nanoseconds(time) } else { nil }
        inputTokens = try Self.tokens(tokens.input)
        outputTokens = try Self.tokens(tokens.output)
        self.duration = if let duration { try Self.nanoseconds(duration) } else { nil }
    }

    static func nanoseconds(_ time: Timestamp) throws(UsageError) -> Int64 {
        let (whole, isTooFar) = time.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = whole.addingReportingOverflow(Int64(time.nanoseconds))
        if !isTooFar, !overflow, sum > .min { return sum }
        return try nanosecondsAtTheEdge(time)
    }

    @inline(never)
    private static func nanosecondsAtTheEdge(_ time: Timestamp) throws(UsageError) -> Int64 {
        let nanoseconds = Int128(time.seconds) * 1_000_000_000 + Int128(time.nanoseconds)
        guard let value = Int64(exactly: nanoseconds), value > .min else {
            throw UsageError(.invalidArgument, "the time must be within the years 1678 to 2261")
        }
        return value
    }

    static func nanoseconds(_ duration: Duration) throws(UsageError) -> Int64 {
        let attoseconds = duration.attoseconds
        // 10⁹ is 2⁹ × 5⁹; below 2.6 hours the shifted value fits in 64 bits, which avoids a 128-bit division.
        if let shifted = UInt64(exactly: attoseconds >> 9) { return Int64(shifted / 1_953_125) }
        guard attoseconds >= 0 else {
            throw UsageError(.invalidArgument, "the duration must not be negative")
        }
        guard let value = Int64(exactly: attoseconds / 1_000_000_000) else {
            throw UsageError(.invalidArgument, "the duration must be less than 292 years")
        }
        return value
    }

    private static func tokens(_ count: Int?) throws(UsageError) -> Int64? {
        guard let count else { return nil }
        guard count >= 0 else { throw UsageError(.invalidArgument, "a token count must not be negative") }
        return Int64(count)
    }
}
