import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What a checkpoint is bound to: account, server, query, window and plan.
@Suite struct WalkSourceTests {
    private static let tresor = RowLedger.tresor

    /// Gives each request the key that the fake knows, as a server does that has rotated it.
    private func rotating(_ server: any HTTPTransport, to key: String) -> AlteredServer {
        AlteredServer(server) { _, request, server in
            var request = request
            for name in ["X-Api-Key", "Authorization"] where request.headers[name] != nil {
                request.headers[name] = name == "X-Api-Key" ? key : "Bearer \(key)"
            }
            return try await server.send(request)
        }
    }

    private func key(_ ledger: RowLedger) -> String {
        switch ledger {
        case .aurous, .aurousCredits: AurousFake.testKey
        case .venice, .veniceRetired: VeniceFake.testKey
        case .tresor: TresorFake.testKey
        case .chatBotKit: ChatBotKitFake.testKey
        case .auralytik, .auralytikSigned: AuralytikFake.testKey
        }
    }

    /// Walks two pages with one key and label, and the rest with others.
    private func resumed(
        _ ledger: RowLedger, from first: (key: String, account: String?), by second: (key: String, account: String?),
        baseURLs: (String?, String?) = (nil, nil)
    ) async throws -> (rows: [JSONValue], outcome: WalkOutcome, requests: Int, expected: [JSONValue]) {
        let rows = ledger.rows(seed: 90, count: 35)
        let fake = ledger.fake(rows)
        let server = rotating(fake, to: key(ledger))
        func walk(
            _ who: (key: String, account: String?), _ baseURL: String?, _ checkpoint: WalkCheckpoint?, pages: Int = .max
        ) async throws -> WalkOutcome {
            var configuration = ClientConfiguration.test(server, baseURL: baseURL)
            configuration.account = who.account
            return try await ledger.visit(
                Collector(checkpoint: checkpoint, pages: pages), configuration, key: who.key, pageSize: 10)
        }
        let begun = try await walk(first, baseURLs.0, nil, pages: 2)
        let checkpoint = try #require(begun.checkpoint)
        let requests = fake.requests.count
        let outcome = try await walk(second, baseURLs.1, checkpoint)
        return (begun.rows + outcome.rows, outcome, fake.requests.count - requests, rows)
    }

    private struct Collector: WalkVisitor {
        let checkpoint: WalkCheckpoint?
        let pages: Int

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> WalkOutcome {
            await WalkOutcome(of: checkpoint.map { walk.resumed(from: $0) } ?? walk, pages: pages)
        }
    }

    // MARK: Accounts

    @Test func anotherKeyIsRefusedUntilTheAccountIsNamed() async throws {
        let refused = try await resumed(Self.tresor, from: ("key-one", nil), by: ("key-two", nil))
        #expect(refused.outcome.failure?.code == .accountMismatch)
        #expect(refused.outcome.rows.isEmpty)
        #expect(refused.requests == 0)
        let named = try await resumed(Self.tresor, from: ("key-one", nil), by: ("key-two", "team"))
        #expect(named.outcome.error == nil)
        #expect(named.rows.count == 35)
    }

    private static let accounts: [(first: (String, String?), second: (String, String?), isSame: Bool)] = [
        (("one", nil), ("one", nil), true), (("one", nil), ("two", nil), false), (("one", "a"), ("one", "a"), true),
        (("one", "a"), ("two", "a"), true), (("one", "a"), ("one", "b"), false), (("one", "a"), ("one", nil), false),
        (("one", nil), ("one", "a"), true), (("one", nil), ("two", "a"), true),
        (("one", "\u{E9}"), ("one", "e\u{301}"), false),
    ]

    @Test(arguments: RowLedger.allCases, accounts)
    func twoAccountsAreNeverSummed(
        ledger: RowLedger, accounts: (first: (String, String?), second: (String, String?), isSame: Bool)
    ) async throws {
        let run = try await resumed(ledger, from: accounts.first, by: accounts.second)
        if accounts.isSame {
            #expect(run.outcome.error == nil)
            #expect(run.rows.map(\.canonical).sorted() == run.expected.map(\.canonical).sorted())
        } else {
            #expect(run.outcome.failure?.code == .accountMismatch)
            #expect(run.requests == 0)
            #expect(!run.outcome.report.isComplete)
        }
    }

