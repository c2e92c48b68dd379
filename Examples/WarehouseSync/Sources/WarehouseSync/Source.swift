public import UsageKit

/// A tenant's client of one provider.
public struct Source: Sendable {
    /// The client of a provider.
    public enum Client: Sendable {
        /// Aurous, with its usage events.
        case aurous(Aurous.Client)
        /// Venice, with its billing history.
        case venice(Venice.Client)
        /// Tresor, with its ledger.
        case tresor(Tresor.Client)
        /// ChatBotKit, with its usage records.
        case chatBotKit(ChatBotKit.Client)
        /// Auralytik, with its itemised records.
        case auralytik(Auralytik.Client)
    }

    /// The label of the tenant.
    public let tenant: String
    /// The client.
    public let client: Client

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - tenant: The label of the tenant; its client should have the same label as its account, so that a walk can be
    ///     continued after its key was rotated.
    ///   - client: The client.
    public init(tenant: String, client: Client) {
        self.tenant = tenant
        self.client = client
    }

    /// The tenant and the provider.
    public var id: SourceID { SourceID(tenant: tenant, provider: provider) }

    private var provider: ProviderID {
        switch client {
        case .aurous: .aurous
        case .venice: .venice
        case .tresor: .tresor
        case .chatBotKit: .chatBotKit
        case .auralytik: .auralytik
        }
    }

    /// Brings the database up to date.
    func run(_ sync: SourceSync) async throws -> [SyncSummary] {
        switch client {
        case .aurous(let client): try await sync.run { client.events(in: $0) }
        case .venice(let client): try await sync.run { client.history(in: $0) }
        case .tresor(let client): try await sync.run { client.usage(in: $0) }
        case .chatBotKit(let client): try await sync.run { client.usage(in: $0) }
        case .auralytik(let client): try await sync.run { client.details(in: $0) }
        }
    }
}
