import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `reconcile`: the pairs of all providers.
@Suite struct ReconcileCommandTests {
    /// A week of the last month, so that no window touches two billing periods or the present.
    private let week: TimeWindow
    private let window: [String]
    private static let environment = CheckpointTests.Ledger.aurous.environment

    init() throws {
        let thisMonth = BillingPeriod(containing: .now())
        let start = BillingPeriod(containing: thisMonth.start - .seconds(1)).start + .seconds(9 * 86_400)
        week = try TimeWindow(from: start, to: start + .seconds(7 * 86_400))
        window = ["--start", "\(start)", "--end", "\(start + .seconds(7 * 86_400))"]
    }

    /// Servers with rows of the week; each time, others with the same rows.
    private func servers() -> DemoFakes {
        LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 200)
    }

    private func reconcile(
        _ provider: String, _ options: [String], on server: any HTTPTransport
    ) async throws -> Invocation {
        let server = try LoopbackServer(server)
        defer { server.stop() }
        return await Invocation.run(
            ["reconcile", provider, "--base-url", server.baseURL] + options, environment: Self.environment)
    }

    /// A server whose own figures and whose rows come from different ledgers.
    private struct SplitServer: HTTPTransport {
        let figures: any HTTPTransport
        let rows: any HTTPTransport
        private static let listings = [
            "/usage/events", "/billing/usage-history", "/usage/list", "/usage/details",
        ]

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let isListing = Self.listings.contains { request.url.path.hasSuffix($0) }
            return try await (isListing ? rows : figures).send(request)
        }
    }

    // MARK: - Demonstrations

    /// One command for each pair, with its exit code and what its text says first.
    @Test(
        arguments: [
            ("aurous", "buckets", 0, "agrees with buckets: 7 entries, every figure"),
            // The generator leaves holds open, and refunds some without a charge.
            ("aurous", "holds", 5, "differs: not each of 965 holds was charged or released once"),
            // The analytics do not state what was paid with earned credits.
            ("venice", "days", 0, "agrees with usage-analytics: 7 entries, every figure that can be compared"),
            (
                "venice", "models", 0,
                "agrees with usage-analytics by model: 5 entries, every figure that can be compared"
            ),
            ("venice", "keys", 0, "agrees with usage-analytics: 1 entry, every figure"),
            ("venice", "balance", 0, "agrees with balance: 1 entry, every figure that can be compared"),
            ("tresor", "total", 0, "agrees with usage total: 1 entry, every figure"),
            // The list of models has no price of transcriptions by time.
            ("tresor", "costs", 3, "cannot be compared with cost_eur: a side is not whole"),
            ("chatbotkit", "totals", 0, "agrees with usage/fetch: 1 entry, every figure that can be compared"),
            ("chatbotkit", "series", 0, "agrees with usage/series/fetch: 7 entries, every figure that can be compared"),
            // Calls of a key that was deleted.
            ("auralytik", "keys", 5, "differs from usage/by-key: 1 of 5 entries"),
            ("auralytik", "summary", 0, "agrees with usage/summary: 1 entry, every figure that can be compared"),
            ("auralytik", "meters", 5, "differs from usage/by-key: 1 of 1 entry"),
        ] as [(String, String, Int32, String)])
    func eachPairRunsOnTheFakes(provider: String, pair: String, status: Int32, text: String) async throws {
        let run = await Invocation.run(["reconcile", provider, "--pair", pair, "--demo"])
        #expect(run.status == status, "\(run.diagnostics)")
        #expect(run.output.hasPrefix("\(provider) \(pair)\n\(text)\n"), "\(run.output)")
        #expect(run.diagnostics.isEmpty == (status != 3))
    }

    @Test(
        arguments: [("aurous", 5), ("venice", 0), ("tresor", 3), ("chatbotkit", 0), ("auralytik", 5)]
            as [(String, Int32)])
    func withoutAPairAllAreComparedAndTheWorstCounts(provider: String, status: Int32) async throws {
        let run = await Invocation.run(["reconcile", provider, "--demo", "--format", "json"])
        #expect(run.status == status)
        let document = try JSONValue(json: Array(run.output.utf8))
        #expect(document["provider"]?.string == provider)
        let pairs = try Self.pairs(document)
        let help = await Invocation.run(["reconcile", "--help"]).output
        for pair in pairs {
            let name = try #require(pair["pair"]?.string)
            #expect(help.contains("\n  \(name) "))
        }
        let verdicts = pairs.map { $0["verdict"]?.string }
        #expect(verdicts.contains("differs") == (status == 5))
        #expect(verdicts.contains("unjudged") == (status == 3))
    }

    private static func pairs(_ document: JSONValue) throws -> [JSONValue] {
        guard case .array(let pairs) = document["pairs"] else { throw UsageError(.unexpectedShape, "no pairs") }
        return pairs
    }

    /// The members that Docs/Reconciliation.md names.
    @Test func figuresAreTextsOfExactDecimals() async throws {
        let run = await Invocation.run(["reconcile", "auralytik", "--demo", "--pair", "keys", "--format", "json"])
        let pair = try #require(try Self.pairs(JSONValue(json: Array(run.output.utf8))).first)
        #expect(pair["verdict"] == "differs" && pair["result"]?["statement"] == "usage/by-key")
        guard case .array(let entries) = pair["result"]?["entries"], let entry = entries.last,
            case .array(let figures) = entry["figures"]
        else { throw UsageError(.unexpectedShape, "no entries") }
        #expect(entry["key"] == ["ak_old_demo"] && entry["stated"] == false && entry["agrees"] == false)
        #expect(entry["start"] == "2026-05-01T00:00:00Z" && entry["end"] == "2026-06-01T00:00:00Z")
        #expect(figures.count == 1 && figures[0]["figure"] == "requests" && figures[0]["own"] == "42")
        #expect(figures[0]["stated"]?.isNull == true && figures[0]["agrees"] == false)
        let decoded = try JSONDecoder().decode(
            Reconciliation.self, from: Data(#require(pair["result"]).text.utf8))
        #expect(decoded.verdict == .differs && decoded.entries.count == 5)
    }

    // MARK: - Seeded differences

    /// What the service's own figures leave out, and what the text says of it.
    @Test(
        arguments: [
            ("aurous", "buckets", "status", "failed", "because failed requests do not count there"),
            (
                "venice", "days", "currency", "BUNDLED_CREDITS",
                "because charges in BUNDLED_CREDITS do not count there in those in USD, although they should"
            ),
            ("venice", "models", "currency", "BUNDLED_CREDITS", "charges in BUNDLED_CREDITS do not count there"),
            ("chatbotkit", "totals", "type", "CHATBOTKIT_MESSAGE", "differs from usage/fetch: 1 of 1 entry"),
            ("chatbotkit", "series", "type", "CHATBOTKIT_MESSAGE", "differs from usage/series/fetch: 7 of 7 entries"),
            ("auralytik", "keys", "keyId", "ak_stg_demo", "% of what differs in requests is of apiKey ak_stg_demo"),
            (
                "auralytik", "summary", "keyId", "ak_stg_demo",
                "because rows whose apiKey is ak_stg_demo do not count there"
            ),
        ])
    func whatOneSideLeavesOutIsADifference(
        provider: String, pair: String, member: String, value: String, text: String
    ) async throws {
        let (fakes, others) = (servers(), servers())
        let change = FakeBehavior.Change.remove { $0[member]?.string == value }
        let server: SplitServer
        switch provider {
        case "aurous":
            others.aurous.apply(change)
            server = SplitServer(figures: others.aurous, rows: fakes.aurous)
        case "venice":
            others.venice.apply(change)
            server = SplitServer(figures: others.venice, rows: fakes.venice)
        case "chatbotkit":
            others.chatBotKit.apply(change)
            server = SplitServer(figures: others.chatBotKit, rows: fakes.chatBotKit)
        default:
            others.auralytik.apply(change)
            server = SplitServer(figures: others.auralytik, rows: fakes.auralytik)
        }
        let run = try await reconcile(provider, ["--pair", pair] + window, on: server)
        #expect(run.status == 5, "\(run.diagnostics)")
        #expect(run.output.contains(text), "\(run.output)")
        #expect(run.diagnostics.isEmpty)
    }

    @Test func aRowAtTheVeryEndOfTheWindowIsExplained() async throws {
        let end = try #require(week.end)
        let server = TresorFake(rows: [TresorFake.row(at: end - .seconds(60)), TresorFake.row(at: end)])
        let run = try await reconcile("tresor", ["--pair", "total"] + window, on: server)
        #expect(run.status == 5, "\(run.diagnostics)")
        #expect(run.output.contains("rows: 1 here, 2 there (-1)"), "\(run.output)")
        #expect(run.output.contains("rows at the very end of the window count there"), "\(run.output)")
    }

    @Test func aRowThatDoesNotFollowFromThePricesIsNamed() async throws {
        let time = try #require(week.start) + .seconds(60)
        let model = "global/redpill/example-120b"
        // 100 × 0.12 / 10⁶ + 100 × 0.48 / 10⁶ = 0.00006.
        let rows = [
            TresorFake.row(at: time, model: model, cost: 0.00006, promptTokens: 100, completionTokens: 100),
            TresorFake.row(at: time, model: model, cost: 0.0007, promptTokens: 100, completionTokens: 100),
        ]
        let server = TresorFake(rows: rows, models: LedgerGenerator.tresorModels)
        let options = ["--pair", "costs"] + window
        let run = try await reconcile("tresor", options, on: server)
        #expect(run.status == 5 && run.output.contains("charge.EUR: 0.00012 here, 0.00076 there (-0.00064)"))
        for (tolerance, status) in [("0.00064", 0), ("0.00063", 5), ("85%", 0), ("84%", 5)] as [(String, Int32)] {
            let run = try await reconcile("tresor", options + ["--tolerance", "charge.EUR=\(tolerance)"], on: server)
            #expect(run.status == status, "\(tolerance): \(run.output)")
        }
    }

    @Test func aHoldThatWasNeverSettledIsNamed() async throws {
        let start = try #require(week.start)
        func movement(_ type: Aurous.CreditEventType, _ hold: String, _ seconds: Int) -> JSONValue {
            AurousFake.creditEvent(
                at: start + .seconds(seconds), type: type, holdID: hold, id: "uev_\(hold)_\(type)")
        }
        // The hold of `before` was made before the window, so its charge says nothing.
        let settled = [
            movement(.hold, "before", -60), movement(.charge, "before", 60), movement(.hold, "a", 90),
            movement(.charge, "a", 120),
        ]
        let options = ["--pair", "holds"] + window
        func server(_ ledger: [JSONValue]) -> AurousFake {
            AurousFake(events: [], creditLedger: ledger, eventsContract: .creditLedger)
        }
        let whole = try await reconcile("aurous", options, on: server(settled))
        #expect(whole.status == 0 && whole.output.contains("agrees: no fault in 1 hold\n"), "\(whole.output)")
        let open = try await reconcile("aurous", options, on: server(settled + [movement(.hold, "b", 100)]))
        #expect(
            open.status == 5
                && open.output.contains("open: 1, neither charged nor released; 1.5 credit held\n  b: 1.5 held ("),
            "\(open.output)")
    }

    // MARK: - Names of Venice's models

    private func named(_ server: VeniceFake, _ options: [String]) async throws -> Invocation {
        try await reconcile("venice", ["--pair", "models"] + window + options, on: server)
    }

    @Test func modelsOfOtherNamesNeedAMapping() async throws {
        let day = "\(try #require(week.start))".prefix(10)
        let last = "\(try #require(week.end) - .seconds(1))".prefix(10)
        let entry: JSONValue = [
            "timestamp": .string("\(day)T08:00:00.000Z"), "sku": "example-llm-llm-output-mtoken", "units": 1,
            "pricePerUnitUsd": 2, "amount": -2, "currency": "USD", "notes": "API Inference", "inferenceDetails": nil,
        ]
        let analytics: JSONValue = [
            "lookback": .string("\(day):\(last)"), "byDate": [],
            "byModel": [
                [
                    "modelName": "Example LLM", "unitType": "tokens", "modelType": "LLM", "totalUsd": 2,
                    "totalDiem": 0, "totalUnits": 1,
                ]
            ], "byModelDaily": [], "topModels": [], "byKey": [], "byKeyDaily": [], "topKeyNames": [],
        ]
        let server = VeniceFake(entries: [entry], documents: ["/billing/usage-analytics": analytics])
        let unknown = try await named(server, [])
        #expect(unknown.status == 3)
        let reason = "the history has no model of the name Example LLM; give --map NAME=MODEL for each"
        #expect(unknown.output.contains(reason) && unknown.diagnostics.contains(reason))
        #expect(try await named(server, ["--map", "Example LLM=example-llm"]).status == 0)
    }

    // MARK: - Sides that are not whole

    @Test(arguments: [("aurous", "buckets"), ("venice", "days"), ("tresor", "total"), ("chatbotkit", "totals")])
    func aWalkThatEndsEarlyCannotBeJudged(provider: String, pair: String) async throws {
        let fakes = servers()
        let faults = FakeBehavior(pageLimit: 50, faults: [.request(3): .status(403)])
        fakes.aurous.behavior = faults
        fakes.venice.behavior = faults
        fakes.tresor.behavior = faults
        fakes.chatBotKit.behavior = faults
        let servers: [String: any HTTPTransport] = [
            "aurous": fakes.aurous, "venice": fakes.venice, "tresor": fakes.tresor, "chatbotkit": fakes.chatBotKit,
        ]
        let server = try #require(servers[provider])
        let run = try await reconcile(provider, ["--pair", pair] + window, on: server)
        #expect(run.status == 3, "\(run.output)")
        #expect(run.output.contains("a side is not whole"))
        #expect(run.diagnostics.contains("incomplete: \(pair): "))
    }

    /// One side is read, the other one is refused.
    @Test func aSideThatIsRefusedCannotBeJudged() async throws {
        let fakes = servers()
        let refusal = ClosureTransport { _ in TransportResponse(status: 403, body: #"{"error":{"message":"no"}}"#) }
        let server = SplitServer(figures: refusal, rows: fakes.chatBotKit)
        let nothing = try await reconcile("chatbotkit", ["--pair", "totals"] + window, on: server)
        #expect(nothing.status == 1 && nothing.output.isEmpty)
        let rows = SplitServer(figures: fakes.chatBotKit, rows: refusal)
        let run = try await reconcile("chatbotkit", window + ["--format", "json"], on: rows)
        #expect(run.status == 3)
        let verdicts = try Self.pairs(JSONValue(json: Array(run.output.utf8))).map { $0["verdict"]?.string }
        #expect(verdicts == ["unjudged", "unjudged"])
    }

    /// A signal cancels the task of the command.
    @Test func anInterruptionIsNamedForEachPair() async throws {
        let silent = SilentAfter(try CheckpointTests.Ledger.tresor.server(FakeBehavior(pageLimit: 10)), after: 2)
        let server = try LoopbackServer(silent)
        defer { server.stop() }
        let arguments = ["reconcile", "tresor", "--base-url", server.baseURL]
        let command = Task {
            await Invocation.run(
                arguments + ["--start", "2026-05-18", "--end", "2026-05-25"], environment: Self.environment)
        }
        await silent.waitForSilence()
        command.cancel()
        let run = await command.value
        #expect(run.status == 3)
        #expect(run.output.hasPrefix("tresor total\ncannot be compared with usage total: a side is not whole\n"))
        #expect(run.output.contains("\n\ntresor costs\ncannot be compared with costs: a side is not whole\n"))
        #expect(run.diagnostics.contains("incomplete: costs: the command was interrupted"))
    }

    /// The service does not say when its billing period begins.
    @Test func totalsNeedTheBeginningOfThePeriod() async throws {
        let run = try await reconcile("chatbotkit", ["--pair", "totals"], on: servers().chatBotKit)
        #expect(run.status == 2 && run.diagnostics.contains("--start"))
    }

    @Test func textsOfTheServerDoNotControlTheTerminal() async throws {
        let time = try #require(week.start) + .seconds(60)
        let row = TresorFake.row(at: time, model: "m\u{1B}[31m\n", cost: 1, promptTokens: 1)
        let price: JSONValue = [
            "id": "m\u{1B}[31m\n",
            "tresor": ["pricing": ["input_per_mtok": 1, "output_per_mtok": 1, "currency": "eur"]],
        ]
        let run = try await reconcile(
            "tresor", ["--pair", "costs"] + window, on: TresorFake(rows: [row], models: [price]))
        #expect(run.status == 5 && run.output.contains("model m"), "\(run.output)")
        #expect(!run.output.contains("\u{1B}"))
    }

    // MARK: - Bad usage

    @Test(
        arguments: [
            (["aurous", "--pair", "bucket"], "the pairs of aurous are buckets, holds"),
            (["nobody"], "nobody"), ([], "provider"),
            (["aurous", "--format", "csv"], "'table' and 'json'"),
            (["aurous", "--base-url", "https://a.b"], "--base-url"),
            (["aurous", "--pair", "holds", "--tolerance", "requests=1"], "has no figures"),
            (["aurous", "--tolerance", "request=1"], "'request=1' is not a tolerance"),
            (["aurous", "--tolerance", "requests"], "is not a tolerance"),
            (["aurous", "--tolerance", "requests=-1"], "is not a tolerance"),
            (["aurous", "--tolerance", "requests=1x"], "is not a tolerance"),
            (["aurous", "--tolerance", "requests=1e2"], "is not a tolerance"),
            (["aurous", "--tolerance", "requests=1e1%"], "is not a tolerance"),
            (["aurous", "--tolerance", "requests=1", "--tolerance", "requests=2"], "give it once"),
            (["aurous", "--map", "a=b"], "--map"), (["venice", "--map", "a"], "NAME=MODEL"),
            (["venice", "--pair", "days", "--map", "a=b"], "--map"),
            (["venice", "--pair", "balance", "--start", "2026-05-18"], "--start"),
            (["aurous", "--end", "2026-05-18"], "--end needs --start"), (["aurous", "--account", ""], "--account"),
            (["aurous", "--against", "a.csv", "--pair", "holds"], "--against"),
            (["aurous", "--against", ""], "--against"),
            (["aurous", "--against", "a.csv", "--tolerance", "requests=1"], "--tolerance"),
            (["auralytik", "--start", "2026-05-18", "--end", "2026-06-18"], "one billing period"),
            (["aurous", "--time-zone", "Mars/Olympus"], "Mars/Olympus"),
            (["aurous", "--time-zone", "Europe/Berlin"], "--time-zone needs a date"),
            (
                ["aurous", "--time-zone", "Europe/Berlin", "--start", "2026-05-18T00:00:00Z"],
                "--time-zone needs a date"
            ),
        ])
    func badUsageIsRefusedInOneLine(options: [String], reason: String) async {
        let run = await Invocation.run(["reconcile"] + options + ["--demo"])
        #expect(run.status == 2 && run.output.isEmpty, "\(run.output)")
        #expect(run.diagnostics.contains(reason), "\(run.diagnostics)")
        #expect(run.diagnostics.split(separator: "\n").count == 1)
    }

    @Test func aToleranceOfNoFigureIsSaid() async {
        let run = await Invocation.run(
            ["reconcile", "aurous", "--pair", "buckets", "--demo", "--tolerance", "charge.CREDIT=1"])
        #expect(run.status == 0)
        #expect(run.diagnostics.contains("the tolerance of charge.CREDIT has no effect"))
    }

    @Test func aKeyThatIsMissingIsRefused() async {
        let run = await Invocation.run(["reconcile", "venice"])
        #expect(run.status == 1 && run.output.isEmpty && run.diagnostics.contains("VENICE_API_KEY"))
    }
}
