import UsageKit

/// The ledger of one account, whose rows one process reads.
struct FleetSource: Sendable {
    /// The name, which is that of its part of the data set.
    let name: String
    let provider: ProviderID
    /// Its share of all rows, in twelfths.
    let share: Int
    /// Empty if its rows have no charge.
    let currencies: [Currency]
    /// The decimal places of its amounts.
    let places: Int
    /// The binary digits of its amounts, without their decimal point.
    let bits: UInt64
    /// Whether several rows describe a request.
    let repeatsRequests: Bool

    /// Two sources of one provider and four of others, whose amounts have 6 to 18 decimal places.
    static let all = [
        FleetSource("aurous-eu", .aurous, share: 4, [.credits], places: 6, bits: 20),
        FleetSource("aurous-us", .aurous, share: 2, [.credits], places: 6, bits: 20),
        FleetSource("tresor", .tresor, share: 2, [.eur, .eur, .usd], places: 18, bits: 57),
        FleetSource("venice", .venice, share: 2, [.usd, .diem], places: 10, bits: 34, repeatsRequests: true),
        FleetSource("auralytik", .auralytik, share: 1, [.usd], places: 9, bits: 30),
        FleetSource("chatbotkit", .chatBotKit, share: 1, [], places: 0, bits: 0),
    ]

    private init(
        _ name: String, _ provider: ProviderID, share: Int, _ currencies: [Currency], places: Int, bits: UInt64,
        repeatsRequests: Bool = false
    ) {
        self.name = name
        self.provider = provider
        self.share = share
        self.currencies = currencies
        self.places = places
        self.bits = bits
        self.repeatsRequests = repeatsRequests
    }
}
