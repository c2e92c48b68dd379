/// A number that a group has: groups are ranked, shared out and compared by it.
public enum UsageFigure: Hashable, Sendable {
    /// How many requests there are.
    case requests
    /// The exact sum of a field.
    ///
    /// Tokens and durations count once for each request, charges and units once for each row. Durations are those that
    /// ``UsageReport/Group/latency`` covers.
    case sum(UsageField)
}
