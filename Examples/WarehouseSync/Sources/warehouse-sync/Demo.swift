import Logging
import UsageKit
import UsageKitTesting
import WarehouseSync

/// Three invented tenants, whose ledgers embedded fakes answer.
enum Demo {
    /// The week of the rows.
    static var window: TimeWindow {
        get throws {
            try TimeWindow(from: Timestamp("2026-05-18T00:00:00Z"), to: Timestamp("2026-05-25T00:00:00Z"))
        }
    }

    private static let tenants = ["acme", "globex", "initech"]

    static func bounds(today: String?) throws -> SpendBounds {
        SpendBounds(["acme": [.eur: try ExactAmount("0.01")]], today: today)
    }

    static func sources(logger: Logger) throws -> [Source] {
        try tenants.enumerated().flatMap { number, tenant in
            let fakes = LedgerGenerator(seed: UInt64(number + 1)).fakes(in: try window, rowsPerProvider: 400)
            let observer = AttemptObserver(tenant: tenant, logger: logger)
            func configuration(_ fake: any HTTPTransport) -> ClientConfiguration {
                ClientConfiguration(account: tenant, transport: fake, observer: observer.observe)
            }
            let clients: [Source.Client] = [
                .aurous(
                    try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration(fakes.aurous))),
                .venice(
                    try Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration(fakes.venice))),
                .tresor(
                    try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration(fakes.tresor))),
                .chatBotKit(
                    try ChatBotKit.Client(
                        apiKey: ChatBotKitFake.testKey, configuration: configuration(fakes.chatBotKit))),
                .auralytik(
                    try Auralytik.Client(
                        apiKey: AuralytikFake.testKey, configuration: configuration(fakes.auralytik))),
            ]
            return clients.map { Source(tenant: tenant, client: $0) }
        }
    }
}
