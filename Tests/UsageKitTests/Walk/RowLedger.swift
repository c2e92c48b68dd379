import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A fake of any provider.
protocol LedgerFake: HTTPTransport {
    var behavior: FakeBehavior { get nonmutating set }
    var requests: [TransportRequest] { get }
    func apply(_ change: FakeBehavior.Change)
}

extension AurousFake: LedgerFake {}
extension VeniceFake: LedgerFake {}
extension TresorFake: LedgerFake {}
extension ChatBotKitFake: LedgerFake {}
extension AuralytikFake: LedgerFake {}

/// The ledgers that can be walked, each with its fake, its client and a naive reading of its rows.
enum RowLedger: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case aurous, aurousCredits, venice, veniceRetired, tresor, chatBotKit, auralytik, auralytikSigned

    var testDescription: String { rawValue }

    /// The week of the generated rows.
    static let week = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-25T00:00:00Z")

    func rows(seed: UInt64, count: Int, in window: TimeWindow = week) -> [JSONValue] {
        let generator = LedgerGenerator(seed: seed)
        return switch self {
        case .aurous: generator.aurousEvents(count: count, in: window)
        case .aurousCredits: generator.aurousLedger(count: count, in: window)
        case .venice, .veniceRetired: generator.veniceEntries(count: count, in: window)
        case .tresor: generator.tresorRows(count: count, in: window)
        case .chatBotKit: generator.chatBotKitRecords(count: count, in: window)
        case .auralytik, .auralytikSigned: generator.auralytikDetails(count: count, in: window)
        }
    }

    func fake(_ rows: [JSONValue], _ behavior: FakeBehavior = FakeBehavior()) -> any LedgerFake {
        let now: @Sendable () -> Timestamp = { ClientConfiguration.present }
        switch self {
        case .aurous: return AurousFake(events: rows, behavior: behavior, now: now)
        case .aurousCredits:
            return AurousFake(
                events: [], creditLedger: rows, eventsContract: .creditLedger, behavior: behavior, now: now)
        case .venice: return VeniceFake(entries: rows, behavior: behavior, now: now)
        case .veniceRetired: return VeniceFake(entries: rows, isRetired: false, behavior: behavior, now: now)
        case .tresor: return TresorFake(rows: rows, behavior: behavior)
        case .chatBotKit: return ChatBotKitFake(records: rows, behavior: behavior)
        case .auralytik: return AuralytikFake(details: rows, behavior: behavior, now: now)
        case .auralytikSigned:
            return AuralytikFake(details: rows, authentication: .signed(secret: "secret"), behavior: behavior, now: now)
        }
    }

    /// The page sizes that the provider accepts.
    var pageSizes: ClosedRange<Int> {
        switch self {
        case .aurous: 1...500
        case .venice: 10...1000
        case .veniceRetired: 1...500
        case .tresor: 1...1000
        case .aurousCredits, .chatBotKit, .auralytik, .auralytikSigned: 1...100
        }
    }

    /// Whether rows have an id by which a repeated row is recognised.
    var hasIDs: Bool { self != .venice && self != .veniceRetired }

    /// Whether the provider has a cursor of its own in the envelope.
    var hasCursor: Bool { [.aurous, .aurousCredits, .venice].contains(self) }

    /// Whether the provider says how many rows there are.
    var hasTotal: Bool { [.veniceRetired, .tresor, .auralytik, .auralytikSigned].contains(self) }

    /// Whether rows that are written during a walk push others onto the next page.
    var countsFromTheTop: Bool { hasTotal }

    func walk(
        _ configuration: ClientConfiguration, in window: TimeWindow = week, pageSize: Int,
        limits: WalkLimits = WalkLimits()
    ) async throws -> WalkOutcome {
        var options = WalkOptions()
        options.limits = limits
        return try await walk(configuration, in: window, pageSize: pageSize, options: options)
    }

    /// Walks to the end or for some pages, from the start or from a checkpoint.
    func walk(
        _ configuration: ClientConfiguration, in window: TimeWindow = week, pageSize: Int, options: WalkOptions,
        filters: [(name: String, value: String)] = [], asksForCredits: Bool = false,
        from checkpoint: WalkCheckpoint? = nil, pages: Int = .max,
        keepsPages: Bool = false, afterEach: @escaping @Sendable () -> Void = {}
    ) async throws -> WalkOutcome {
        let visitor = OutcomeVisitor(
            options: options, checkpoint: checkpoint, pages: pages, keepsPages: keepsPages, afterEach: afterEach)
        return try await visit(
            visitor, configuration, in: window, pageSize: pageSize, filters: filters, asksForCredits: asksForCredits)
    }

    /// Passes the walk of this ledger to a visitor, whatever the type of its rows.
    ///
    /// `asksForCredits` says that the credit ledger of Aurous is asked for in its own contract.
    func visit<Visitor: WalkVisitor>(
        _ visitor: Visitor, _ configuration: ClientConfiguration, key: String? = nil, in window: TimeWindow = week,
        pageSize: Int, filters: [(name: String, value: String)] = [], asksForCredits: Bool = false
    ) async throws -> Visitor.Value {
        func query<Query: WireFilterable>(_ query: Query) throws -> Query {
            var query = query
            try query.setFilters(filters)
            return query
        }
        switch self {
        case .aurous, .aurousCredits:
            let client = try Aurous.Client(apiKey: key ?? AurousFake.testKey, configuration: configuration)
            if asksForCredits {
                return try await visitor.visit(
                    client.creditLedger(in: window, matching: query(Aurous.CreditQuery(pageSize: pageSize))))
            }
            return try await visitor.visit(
                client.events(in: window, matching: query(Aurous.EventQuery(pageSize: pageSize))))
        case .venice:
            let client = try Venice.Client(apiKey: key ?? VeniceFake.testKey, configuration: configuration)
            let query = try query(Venice.HistoryQuery(pageSize: pageSize))
            return try await visitor.visit(client.history(in: window, matching: query))
        case .veniceRetired:
            let client = try Venice.Client(apiKey: key ?? VeniceFake.testKey, configuration: configuration)
            let query = try query(Venice.RetiredUsageQuery(pageSize: pageSize))
            return try await visitor.visit(client.retiredUsage(in: window, matching: query))
        case .tresor:
            let client = try Tresor.Client(apiKey: key ?? TresorFake.testKey, configuration: configuration)
            return try await visitor.visit(client.usage(in: window, matching: query(Tresor.Filter(pageSize: pageSize))))
        case .chatBotKit:
            let client = try ChatBotKit.Client(apiKey: key ?? ChatBotKitFake.testKey, configuration: configuration)
            return try await visitor.visit(
                client.usage(in: window, matching: query(ChatBotKit.Filter(pageSize: pageSize))))
        case .auralytik, .auralytikSigned:
            let client =
                self == .auralytik
                ? try Auralytik.Client(apiKey: key ?? AuralytikFake.testKey, configuration: configuration)
                : try Auralytik.Client(
                    apiKey: key ?? AuralytikFake.testKey, hmacSecret: "secret", configuration: configuration)
            let query = try query(Auralytik.DetailsQuery(pageSize: pageSize))
            return try await visitor.visit(client.details(in: window, matching: query))
        }
    }
}

/// Does something with a walk, whatever the type of its rows.
protocol WalkVisitor {
    associatedtype Value
    func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> Value
}

private struct OutcomeVisitor: WalkVisitor {
    let options: WalkOptions
    let checkpoint: WalkCheckpoint?
    let pages: Int
    let keepsPages: Bool
    let afterEach: @Sendable () -> Void

    func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> WalkOutcome {
        var walk = walk
        walk.options = options
        if let checkpoint { walk = walk.resumed(from: checkpoint) }
        return await WalkOutcome(of: walk, pages: pages, keepsPages: keepsPages, afterEach: afterEach)
    }
}

extension WalkOptions {
    /// The options with some of them changed.
    static func with(_ change: (inout WalkOptions) -> Void) -> WalkOptions {
        var options = WalkOptions()
        change(&options)
        return options
    }
}
