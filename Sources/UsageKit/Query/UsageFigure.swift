/// A number that a group has: groups are ranked, shared out and compared by it.
///
/// More figures may follow in later versions.
public struct UsageFigure: Hashable, Sendable {
    enum Kind: Hashable {
        case requests
        case sum(UsageField.Kind)
    }

    let kind: Kind

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// How many requests there are.
    public static let requests = Self(.requests)

    /// The exact sum of a field.
    ///
    /// Tokens and durations count once for each request, charges and units once for each row. Durations are those that
    /// ``UsageReport/Group/latency`` covers.
    public static func sum(_ field: UsageField) -> Self { Self(.sum(field.kind)) }

    /// The field if the figure is a sum; otherwise nil.
    public var summedField: UsageField? {
        if case .sum(let field) = kind { UsageField(field) } else { nil }
    }
}
