/// A number that a row may have.
public enum UsageField: Sendable {
    /// Tokens of the prompt.
    case inputTokens
    /// Tokens of the completion.
    case outputTokens
    /// How long the request took, in seconds.
    case duration
    /// What was charged in one currency.
    case charge(Currency)
    /// Everything else that was counted, by its unit.
    case unit(String)
}

extension UsageField: Hashable {
    /// Whether two fields are the same, with labels of the same UTF-8 bytes.
    public static func == (left: UsageField, right: UsageField) -> Bool {
        CompiledFilter.Field(left) == CompiledFilter.Field(right)
    }

    /// Hashes the field with its label.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(CompiledFilter.Field(self))
    }
}
