public import UsageKit
import UsageKitTesting

extension Aurous.Client {
    /// Creates a client of a fake with 2,000 events of the last six times 24 hours, which are in `.days(7, in:)`.
    ///
    /// A call `Aurous.Client(apiKey:)` prefers this initializer to the one of UsageKit, which has more parameters. So a
    /// snippet that imports this module reads like the program of a user, and reaches no provider.
    public init(apiKey: String) throws(UsageError) {
        let fake = LedgerGenerator(seed: 1).fakes(in: .last(hours: 6 * 24)).aurous
        try self.init(apiKey: apiKey, configuration: ClientConfiguration(transport: fake))
    }
}
