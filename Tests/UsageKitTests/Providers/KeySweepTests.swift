import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Each client gets its own key, which must not occur in anything that the package returns.
@Suite(.endsSometime) struct KeySweepTests {
    static let key = "sk-CANARY-5f3a9c1e7b2d4680"
    static let secret = "shh-CANARY-0c9d8e7f6a5b4321"

    /// Collects the reports of attempts.
    private final class Log: Sendable {
        let reports = Mutex<[AttemptReport]>([])
        var all: [AttemptReport] { reports.withLock { $0 } }
    }

    private func expectSilence(_ value: Any, _ name: String, _ location: SourceLocation = #_sourceLocation) {
        let found = Exposure(of: value).texts(with: [Self.key, Self.secret])
        #expect(found.isEmpty, "\(name): \(found.first?.prefix(200) ?? "")", sourceLocation: location)
    }

    /// A client with everything that it offers.
    struct Subject: Sendable {
        let name: String
        let client: any Sendable
        let values: [any Sendable]
        /// Walks of each kind, to their end.
        let walks: [@Sendable () async -> WalkOutcome]
        /// Requests for figures that the server computes.
        var calls: [@Sendable () async throws -> any Sendable] = []
    }

    private static func subject<Row: UsageRow & JSONRepresentable>(
        _ name: String, _ client: any Sendable, _ walk: Walk<Row>,
        calls: [@Sendable () async throws -> any Sendable] = []
    ) -> Subject {
        Subject(
            name: name, client: client,
            values: [
                walk, walk.pages, walk.with(WalkOptions(prefetch: 2)),
                walk.with(WalkOptions(limits: WalkLimits(pages: 3))), walk.with(WalkOptions(shards: 2)),
            ],
            walks: [
                { await WalkOutcome(of: walk) },
                { await WalkOutcome(of: walk.with(WalkOptions(prefetch: 2)), pages: 1) },
            ],
            calls: calls)
    }

    static let names = [
        "aurous", "venice", "venice retired", "tresor", "chatbotkit", "auralytik", "auralytik signed",
    ]

    static func subject(_ name: String, _ configuration: ClientConfiguration) throws -> Subject {
        let week = RowLedger.week
        switch name {
        case "aurous":
            let client = try Aurous.Client(apiKey: key, version: "2026-01-01", configuration: configuration)
            let buckets = client.buckets(in: week)
            return subject(
                name, client, client.events(in: week), calls: [{ try await buckets.collect().rows }])
        case "venice":
            let client = try Venice.Client(apiKey: key, configuration: configuration)
            return subject(name, client, client.history(in: week), calls: [{ try await client.analytics() }])
        case "venice retired":
            let client = try Venice.Client(apiKey: key, configuration: configuration)
            return subject(name, client, client.retiredUsage(in: week))
        case "tresor":
            let client = try Tresor.Client(apiKey: key, configuration: configuration)
            return subject(name, client, client.usage(in: week))
        case "chatbotkit":
            let client = try ChatBotKit.Client(apiKey: key, configuration: configuration)
            return subject(name, client, client.usage(in: week))
        default:
            let client =
                name == "auralytik"
                ? try Auralytik.Client(apiKey: key, configuration: configuration)
                : try Auralytik.Client(apiKey: key, hmacSecret: secret, configuration: configuration)
            return subject(
                name, client, client.details(in: week),
                calls: [{ try await client.summary() }, { try await client.usageByKey() }])
        }
    }

    /// A fake that knows the canary.
    private func fake(for name: String) -> any LedgerFake {
        let now: @Sendable () -> Timestamp = { ClientConfiguration.present }
        let generator = LedgerGenerator(seed: 29)
        let week = RowLedger.week
        switch name {
        case "aurous":
            return AurousFake(
                events: generator.aurousEvents(count: 120, in: week), apiKey: Self.key,
                behavior: FakeBehavior(pageLimit: 50), now: now)
        case "venice", "venice retired":
            return VeniceFake(
                entries: generator.veniceEntries(count: 120, in: week), apiKey: Self.key, isRetired: false,
                behavior: FakeBehavior(pageLimit: 50), now: now)
        case "tresor":
            return TresorFake(
                rows: generator.tresorRows(count: 120, in: week), apiKey: Self.key,
                behavior: FakeBehavior(pageLimit: 50))
        case "chatbotkit":
            return ChatBotKitFake(
                records: generator.chatBotKitRecords(count: 120, in: week), apiKey: Self.key,
                behavior: FakeBehavior(pageLimit: 50))
        default:
            return AuralytikFake(
                details: generator.auralytikDetails(count: 120, in: week), apiKey: Self.key,
                authentication: name == "auralytik" ? .bearer : .signed(secret: Self.secret),
                behavior: FakeBehavior(pageLimit: 50), now: now)
        }
    }

