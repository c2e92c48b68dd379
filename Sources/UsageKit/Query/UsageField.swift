/// A number that a row may have.
///
/// More fields may follow in later versions.
public struct UsageField: Hashable, Sendable {
    enum Kind: Hashable {
        case inputTokens, outputTokens, duration
        case charge(Currency)
        case unit(UsageUnit)
    }

    let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Tokens of the prompt.
    public static let inputTokens = Self(.inputTokens)
    /// Tokens of the completion.
    public static let outputTokens = Self(.outputTokens)
    /// How long the request took, in seconds.
    public static let duration = Self(.duration)

    /// What was charged in one currency.
    public static func charge(_ currency: Currency) -> Self { Self(.charge(currency)) }

    /// Everything else that was counted, by its unit.
    public static func unit(_ unit: UsageUnit) -> Self { Self(.unit(unit)) }

    /// The currency if the field is a charge; otherwise nil.
    public var currency: Currency? {
        if case .charge(let currency) = kind { currency } else { nil }
    }

    /// The unit if the field is a quantity; otherwise nil.
    public var unit: UsageUnit? {
        if case .unit(let unit) = kind { unit } else { nil }
    }
}
