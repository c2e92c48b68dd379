/// How many rows and requests of a group have a field: what is unknown is not zero.
///
/// A field that the query does not measure counts as unknown.
public struct Coverage: Hashable, Sendable {
    /// How many rows the group has.
    public internal(set) var rows = 0
    /// How many rows have a charge.
    public internal(set) var charges = 0
    /// How many requests have a count of input tokens.
    public internal(set) var inputTokens = 0
    /// How many requests have a count of output tokens.
    public internal(set) var outputTokens = 0
    /// How many requests have a duration, however they ended.
    public internal(set) var durations = 0
}
