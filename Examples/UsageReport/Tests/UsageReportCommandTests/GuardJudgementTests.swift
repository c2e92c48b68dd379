import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `guard`: what is not known never holds.
@Suite final class GuardJudgementTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guard-\(UUID().uuidString)")
    private var store: String { folder.path }
    private static let environment = [
        "TRESOR_API_KEY": TresorFake.testKey, "AUROUS_API_KEY": AurousFake.testKey,
        "AURALYTIK_API_KEY": AuralytikFake.testKey,
    ]

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: [String]) async -> Invocation {
        await Invocation.run(["guard"] + arguments, environment: Self.environment)
    }

    private func run(
        _ provider: String, _ transport: any HTTPTransport, _ options: [String]
    ) async throws -> Invocation {
        let server = try LoopbackServer(transport)
        defer { server.stop() }
        return await run([provider, "--base-url", server.baseURL] + options)
    }

    private func sync(_ transport: any HTTPTransport, _ options: [String]) async throws {
        let server = try LoopbackServer(transport)
        defer { server.stop() }
        let sync = await Invocation.run(
            ["sync", store, "tresor", "--base-url", server.baseURL] + options, environment: Self.environment)
        #expect(sync.status == 0, "\(sync.diagnostics)")
    }

    private static func tresor(_ charges: [(instant: String, cost: WireNumber)]) throws -> TresorFake {
        TresorFake(rows: try charges.map { TresorFake.row(at: try Timestamp("2026-05-\($0.instant)Z"), cost: $0.cost) })
    }

    // MARK: Time that is not known

    @Test func withoutAWholeBucketGrowthIsNotJudged() async throws {
        let fake = try Self.tresor([("23T10:00:00", 1), ("24T10:00:00", 500)])
        try await sync(fake, ["--start", "2026-05-22", "--end", "2026-05-24T00:00:30Z"])
        let run = await run([store, "--demo", "--max-growth", "30%/day"])
        #expect(run.status == 3, "\(run.output)")
        #expect(run.output.contains("no whole 15min of the day is known"), "\(run.output)")
    }

    @Test func aStoreThatWasReadLongAgoIsNotJudged() async throws {
        let fake = TresorFake(rows: [TresorFake.row(at: .now() - .seconds(3 * 86_400), cost: 1)])
        let behind = WrongClockTests.Skewed(server: fake, skew: .seconds(-3 * 3600))
        try await sync(behind, [])
        let spend = await run([store, "--max-spend", "100EUR/hour"])
        #expect(spend.status == 3, "\(spend.output)")
        let required = await run([store, "--require-complete"])
        #expect(required.status != 0 && required.output.contains("is not known"), "\(required.output)")
        let allowed = await run([store, "--require-complete", "--max-age", "1d"])
        #expect(allowed.output.contains("\nholds: --max-age 1d: read 3 h"), "\(allowed.output)")
    }

    @Test func aReadingAfterThePresentHasNoAge() async throws {
        let skew = Duration.seconds(400 * 86_400)
        let fake = TresorFake(rows: [TresorFake.row(at: .now() + skew - .seconds(60), cost: 1)])
        try await sync(WrongClockTests.Skewed(server: fake, skew: skew), [])
        let run = await run([store, "--max-age", "2h"])
        #expect(run.status == 3 && run.output.contains("it is not known when they were read"), "\(run.output)")
    }

    @Test func aWalkThatDidNotEndHasNoAge() async throws {
        let rows = (1...4).map { TresorFake.row(at: .now() - .seconds(60 * $0), cost: 1) }
        let refusal = TransportResponse(status: 403, body: #"{"error":{"message":"no","code":"forbidden"}}"#)
        let fake = TresorFake(
            rows: rows, behavior: FakeBehavior(pageLimit: 2, faults: [.request(2): .response(refusal)]))
        let run = try await run("tresor", fake, ["--max-age", "2h"])
        #expect(run.status == 3 && run.output.hasPrefix("not judged: --max-age 2h: "), "\(run.output)")
    }

    /// Periods are those of the server's clock, wherever it stands.
    @Test(arguments: [
        ("hour", 600), ("hour", 2 * 3600), ("hour", 3 * 86_400), ("day", 2 * 86_400), ("week", 40 * 86_400),
    ])
    func aServerWhoseClockIsBehindIsJudged(period: String, seconds: Int) async throws {
        let skew = Duration.seconds(-seconds)
        let fake = TresorFake(rows: [TresorFake.row(at: .now() + skew - .milliseconds(1), cost: 5)])
        let run = try await run(
            "tresor", WrongClockTests.Skewed(server: fake, skew: skew), ["--max-spend", "9EUR/\(period)"])
        // Just after the beginning of a period, the row is in the one before.
        #expect(run.status == 0 && run.output.contains(" EUR of 9 EUR from "), "\(run.output)\(run.diagnostics)")
        #expect(run.diagnostics.contains("the server's is taken"), "\(run.diagnostics)")
    }

    // MARK: Rows

    /// Charges in a currency with a limit of its own are missing from no other sum.
    @Test func eachCurrencyHasItsLimit() async throws {
        let present = try MidPeriod.present
        let entries = [Currency.usd, .diem].map {
            VeniceFake.entry(at: present - .seconds(60), amount: -2, currency: $0, requestID: "\($0)")
        }
        let server = try LoopbackServer(try MidPeriod.server(VeniceFake(entries: entries)))
        defer { server.stop() }
        func run(_ limits: [String]) async -> Invocation {
            await Invocation.run(
                ["guard", "venice", "--base-url", server.baseURL] + limits.flatMap { ["--max-spend", $0] },
                environment: ["VENICE_API_KEY": VeniceFake.testKey])
        }
        #expect(await run(["3USD/year"]).status == 3)
        let both = await run(["3USD/year", "2DIEM/week"])
        #expect(
            both.status == 0 && both.output.contains("holds: --max-spend 3USD/year: 2 USD of 3 USD"), "\(both.output)")
        #expect(await run(["3USD/year", "1DIEM/week"]).status == 5)
    }

    /// Unlike a partial sum above its limit, one of rows that may count twice says nothing.
    @Test func rowsThatMayCountTwiceAreNotJudged() async throws {
        let fake = try Self.tresor([("24T10:00:00", 5)])
        let options = ["--start", "2026-05-18", "--end", "2026-05-25"]
        // One account at two addresses.
        let (first, second) = (try LoopbackServer(fake), try LoopbackServer(fake))
        defer { [first, second].forEach { $0.stop() } }
        for server in [first, second] {
            let arguments = ["sync", store, "tresor", "--base-url", server.baseURL] + options
            #expect(await Invocation.run(arguments, environment: Self.environment).status == 0)
        }
        let run = await run([store, "--demo", "--max-spend", "8EUR/week", "--max-spend", "20EUR/week"])
        #expect(run.status == 3 && run.output.contains("rows may count twice"), "\(run.output)")
        #expect(!run.output.contains("holds:") && !run.output.contains("does not hold"))
    }

    @Test func requestsThatHaveNotEndedAreNamed() async throws {
        let present = try MidPeriod.present
        func run(_ condition: [String], credits: WireNumber?) async throws -> Invocation {
            let fake = AurousFake(events: [
                AurousFake.event(at: present - .seconds(120), credits: 9),
                AurousFake.event(at: present - .seconds(60), credits: credits, status: .processing),
            ])
            return try await self.run("aurous", try MidPeriod.server(fake), condition)
        }
        let spend = try await run(["--max-spend", "10credit/year"], credits: 0)
        #expect(spend.status == 0 && spend.output.contains("9 credit of 10 credit"), "\(spend.output)")
        #expect(spend.output.contains("(1 request has not ended, and may be charged later)"), "\(spend.output)")
        // A row without a charge is counted once, whether or not its request has ended.
        let uncharged = try await run(["--max-spend", "10credit/year"], credits: nil)
        #expect(
            uncharged.output.contains(
                """
                (1 of 2 rows have no charge; the requests of the rows without a charge have not ended, and may be \
                charged later)
                """), "\(uncharged.output)")
        let growth = try await run(["--max-growth", "10%/hour"], credits: 0)
        #expect(growth.output.contains("9 credit after 0 credit, limit 0 credit"), "\(growth.output)")
        #expect(growth.output.contains("(1 request has not ended, and may be charged later)"), "\(growth.output)")
    }

    @Test func rowsThatNeverHaveAChargeAreInNoSum() async throws {
        for provider in ["chatbotkit", "auralytik"] {
            for condition in [["--max-spend", "5USD/month"], ["--max-growth", "5%/month"]] {
                let run = await run([provider, "--demo"] + condition)
                #expect(run.status == 2 && run.diagnostics.contains("do not have"), "\(run.diagnostics)")
            }
        }
        #expect(await Invocation.run(["sync", store, "tresor", "chatbotkit", "--demo"]).status == 0)
        let both = await run([store, "--demo", "--max-spend", "5EUR/week"])
        #expect(both.status == 0, "\(both.output)")
        #expect(both.diagnostics == "usage-report: no sum has the rows of chatbotkit, which have no charges\n")
        let named = await run([store, "--demo", "--max-spend", "5EUR/week", "--provider", "chatbotkit"])
        #expect(named.status == 2 && named.diagnostics.contains("which rows of chatbotkit do not have"))
    }

    // MARK: Meters

    /// A server of Auralytik that answers with a summary.
    private struct Summary: HTTPTransport {
        var period: String?
        let usage: String
        /// When the meters were read, as the server says; nil if it says nothing.
        var timestamp: Timestamp?

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let period = period ?? "\(Timestamp.now())".prefix(7).description
            let meta = timestamp.map { #","meta":{"timestamp":"\#($0)"}"# } ?? ""
            return TransportResponse(
                status: 200,
                body:
                    #"{"success":true,"data":{"billingPeriod":"\#(period)","tier":"pro","usage":{\#(usage)}}\#(meta)}"#)
        }
    }

    @Test(
        arguments: [
            (#""calls":{"used":5,"included":10}"#, 0, "5 of 10 calls used"),
            // A word that is not known can be a number.
            (#""calls":{"used":999,"included":"1,000"},"b":{"used":0,"included":10}"#, 3, "999 calls used (1,000)"),
            (#""calls":{"used":9,"included":"Unlimited"},"b":{"used":0,"included":10}"#, 0, "9 calls used (Unlimited)"),
            (#""calls":{"used":0,"included":0},"b":{"used":0,"included":10}"#, 0, "no calls used or included"),
            (#""calls":{"used":1,"included":0}"#, 5, "1 of 0 calls used"),
        ] as [(String, Int32, String)])
    func aMeterIsUnlimitedOnlyByThatWord(usage: String, status: Int32, text: String) async throws {
        let run = try await run("auralytik", Summary(usage: usage), ["--min-quota", "10%"])
        #expect(run.status == status && run.output.contains(text), "\(run.output)\(run.diagnostics)")
    }

    /// A server that has meters and refuses to list rows.
    @Test func metersAreJudgedWithoutRows() async throws {
        let meters = Summary(usage: #""calls":{"used":20,"included":10}"#)
        let server = try LoopbackServer(
            ClosureTransport { request in
                guard request.url.path.hasSuffix("/summary") else {
                    return TransportResponse(status: 403, body: #"{"error":{"message":"no","code":"forbidden"}}"#)
                }
                return try await meters.send(request)
            })
        defer { server.stop() }
        let options = ["auralytik", "--base-url", server.baseURL, "--min-quota", "10%", "--require-complete"]
        let run = await run(options + ["--max-age", "1h"])
        #expect(run.status == 5, "\(run.output)\(run.diagnostics)")
        #expect(run.output.hasPrefix("not judged: --require-complete: the rows could not be read ("), "\(run.output)")
        #expect(run.output.contains("\nnot judged: --max-age 1h: the rows could not be read"))
        #expect(run.output.contains("\ndoes not hold: --min-quota 10%: 20 of 10 calls used"))
    }

    @Test func withoutAMeterNothingIsKnown() async throws {
        let none = try await run("auralytik", Summary(usage: ""), ["--min-quota", "10%"])
        #expect(none.status == 3 && none.output.contains("no meters from"), "\(none.output)\(none.diagnostics)")
        let unlimited = try await run(
            "auralytik", Summary(usage: #""calls":{"used":9,"included":"unlimited"}"#), ["--min-quota", "10%"])
        #expect(unlimited.status == 0, "\(unlimited.output)")
    }

    @Test func metersOfAnotherPeriodAreNotJudged() async throws {
        let summary = Summary(period: "2020-01", usage: #""calls":{"used":5,"included":10}"#)
        let run = try await run("auralytik", summary, ["--min-quota", "10%"])
        #expect(run.status == 3 && run.output.contains("the billing period is not that of"), "\(run.output)")
        // The meters themselves say that they were read in that period.
        let stamped = Summary(
            period: "2020-01", usage: #""calls":{"used":5,"included":10}"#,
            timestamp: try Timestamp("2020-01-15T00:00:00Z"))
        let old = try await self.run("auralytik", stamped, ["--min-quota", "10%", "--max-age", "36600d"])
        #expect(old.status == 3 && old.output.contains("the billing period is not that of"), "\(old.output)")
    }

    @Test func metersThatWereReadLongAgoAreNotJudged() async throws {
        let old = Summary(usage: #""calls":{"used":5,"included":10}"#, timestamp: .now() - .seconds(2 * 3600))
        let hour = try await run("auralytik", old, ["--min-quota", "10%"])
        #expect(hour.status == 3 && hour.output.contains("(what was used in the last 2 h"), "\(hour.output)")
        #expect(try await run("auralytik", old, ["--min-quota", "10%", "--max-age", "3h"]).status == 0)
        // More may have been used since, and not less.
        #expect(try await run("auralytik", old, ["--min-quota", "51%"]).status == 5)
    }

    @Test func metersThatWereReadAfterThePresentHaveNoAge() async throws {
        let ahead = Summary(usage: #""calls":{"used":5,"included":10}"#, timestamp: .now() + .seconds(23 * 3600))
        let run = try await run("auralytik", ahead, ["--min-quota", "10%", "--max-age", "1h"])
        #expect(run.status == 3 && run.output.contains("not judged: --max-age 1h: it is not known"), "\(run.output)")
        #expect(run.output.contains("(what was used since the meters were read is not known)"), "\(run.output)")
    }

    // MARK: Command line

    @Test func whatHasNoEffectIsRefused() async throws {
        let missing = await run([store, "--min-quota", "10%"])
        #expect(missing.status == 1 && missing.output.isEmpty, "\(missing.diagnostics)")
        let zone = await run(["tresor", "--demo", "--require-complete", "--time-zone", "Europe/Berlin"])
        #expect(zone.status == 2 && zone.diagnostics.contains("--time-zone needs a limit"))
        for option in ["--provider", "--account"] {
            let run = await run([store, "--min-quota", "10%", option, "tresor"])
            #expect(run.status == 2 && run.diagnostics.contains("choose rows"), "\(run.diagnostics)")
        }
        let account = await run(["tresor", "--demo", "--require-complete", "--account", "a"])
        #expect(account.status == 2 && account.diagnostics.contains("--account needs a store"))
        // The present of the demonstration would switch off the condition.
        let age = await run([store, "--demo", "--max-age", "1s"])
        #expect(age.status == 2 && age.diagnostics.contains("leave out --max-age"), "\(age.diagnostics)")
    }

    @Test func metricsOfAnAccountNameIt() async throws {
        let fake = try Self.tresor([("24T10:00:00", 5)])
        for account in ["a", "b"] {
            try await sync(fake, ["--start", "2026-05-18", "--end", "2026-05-25", "--account", account])
        }
        let run = await Invocation.run(["report", store, "--account", "b", "--format", "openmetrics"])
        #expect(run.output.contains(#"account="b""#) && !run.output.contains(#"account="a""#), "\(run.output)")
    }

    @Test func keysOfSeveralProvidersAreNotAddedUp() async throws {
        let rows = try (0..<250).map {
            TresorFake.row(at: try Timestamp("2026-05-24T10:00:00Z"), model: "m\($0)", cost: 1, id: "\($0)")
        }
        try await sync(TresorFake(rows: rows), ["--start", "2026-05-18", "--end", "2026-05-25"])
        #expect(await Invocation.run(["sync", store, "aurous", "--demo"]).status == 0)
        let options = [store, "--by", "model", "--format", "openmetrics"]
        let run = await Invocation.run(["report"] + options)
        #expect(run.status == 2 && run.diagnostics.contains("choose one with --provider"), "\(run.diagnostics)")
        let one = await Invocation.run(["report", "--provider", "tresor"] + options)
        #expect(one.status == 0 && one.output.contains(#"other="true""#), "\(one.diagnostics)")
        // The files of two stores have no series in common, those of other keys and of the report included.
        let samples = one.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(samples.allSatisfy { $0.contains(#"provider="tresor""#) })
        let alone = await Invocation.run(["report", "--provider", "tresor", store, "--format", "openmetrics"])
        #expect(alone.output.contains(#"usagekit_report_complete{provider="tresor"} 1"#), "\(alone.output)")
    }
}