    @Test func aLabelThatWasGivenStaysInTheNextCheckpoint() async throws {
        let fake = Self.tresor.fake(Self.tresor.rows(seed: 91, count: 40))
        func client(_ account: String?) throws -> Tresor.Client {
            var configuration = ClientConfiguration.test(fake)
            configuration.account = account
            return try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
        }
        func walk(_ account: String?) throws -> Walk<Tresor.LedgerRow> {
            try client(account).usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        }
        let first = await WalkOutcome(of: try walk(nil), pages: 1)
        let second = await WalkOutcome(of: try walk("a").resumed(from: #require(first.checkpoint)), pages: 1)
        let checkpoint = try #require(second.checkpoint)
        #expect(checkpoint.source.account == .label("a"))
        for other in [nil, "b"] {
            let third = await WalkOutcome(of: try walk(other).resumed(from: checkpoint))
            #expect(third.failure?.code == .accountMismatch)
        }
        #expect(await WalkOutcome(of: try walk("a").resumed(from: checkpoint)).rows.count == 40 - 19)
    }

    @Test(arguments: RowLedger.allCases) func anEmptyLabelIsRefused(ledger: RowLedger) async throws {
        var configuration = ClientConfiguration.test(ledger.fake([]))
        configuration.account = ""
        let error = await #expect(throws: UsageError.self) { try await ledger.walk(configuration, pageSize: 10) }
        #expect(error?.code == .invalidArgument)
    }

    // MARK: Servers

    @Test(arguments: [
        ("https://one.example", "https://two.example", false),
        ("https://one.example", "https://one.example:8443", false),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081", false), ("https://127.0.0.1", "http://127.0.0.1", false),
        ("https://one.example", "https://ONE.example:443/", true), ("http://localhost", "http://localhost:80", true),
        (nil, "https://one.example", false),
    ])
    func anotherServerIsRefused(first: String?, second: String, isSame: Bool) async throws {
        for ledger in RowLedger.allCases {
            let run = try await resumed(ledger, from: ("k", "a"), by: ("k", "a"), baseURLs: (first, second))
            #expect(run.outcome.failure?.code == (isSame ? nil : .checkpointMismatch), "\(ledger)")
            if !isSame { #expect(run.requests == 0) }
        }
    }

    @Test func anotherPrefixIsRefused() async throws {
        let bases = ("https://one.example/v1", "https://one.example/v2")
        let transport = ScriptedTransport(
            [.json(#"{"data":[],"has_more":true,"next_cursor":"c"}"#), .json(#"{"data":[],"has_more":false}"#)])
        func walk(_ base: String) throws -> Walk<Aurous.Event> {
            try Aurous.Client(apiKey: "k", configuration: .test(transport, baseURL: base)).events(in: RowLedger.week)
        }
        let first = await WalkOutcome(of: try walk(bases.0), pages: 1)
        let checkpoint = try #require(first.checkpoint)
        #expect(await WalkOutcome(of: try walk(bases.1).resumed(from: checkpoint)).failure?.code == .checkpointMismatch)
        #expect(await WalkOutcome(of: try walk(bases.0).resumed(from: checkpoint)).error == nil)
    }

    // MARK: Plans

    @Test func aResumedWalkThatIsThenCutThrowsInsteadOfLosingRows() async throws {
        let fake = Self.tresor.fake(Self.tresor.rows(seed: 92, count: 400))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        let first = await WalkOutcome(of: walk, pages: 7)
        let checkpoint = try #require(first.checkpoint)
        let outcome = await WalkOutcome(of: walk.resumed(from: checkpoint).with(WalkOptions(shards: 2)))
        #expect(outcome.failure?.code == .checkpointMismatch)
        #expect(outcome.failure?.message.contains("shards") == true)
        #expect(outcome.rows.isEmpty)
        #expect(await WalkOutcome(of: walk.resumed(from: checkpoint)).rows.count == 400 - first.rows.count)
    }

    /// A plan: shards, and seconds to look back; nil if the walk does not say.
    private struct Plan: WalkVisitor {
        var shards: Int?
        var lookBack: Int?
        var checkpoint: WalkCheckpoint?
        var resumesFirst = false
        var pages = Int.max

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> WalkOutcome {
            var walk = walk
            if resumesFirst, let checkpoint { walk = walk.resumed(from: checkpoint) }
            walk = walk.with(WalkOptions(shards: shards, lookBack: lookBack.map { .seconds($0) }))
            if !resumesFirst, let checkpoint { walk = walk.resumed(from: checkpoint) }
            return await WalkOutcome(of: walk, pages: pages)
        }
    }

    private static let plans: [(shards: Int?, lookBack: Int?)] = [
        (nil, nil), (1, nil), (2, nil), (3, nil), (nil, 0), (nil, 3600), (1, 3600), (3, 3600), (3, 7200),
    ]

    @Test(arguments: [RowLedger.aurous, .tresor], plans)
    func optionsMayBeGivenBeforeAndAfterTheCheckpoint(ledger: RowLedger, plan: (shards: Int?, lookBack: Int?))
        async throws
    {
        let rows = ledger.rows(seed: 93, count: 90)
        let server = ledger.fake(rows)
        let first = try await ledger.visit(
            Plan(shards: plan.shards, lookBack: plan.lookBack, pages: 4), .test(server), pageSize: 10)
        let checkpoint = try #require(first.checkpoint)
        for other in Self.plans {
            for resumesFirst in [true, false] {
                let outcome = try await ledger.visit(
                    Plan(
                        shards: other.shards, lookBack: other.lookBack, checkpoint: checkpoint,
                        resumesFirst: resumesFirst), .test(server), pageSize: 10)
                // A walk that does not say takes over the plan of the checkpoint.
                let isSame =
                    (other.shards ?? plan.shards ?? 1) == (plan.shards ?? 1)
                    && (other.lookBack ?? plan.lookBack ?? 0) == (plan.lookBack ?? 0)
                if isSame {
                    #expect(outcome.error == nil)
                    #expect((first.rows + outcome.rows).map(\.canonical).sorted() == rows.map(\.canonical).sorted())
                    #expect(outcome.report.isComplete)
                } else {
                    #expect(outcome.failure?.code == .checkpointMismatch)
                    #expect(outcome.rows.isEmpty)
                }
            }
        }
    }

    @Test func theLagChangesNothingOnceTheEndIsPinned() async throws {
        let fake = Self.tresor.fake(Self.tresor.rows(seed: 94, count: 60))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let walk = client.usage(in: .since("2026-05-18T00:00:00Z"), matching: Tresor.Filter(pageSize: 10))
        let first = await WalkOutcome(of: walk.with(WalkOptions(lag: .seconds(60))), pages: 2)
        let second = await WalkOutcome(of: walk.resumed(from: try #require(first.checkpoint)))
        #expect(second.error == nil)
        #expect(second.report.window == first.report.window)
        #expect(first.rows.count + second.rows.count == 60)
    }

    @Test func aSpanThatNoInstantCanHoldIsRefused() async throws {
        for change in [{ $0.lookBack = .seconds(Int64.max) }, { $0.lag = .seconds(Int64.max) }]
            as [(inout WalkOptions) -> Void]
        {
            let outcome = try await Self.tresor.walk(
                .test(Self.tresor.fake([])), pageSize: 10, options: .with(change))
            #expect(outcome.failure?.code == .invalidArgument)
        }
    }

    // MARK: Windows

    @Test func anOpenEndIsNotAnEndThatWasGiven() async throws {
        let fake = Self.tresor.fake(Self.tresor.rows(seed: 95, count: 60))
        let open = TimeWindow.since("2026-05-18T00:00:00Z")
        let closed = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-23T00:00:00Z")
        func walk(_ window: TimeWindow, _ checkpoint: WalkCheckpoint?, pages: Int = .max) async throws -> WalkOutcome {
            try await Self.tresor.walk(
                .test(fake), in: window, pageSize: 10, options: WalkOptions(), from: checkpoint, pages: pages)
        }
        let bounded = try #require(try await walk(closed, nil, pages: 1).checkpoint)
        #expect(try await walk(open, bounded).failure?.code == .checkpointMismatch)
        let pinned = try #require(try await walk(open, nil, pages: 1).checkpoint)
        #expect(try await walk(closed, pinned).failure?.code == .checkpointMismatch)
        // The window of the checkpoint itself is the same window.
        #expect(try await walk(pinned.window, pinned).error == nil)
        #expect(try await walk(open, pinned).error == nil)
    }

    // MARK: Queries

    private static func source(_ query: Tresor.Filter, in window: TimeWindow = RowLedger.week) throws -> WalkSource {
        let client = try Tresor.Client(apiKey: "k", configuration: .test(ScriptedTransport()))
        return try client.usage(in: window, matching: query).source
    }

    @Test func noTextOfAFilterCanPassForAnotherQuery() throws {
        let start = RowLedger.week.start?.description
        let queries = [
            Tresor.Filter(), Tresor.Filter(model: start), Tresor.Filter(keyPrefix: start),
            Tresor.Filter(model: RowLedger.week.end?.description), Tresor.Filter(model: "a", keyPrefix: "b"),
            Tresor.Filter(model: "a\nkey_prefix=b"), Tresor.Filter(model: "a&key_prefix=b"),
            Tresor.Filter(model: "a10:key_prefix1:b"), Tresor.Filter(model: "\u{E9}"), Tresor.Filter(model: "e\u{301}"),
            Tresor.Filter(model: "1000"),
        ]
        #expect(Set(try queries.map { try Self.source($0).fingerprint }).count == queries.count)
        let other = TimeWindow.between("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
        #expect(try Self.source(Tresor.Filter(), in: other).fingerprint == Self.source(Tresor.Filter()).fingerprint)
    }

    @Test func everyFilterOfEveryProviderCounts() throws {
        func fingerprints<Query: WireFilterable & Sendable, Row>(
            _ query: Query, _ names: [String], _ walk: (Query) -> Walk<Row>
        ) throws -> [String] {
            try [walk(query).source.fingerprint]
                + names.map { name in
                    var changed = query
                    try changed.setFilter(name, to: name == "order" || name == "sortOrder" ? "asc" : "x")
                    return try walk(changed).source.fingerprint
                }
        }
        let configuration = ClientConfiguration.test(ScriptedTransport())
        let week = RowLedger.week
        let aurous = try Aurous.Client(apiKey: "k", configuration: configuration)
        let venice = try Venice.Client(apiKey: "k", configuration: configuration)
        let chatBotKit = try ChatBotKit.Client(apiKey: "k", configuration: configuration)
        let all = [
            try fingerprints(
                Aurous.EventQuery(), ["type", "status", "model", "api_key_id", "user_id", "lora_id"]
            ) { aurous.events(in: week, matching: $0) },
            try fingerprints(
                Aurous.BucketQuery(),
                [
                    "bucket_width", "group_by", "status", "type", "model", "api_key_id", "user_id", "lora_id",
                    "character_id",
                ]
            ) { aurous.buckets(in: week, matching: $0) },
            try fingerprints(Venice.HistoryQuery(), ["currency"]) { venice.history(in: week, matching: $0) },
            try fingerprints(Venice.RetiredUsageQuery(), ["currency", "sortOrder"]) {
                venice.retiredUsage(in: week, matching: $0)
            },
            try fingerprints(
                ChatBotKit.Filter(), ["type", "order", "conversationId", "botId", "meta[a]", "meta[b]"]
            ) { chatBotKit.usage(in: week, matching: $0) },
        ]
        for list in all { #expect(Set(list).count == list.count) }
    }

    @Test func theVersionOfTheAPICounts() throws {
        let versions = [nil, "2026-01-01", "2026-02-01"]
        let prints = try versions.map { version in
            let client = try Aurous.Client(
                apiKey: "k", version: version, configuration: .test(ScriptedTransport()))
            return try client.events(in: RowLedger.week).source.fingerprint
        }
        #expect(Set(prints).count == versions.count)
    }

    @Test func aPeriodCounts() throws {
        let client = try Auralytik.Client(apiKey: "k", configuration: .test(ScriptedTransport()))
        let periods = [try BillingPeriod("2026-04"), try BillingPeriod("2026-05")]
        #expect(Set(try periods.map { try client.details(for: $0).source.fingerprint }).count == 2)
    }

    @Test(arguments: [-62_167_219_200, 253_402_300_800, .min] as [Int64])
    func auralytikRefusesYearsWithoutBillingPeriods(seconds: Int64) async throws {
        let client = try Auralytik.Client(apiKey: "k", configuration: .test(ScriptedTransport()))
        let window = try TimeWindow(
            from: Timestamp(seconds: seconds), to: Timestamp(seconds: seconds).advanced(by: .seconds(60)))
        let error = await #expect(throws: UsageError.self) { try await client.details(in: window).collect() }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: RowLedger.allCases, 1...3)
    func thePageSizeCountsOnlyIfPagesAreNumbered(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 96, count: 75)
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), pages: pages)
        let checkpoint = try #require(first.checkpoint)
        let second = try await ledger.walk(
            .test(ledger.fake(rows)), pageSize: 13, options: WalkOptions(), from: checkpoint)
        if [.veniceRetired, .auralytik, .auralytikSigned].contains(ledger) {
            #expect(second.failure?.code == .checkpointMismatch)
        } else {
            #expect(second.error == nil)
            #expect((first.rows + second.rows).map(\.canonical).sorted() == rows.map(\.canonical).sorted())
            #expect(second.report.isComplete)
        }
    }

    @Test func thePageSizeCountsWithinAPageOfRowsWithoutIDs() async throws {
        let ledger = RowLedger.venice
        let rows = ledger.rows(seed: 97, count: 60)
        let first = try await ledger.walk(
            .test(ledger.fake(rows)), pageSize: 20, options: .with { $0.limits.rows = 15 }, pages: 1)
        let checkpoint = try #require(first.checkpoint)
        for (size, code) in [(10, UsageError.Code.checkpointMismatch), (20, nil)] {
            let second = try await ledger.walk(
                .test(ledger.fake(rows)), pageSize: size, options: WalkOptions(), from: checkpoint)
            #expect(second.failure?.code == code)
            if code == nil { #expect(first.rows.count + second.rows.count == 60) }
        }
    }
}
