/// A number that a row may have.
public enum UsageField: Hashable, Sendable {
    /// Tokens of the prompt.
    case inputTokens
    /// Tokens of the completion.
    case outputTokens
    /// How long the request took, in seconds.
    case duration
    /// What was charged in one currency.
    case charge(Currency)
    /// Everything else that was counted, by its unit.
    case unit(UsageUnit)
}
