/// What a report computes for each group besides its requests and how they ended.
public enum UsageMeasure: Hashable, Sendable {
    /// The sums of tokens.
    case tokens
    /// The sums of charges, by currency.
    case charges
    /// The sums of everything else that was counted, by unit.
    case units
    /// The durations, and so their quantiles.
    case latency
    /// The least and the greatest value of each number that is summed.
    case extremes
    /// How many different values a dimension has; a missing value does not count.
    case distinct(UsageDimension)
}

extension Set<UsageMeasure> {
    /// All sums, and the durations.
    public static let standard: Self = [.tokens, .charges, .units, .latency]
}
