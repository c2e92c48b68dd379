/// What a report computes for each group besides its requests and how they ended.
///
/// More measures may follow in later versions.
public struct UsageMeasure: Hashable, Sendable {
    enum Kind: Hashable {
        case tokens, charges, units, latency, extremes
        case distinct(UsageDimension)
    }

    let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// The sums of tokens.
    public static let tokens = Self(.tokens)
    /// The sums of charges, by currency.
    public static let charges = Self(.charges)
    /// The sums of everything else that was counted, by unit.
    public static let units = Self(.units)
    /// The durations, and so their quantiles.
    public static let latency = Self(.latency)
    /// The least and the greatest value of each number that is summed.
    public static let extremes = Self(.extremes)

    /// How many different values a dimension has; a missing value does not count.
    public static func distinct(_ dimension: UsageDimension) -> Self { Self(.distinct(dimension)) }

    /// The dimension whose values are counted; nil for a measure of another kind.
    var countedDimension: UsageDimension? {
        if case .distinct(let dimension) = kind { dimension } else { nil }
    }
}

extension Set<UsageMeasure> {
    /// All sums, and the durations.
    public static let standard: Self = [.tokens, .charges, .units, .latency]
}
