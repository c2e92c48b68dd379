import UsageKit
import UsageKitTesting
import WarehouseSync

/// The fakes of one tenant's five accounts.
struct Tenant {
    let name: String
    let aurous: AurousFake
    let venice: VeniceFake
    let tresor: TresorFake
    let chatBotKit: ChatBotKitFake
    let auralytik: AuralytikFake

    static let start = instant("2026-05-18T00:00:00Z")
    static let end = instant("2026-05-25T00:00:00Z")

    /// Creates accounts whose rows lie in a window.
    init(_ name: String, seed: UInt64, rows: Int = 120, in window: TimeWindow) {
        self.name = name
        let generator = LedgerGenerator(seed: seed)
        aurous = AurousFake(
            events: generator.aurousEvents(count: rows, in: window), apiKey: "aurous-key-of-\(name)",
            now: { Self.end })
        venice = VeniceFake(
            entries: generator.veniceEntries(count: rows, in: window), apiKey: "venice-key-of-\(name)",
            inferenceKey: "inference-key-of-\(name)", now: { Self.end })
        tresor = TresorFake(
            rows: generator.tresorRows(count: rows, in: window), apiKey: "tresor-key-of-\(name)")
        chatBotKit = ChatBotKitFake(
            records: generator.chatBotKitRecords(count: rows, in: window), apiKey: "chatbotkit-key-of-\(name)",
            now: { Self.end })
        auralytik = AuralytikFake(
            details: generator.auralytikDetails(count: rows, in: window), apiKey: "auralytik-key-of-\(name)",
            now: { Self.end })
    }

    /// The fakes with the names of their providers.
    var fakes: [(provider: String, fake: any ProviderFake)] {
        [
            ("aurous", aurous), ("venice", venice), ("tresor", tresor), ("chatbotkit", chatBotKit),
            ("auralytik", auralytik),
        ]
    }

    /// Clients that reach the fakes in memory.
    func sources(observer: (@Sendable (AttemptReport) -> Void)? = nil) throws -> [Source] {
        func configuration(_ fake: any HTTPTransport) -> ClientConfiguration {
            ClientConfiguration(account: name, transport: fake, retry: .none, observer: observer)
        }
        let clients: [Source.Client] = [
            .aurous(try Aurous.Client(apiKey: aurous.apiKey, configuration: configuration(aurous))),
            .venice(try Venice.Client(apiKey: venice.apiKey, configuration: configuration(venice))),
            .tresor(try Tresor.Client(apiKey: tresor.apiKey, configuration: configuration(tresor))),
            .chatBotKit(try ChatBotKit.Client(apiKey: chatBotKit.apiKey, configuration: configuration(chatBotKit))),
            .auralytik(try Auralytik.Client(apiKey: auralytik.apiKey, configuration: configuration(auralytik))),
        ]
        return clients.map { Source(tenant: name, client: $0) }
    }

    /// Ledgers in memory, filled by walks over the same fakes.
    func ledgers(in window: TimeWindow) async throws -> [(provider: String, ledger: UsageLedger)] {
        var ledgers: [(provider: String, ledger: UsageLedger)] = []
        for source in try sources() {
            let ledger =
                switch source.client {
                case .aurous(let client): try await UsageLedger(of: client.events(in: window))
                case .venice(let client): try await UsageLedger(of: client.history(in: window))
                case .tresor(let client): try await UsageLedger(of: client.usage(in: window))
                case .chatBotKit(let client): try await UsageLedger(of: client.usage(in: window))
                case .auralytik(let client): try await UsageLedger(of: client.details(in: window))
                }
            guard ledger.isComplete else { throw IncompleteLedger(walks: ledger.walks) }
            ledgers.append((source.id.provider, ledger))
        }
        return ledgers
    }
}

struct IncompleteLedger: Error {
    let walks: [WalkReport]
}

/// An instant of a literal.
func instant(_ text: String) -> Timestamp {
    do { return try Timestamp(text) } catch { preconditionFailure("\(text): \(error)") }
}

extension WarehouseTotals {
    /// The totals of ledgers in memory.
    static func expected(of tenants: [Tenant], in window: TimeWindow) async throws -> WarehouseTotals {
        var groups: [Group] = []
        for tenant in tenants.sorted(by: { $0.name < $1.name }) {
            for (provider, ledger) in try await tenant.ledgers(in: window).sorted(by: { $0.provider < $1.provider }) {
                groups += try ledger.report(by: [.currency]).map { group in
                    Group(
                        tenant: tenant.name, provider: provider, currency: group[.currency],
                        rows: group.coverage.rows, requests: group.requests, inputTokens: group.inputTokens,
                        outputTokens: group.outputTokens, amount: try group.amounts.first.map(ExactAmount.init))
                }
            }
        }
        return WarehouseTotals(groups: groups)
    }
}

extension ExactAmount {
    init(_ money: Money) throws {
        try self.init("\(money)".prefix { $0 != " " })
    }
}
