/// The usage API of Auralytik: meters, keys and itemised records of a billing period.
public enum Auralytik: Sendable {}

extension ProviderID {
    /// Auralytik.
    public static let auralytik = Self(rawValue: "auralytik")
}
