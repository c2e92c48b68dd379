import ArgumentParser
import Foundation
import UsageKit
import UsageKitTesting

struct SyncCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Fetches what a store lacks of the row ledgers of one or more providers.",
        discussion: """
            The store is a directory; it is created if it does not exist. Without --start: what is new since the last \
            run, or the last seven days (Auralytik: the current billing period). Prints one line a provider: what was \
            added, revised, removed and restated. A run that was stopped goes on where it was.
            """)

    @Argument(help: "The directory of the store.")
    var store: String

    @Argument(help: "The providers: aurous, venice, tresor, chatbotkit, auralytik.")
    var providers: [SyncedProvider]

    @Option(
        name: .customLong("base-url"),
        help: "The server to use instead; as PROVIDER=URL, and repeated, if several providers are named.")
    var baseURLs: [String] = []

    @Flag(help: "Ask the embedded fakes, whose rows are of the week from 2026-05-18; needs no key.")
    var demo = false

    @Option(help: "A name of your own for the account, which stays the same if the key is rotated.")
    var account: String?

    @OptionGroup var window: WindowOptions

    @Option(help: "How many hours before the end of what is known are fetched again, for late rows.")
    var overlap: Int = 24

    @Option(help: "Labels of rows to keep, separated by commas; for a new store.")
    var labels: String?

    @Option(help: "How many pages are fetched ahead.")
    var prefetch: Int?

    @Option(help: "How many parts a window is cut into; the parts are walked at the same time.")
    var shards: Int?

    func validate() throws {
        try StorePath.check(store)
        guard !providers.isEmpty else { throw ValidationError("Name at least one provider.") }
        guard Set(providers).count == providers.count else { throw ValidationError("Name each provider once.") }
        guard (0...24 * 366).contains(overlap) else { throw ValidationError("--overlap must be 0 to 8784 hours.") }
        if account == "" { throw ValidationError("--account needs a name.") }
        if demo, !baseURLs.isEmpty { throw ValidationError("--demo has no address: leave out --base-url.") }
        _ = try addresses()
    }

    func run(in context: Context) async throws -> ExitStatus {
        let window = try window.window()
        let addresses = try addresses()
        let fakes = demo ? try Demo().fakes : nil
        let kept = labels?.split(separator: ",").map { UsageDimension(rawValue: String($0)) }
        // Keys and addresses are refused before the store is made.
        var walks: [(SyncedProvider, any StoreWalk)] = []
        for provider in providers {
            var configuration = ClientConfiguration(baseURL: addresses[provider], account: account)
            if max(shards ?? 1, 1) > 6 {
                configuration.transport = URLSessionTransport(maximumConnections: min(shards ?? 1, 64))
            }
            let chosen = try window ?? (demo ? Demo.window : nil)
            walks.append((provider, try provider.walk(in: context, configuration, chosen, fakes)))
        }
        let store = try UsageStore(at: URL(fileURLWithPath: store), keeping: kept)
        return try await SyncRun(
            store: store, overlap: .seconds(3600 * overlap), account: account, console: context.console
        ).run(walks.map { ($0.0, $0.1.tuned(prefetch: prefetch, shards: shards)) })
    }

    /// The address of each provider that has one.
    private func addresses() throws -> [SyncedProvider: String] {
        var addresses: [SyncedProvider: String] = [:]
        for text in baseURLs {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, let provider = SyncedProvider(rawValue: parts[0]) {
                guard providers.contains(provider), addresses[provider] == nil else {
                    throw ValidationError("--base-url \(parts[0])=… needs the provider among those named, and once.")
                }
                addresses[provider] = parts[1]
            } else {
                guard providers.count == 1, baseURLs.count == 1 else {
                    throw ValidationError("--base-url needs the form PROVIDER=URL where several providers are named.")
                }
                addresses[providers[0]] = text
            }
        }
        return addresses
    }
}

/// A provider whose row ledger a store can have.
enum SyncedProvider: String, ExpressibleByArgument, CaseIterable {
    case aurous, venice, tresor, chatbotkit, auralytik

    /// The walk over the row ledger.
    ///
    /// - Parameters:
    ///   - context: Where the key comes from.
    ///   - configuration: The server and the account.
    ///   - window: The window; nil for the provider's default.
    ///   - fakes: The servers of a demonstration; nil for the real one.
    /// - Returns: The walk.
    /// - Throws: `UsageError` for a key or an address that cannot be used.
    func walk(
        in context: Context, _ configuration: ClientConfiguration, _ window: TimeWindow?, _ fakes: DemoFakes?
    ) throws -> any StoreWalk {
        func client<Command: ProviderCommand>(of command: Command) throws -> Command.Client {
            guard let fakes else { return try command.client(in: context, configuration) }
            return try command.client(of: fakes, configuration)
        }
        let span = window ?? .last(hours: 7 * 24)
        return switch self {
        case .aurous: SyncedWalk(walk: try client(of: AurousCommand()).events(in: span))
        case .venice:
            SyncedWalk(
                walk: try
                    (fakes == nil
                    ? VeniceCommand.ledgerClient(in: context, configuration) : client(of: VeniceCommand()))
                    .history(in: span))
        case .tresor: SyncedWalk(walk: try client(of: TresorCommand()).usage(in: span))
        case .chatbotkit: SyncedWalk(walk: try client(of: ChatBotKitCommand()).usage(in: span))
        case .auralytik:
            SyncedWalk(walk: try client(of: AuralytikCommand()).details(in: window ?? .thisMonth(in: .gmt)))
        }
    }
}

/// A walk of any row that a store or a ledger can take.
protocol StoreWalk: Sendable {
    func tuned(prefetch: Int?, shards: Int?) -> any StoreWalk
    func refresh(
        _ store: UsageStore, overlap: Duration, progress: @Sendable (WalkReport) -> Void
    ) async throws -> StoreRefresh
    /// Adds all rows to a ledger.
    func fill(_ ledger: inout UsageLedger, progress: (WalkReport) -> Void) async throws
}

private struct SyncedWalk<Row: UsageRow>: StoreWalk {
    var walk: Walk<Row>

    func tuned(prefetch: Int?, shards: Int?) -> any StoreWalk {
        var tuned = self
        if let prefetch { tuned.walk.options.prefetch = prefetch }
        if let shards { tuned.walk.options.shards = shards }
        return tuned
    }

    func refresh(
        _ store: UsageStore, overlap: Duration, progress: @Sendable (WalkReport) -> Void
    ) async throws -> StoreRefresh {
        try await store.refresh(walk, overlap: overlap, progress: progress)
    }

    func fill(_ ledger: inout UsageLedger, progress: (WalkReport) -> Void) async throws {
        try await ledger.ingest(walk, progress: progress)
    }
}
