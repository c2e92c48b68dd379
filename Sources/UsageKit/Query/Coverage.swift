/// How many rows and requests of a group have a field: what is unknown is not zero.
///
/// A field that the query does not measure counts as unknown.
public struct Coverage: Hashable, Sendable, Codable {
    /// The number of rows in the group.
    public var rows: Int
    /// The number of rows that have a charge.
    public var charges: Int
    /// The number of requests that have a count of input tokens.
    public var inputTokens: Int
    /// The number of requests that have a count of output tokens.
    public var outputTokens: Int
    /// The number of requests that have a duration, however they ended.
    public var durations: Int

    /// Creates a coverage; without arguments, that of a group without rows.
    public init(rows: Int = 0, charges: Int = 0, inputTokens: Int = 0, outputTokens: Int = 0, durations: Int = 0) {
        self.rows = rows
        self.charges = charges
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.durations = durations
    }
}
