/// What an amount is counted in, spelled as on the wire: a national currency or a provider's own unit.
///
/// Two currencies are never added. A virtual unit (credits, DIEM, bundled credits) has no fixed rate to any
/// national currency, so ``isVirtual`` keeps the two kinds apart.
public struct Currency: WireValue {
    /// The spelling on the wire.
    public let rawValue: String

    /// Creates the value from its spelling on the wire.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The United States dollar.
    public static let usd = Self(rawValue: "USD")
    /// The euro.
    public static let eur = Self(rawValue: eurText.description)
    /// A prepaid credit, as Aurous sells it.
    public static let credits = Self(rawValue: creditsText.description)
    /// Venice's daily compute unit.
    public static let diem = Self(rawValue: "DIEM")
    /// Venice's credits that come with a subscription.
    public static let bundledCredits = Self(rawValue: "BUNDLED_CREDITS")
    /// Venice's credits that were earned.
    public static let earnedCredits = Self(rawValue: "EARNED_CREDITS")
    /// Venice's retired compute unit.
    public static let vcu = Self(rawValue: "VCU")

    // The mappings of rows take constants that count no references.
    static var eurText: StaticString { "EUR" }
    static var creditsText: StaticString { "credit" }

    /// Whether this is a provider's own unit rather than national money.
    ///
    /// National currencies are spelled with three capital letters (ISO 4217). `VCU` has that shape, but is virtual.
    public var isVirtual: Bool {
        self == .vcu || rawValue.utf8.count != 3
            || !rawValue.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}