    // MARK: Values

    @Test(arguments: names)
    func nothingOfASuccessfulWalkShowsTheKey(name: String) async throws {
        let fake = fake(for: name)
        let log = Log()
        var configuration = ClientConfiguration.test(Veil(fake))
        configuration.observer = { report in log.reports.withLock { $0.append(report) } }
        let subject = try Self.subject(name, configuration)
        expectSilence(subject.client, name)
        for value in subject.values { expectSilence(value, name) }

        var ledger = UsageLedger()
        for walk in subject.walks {
            let outcome = await walk()
            #expect(outcome.error == nil)
            #expect(!outcome.rows.isEmpty)
            expectSilence(outcome, name)
            try ledger.append(contentsOf: outcome.records)
            expectSilence(outcome.records.map(CSVExport().line).joined(), name)
            expectSilence(outcome.records.map(NDJSONExport().line).joined(), name)
            if let checkpoint = outcome.checkpoint { expectSilence(checkpoint, name) }
        }
        for call in subject.calls { expectSilence(try await call(), name) }
        expectSilence(ledger, name)
        expectSilence(try ledger.report(every: .day, by: [.model, .apiKey]), name)

        // The fake received the key, so something did hold it.
        let request = try #require(fake.requests.first)
        #expect(request.headers.fields.contains { $0.value.contains(Self.key) })
        expectSilence(request, name)
        expectSilence(fake.requests, name)
        #expect(!log.all.isEmpty)
        expectSilence(log.all, name)
        // A client that was used holds more than a new one: rate limits and the skew of clocks.
        expectSilence(subject.client, name)
        expectSilence(configuration, name)
    }

    @Test func iteratorsShowNoKeyAtAnyStage() async throws {
        let client = try Tresor.Client(apiKey: Self.key, configuration: .test(Veil(fake(for: "tresor"))))
        var pages = client.usage(in: RowLedger.week).with(WalkOptions(prefetch: 1)).pages.makeAsyncIterator()
        expectSilence(pages, "new")
        let page = try #require(try await pages.next())
        expectSilence(pages, "under way")
        expectSilence(page, "page")
        expectSilence(page.checkpoint() as Any, "checkpoint")
        expectSilence(page.checkpoint(includingIDs: false) as Any, "checkpoint without ids")
        while try await pages.next() != nil {}
        expectSilence(pages, "over")
        var rows = client.usage(in: RowLedger.week).makeAsyncIterator()
        _ = try await rows.next()
        expectSilence(rows, "rows")
    }

    @Test func theSmallestPartsShowNoKey() throws {
        let key = try Credential(Self.key)
        let secret = try Credential(Self.secret)
        expectSilence(key, "credential")
        for authorization in [
            Authorization.bearer(key), .header("X-Api-Key", key), .hmac(key: key, secret: secret),
        ] {
            expectSilence(authorization, "authorization")
            var request = TransportRequest(url: try #require(URL(string: "https://api.example.com/v1/usage?cursor=1")))
            authorization.sign(&request, at: Timestamp(seconds: 0))
            expectSilence(request, "request")
            expectSilence(request.headers, "headers")
            expectSilence(request.headers.fields, "fields")
        }
    }

    @Test func aRefusedKeyIsNotRepeated() throws {
        for broken in [Self.key + "\n", " " + Self.key, Self.key + "é", "\u{0}" + Self.key] {
            let errors = [
                #expect(throws: UsageError.self) { try Aurous.Client(apiKey: broken) },
                #expect(throws: UsageError.self) { try Venice.Client(apiKey: broken) },
                #expect(throws: UsageError.self) { try Tresor.Client(apiKey: broken) },
                #expect(throws: UsageError.self) { try ChatBotKit.Client(apiKey: broken) },
                #expect(throws: UsageError.self) { try Auralytik.Client(apiKey: broken) },
                #expect(throws: UsageError.self) { try Auralytik.Client(apiKey: Self.key, hmacSecret: broken) },
            ]
            for error in errors { expectSilence(error as Any, "invalid credential") }
        }
        for base in ["https://\(Self.key)@api.example.com", "http://\(Self.key)/", "https://a/?key=\(Self.key)"] {
            let configuration = ClientConfiguration(baseURL: base)
            let error = #expect(throws: UsageError.self) {
                try Aurous.Client(apiKey: Self.key, configuration: configuration)
            }
            expectSilence(error as Any, "invalid base URL")
        }
    }
}
