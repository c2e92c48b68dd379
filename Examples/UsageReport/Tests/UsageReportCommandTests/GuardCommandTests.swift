import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `guard`, with stores, servers and the embedded fakes.
@Suite final class GuardCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guard-\(UUID().uuidString)")
    private var store: String { folder.path }
    private static let environment = ["TRESOR_API_KEY": TresorFake.testKey]
    private static let forbidden = TransportResponse(
        status: 403, body: #"{"error":{"message":"no\u001b[31m longer","code":"forbidden"}}"#)

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: [String], environment: [String: String] = environment) async -> Invocation {
        await Invocation.run(["guard"] + arguments, environment: environment)
    }

    /// Four rows of the last minutes, each with a charge of 1 EUR; two are on a page.
    private static func fourEuros(_ faults: FaultPlan = [:], at present: Timestamp = .now()) -> TresorFake {
        TresorFake(
            rows: (1...4).map { TresorFake.row(at: present - .seconds(60 * $0), cost: 1) },
            behavior: FakeBehavior(pageLimit: 2, faults: faults))
    }

    /// The same on a server whose present is in the middle of all periods.
    private static func fourEurosMidPeriod(_ faults: FaultPlan = [:]) throws -> WrongClockTests.Skewed {
        try MidPeriod.server(fourEuros(faults, at: MidPeriod.present))
    }

    /// Judges the ledger of a server.
    private func run(_ server: any HTTPTransport, _ options: [String]) async throws -> Invocation {
        let server = try LoopbackServer(server)
        defer { server.stop() }
        return await run(["tresor", "--base-url", server.baseURL] + options)
    }

    /// Fills the store from a server with rows of Tresor at instants of May 2026.
    private func sync(_ charges: [(instant: String, cost: WireNumber)], start: String) async throws {
        let rows = try charges.map { TresorFake.row(at: try Timestamp("2026-05-\($0.instant)Z"), cost: $0.cost) }
        let server = try LoopbackServer(TresorFake(rows: rows))
        defer { server.stop() }
        let sync = await Invocation.run(
            ["sync", store, "tresor", "--base-url", server.baseURL, "--start", start, "--end", "2026-05-25"],
            environment: Self.environment)
        #expect(sync.status == 0, "\(sync.diagnostics)")
    }

    // MARK: Spending

    @Test func aSumBelowItsLimitHolds() async throws {
        let run = try await run(Self.fourEurosMidPeriod(), ["--max-spend", "4EUR/year"])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output.hasPrefix("holds: --max-spend 4EUR/year: 4 EUR of 4 EUR from 20"))
        #expect(run.output.contains(", as of ") && run.output.hasSuffix(" s ago\n"))
        #expect(
            run.diagnostics.split(separator: "\n").count == 1 && run.diagnostics.hasSuffix("the server's is taken\n"))
    }

    @Test func aSumAboveItsLimitDoesNotHold() async throws {
        let run = try await run(
            Self.fourEurosMidPeriod(), ["--max-spend", "100EUR/year", "--max-spend", "3.99EUR/year"])
        #expect(run.status == 5)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("holds: --max-spend 100EUR/year: 4 EUR of 100 EUR "))
        #expect(lines[1].hasPrefix("does not hold: --max-spend 3.99EUR/year: 4 EUR of 3.99 EUR "))
    }

    @Test func aPartialSumIsJudgedOnlyAboveItsLimit() async throws {
        // The first page is fetched again after the server's clock is known.
        let cut: FaultPlan = [.request(3): .response(Self.forbidden)]
        let below = try await run(Self.fourEurosMidPeriod(cut), ["--max-spend", "100EUR/year"])
        #expect(below.status == 3)
        #expect(below.output.hasPrefix("not judged: --max-spend 100EUR/year: at least 2 EUR of 100 EUR "))
        #expect(below.output.contains("longer") && !below.output.contains("\u{1B}"))
        #expect(below.diagnostics.contains("incomplete: ") && !below.diagnostics.contains("\u{1B}"))
        let above = try await run(Self.fourEurosMidPeriod(cut), ["--max-spend", "1.5EUR/year"])
        #expect(above.status == 5)
        #expect(above.output.hasPrefix("does not hold: --max-spend 1.5EUR/year: at least 2 EUR of 1.5 EUR "))
        let required = try await run(
            Self.fourEurosMidPeriod(cut), ["--max-spend", "100EUR/year", "--require-complete"])
        #expect(required.status == 5)
        #expect(required.output.contains("\ndoes not hold: --require-complete: INCOMPLETE, 2 rows from "))
    }

    @Test func aServerThatRefusesTheFirstPageIsRefused() async throws {
        let run = try await run(
            Self.fourEuros([.request(1): .response(Self.forbidden)]), ["--max-spend", "1EUR/day", "--max-age", "2h"])
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.diagnostics.split(separator: "\n").count == 1 && !run.diagnostics.contains("\u{1B}"))
    }

    @Test func chargesWithoutARateAreInNoSum() async throws {
        let present = try MidPeriod.present
        let entries = [Currency.usd, .diem].map {
            VeniceFake.entry(at: present - .seconds(60), amount: -2, currency: $0, requestID: "\($0)")
        }
        let server = try LoopbackServer(try MidPeriod.server(VeniceFake(entries: entries)))
        defer { server.stop() }
        func run(_ options: [String]) async -> Invocation {
            await self.run(
                ["venice", "--base-url", server.baseURL] + options,
                environment: ["VENICE_API_KEY": VeniceFake.testKey])
        }
        let partial = await run(["--max-spend", "3USD/year"])
        #expect(partial.status == 3)
        #expect(partial.output.contains(": at least 2 USD of 3 USD from "))
        #expect(partial.output.contains("(2 DIEM is not in the sum: no rate into USD "))
        let rate = ["--rate", "DIEM=USD:0.5@2020-01-01"]
        let converted = await run(["--max-spend", "3USD/year"] + rate)
        #expect(converted.status == 0 && converted.output.contains(": 3 USD of 3 USD "), "\(converted.output)")
        #expect(await run(["--max-spend", "2.99USD/year"] + rate).status == 5)
        let growth = await run(["--max-growth", "10%/year"])
        #expect(growth.status == 3 && growth.output.contains("charges are in DIEM, USD (give --rate"))
        // The present day has not ended, so it is not compared.
        let year = await run(["--max-growth", "10%/year"] + rate)
        #expect(year.output.contains(": 0 USD after 0 USD, limit 0 USD, from "))
    }

    @Test func aServerWithAnotherPresentIsBelieved() async throws {
        for skew in [Duration.seconds(400 * 86_400), .zero - .seconds(400 * 86_400)] {
            let present = Timestamp.now().advanced(by: skew)
            let fake = TresorFake(rows: [TresorFake.row(at: present - .seconds(60), cost: 3)])
            let run = try await run(
                WrongClockTests.Skewed(server: fake, skew: skew), ["--max-spend", "2EUR/year", "--require-complete"])
            // The period of a clock that is ahead begins after the server's present, so the one before is judged.
            #expect(run.status == 5, "\(run.output)\(run.diagnostics)")
            #expect(run.output.contains("3 EUR of 2 EUR from \("\(present)".prefix(4))-01-01T00:00:00Z to "))
            #expect(run.output.contains("\nholds: --require-complete: complete, 1 rows "))
        }
    }

    @Test func ctrlCPrintsWhatWasRead() async throws {
        let silent = SilentAfter(Self.fourEuros(at: try MidPeriod.present), after: 2)
        let server = try LoopbackServer(try MidPeriod.server(silent))
        defer { server.stop() }
        let process = try CommandProcess(
            ["guard", "tresor", "--base-url", server.baseURL, "--max-spend", "100EUR/year", "--require-complete"],
            environment: Self.environment)
        await silent.waitForSilence()
        kill(process.id, SIGINT)
        // Not 5: an interruption says nothing of the rows.
        #expect(await process.status() == 3)
        let lines = process.output.split(separator: "\n")
        #expect(
            lines.count == 2 && lines[0].hasPrefix("not judged: --max-spend 100EUR/year: at least 2 EUR of 100 EUR "))
        #expect(lines[0].contains(", it is not known when they were read (tresor usage: the command was interrupted"))
        #expect(lines.last?.hasPrefix("not judged: --require-complete: INCOMPLETE, 2 rows ") ?? false)
        #expect(lines.last?.hasSuffix("(the command was interrupted)") ?? false, "\(process.output)")
        #expect(process.diagnostics.hasPrefix("usage-report: incomplete: the command was interrupted\n"))
    }

    // MARK: Growth

    @Test func growthIsThatOfTheSamePartOfThePeriodBefore() async throws {
        try await sync(
            [("22T12:00:00", 1), ("23T10:00:00", 2), ("23T23:59:00", 50), ("24T10:00:00", 2.6)], start: "2026-05-22")
        // The present is the last millisecond of the day, so the last quarter of an hour is not compared.
        let holds = await run([store, "--demo", "--max-growth", "30%/day"])
        #expect(holds.status == 0, "\(holds.output)")
        #expect(
            holds.output.hasPrefix(
                """
                holds: --max-growth 30%/day: 2.6 EUR after 2 EUR (30 % more), limit 2.6 EUR, from \
                2026-05-24T00:00:00Z to 2026-05-24T23:45:00Z, compared with the time from 2026-05-23T00:00:00Z to \
                2026-05-23T23:45:00Z, whose age
                """), "\(holds.output)")
        let fails = await run([store, "--demo", "--max-growth", "29.9%/day"])
        #expect(fails.status == 5 && fails.output.contains("limit 2.598 EUR"))
        // The store lacks most of the week before, and what is missing raises the limit.
        let missing = await run([store, "--demo", "--max-growth", "30%/week"])
        #expect(missing.status == 3 && missing.output.hasPrefix("not judged: "), "\(missing.output)")
    }

    @Test func afterAPeriodWithoutChargesAnyChargeIsTooMuch() async throws {
        try await sync([("24T10:00:00", 0.001)], start: "2026-05-11")
        let run = await run([store, "--demo", "--max-growth", "1000%/week"])
        #expect(run.status == 5 && run.output.contains("0.001 EUR after 0 EUR, limit 0 EUR,"), "\(run.output)")
        // Nothing after nothing is not more.
        let hour = await self.run([store, "--demo", "--max-growth", "0%/hour"])
        #expect(hour.status == 0 && hour.output.contains("nothing was charged from"), "\(hour.output)")
    }

    // MARK: Stores

    @Test func aStoreIsJudgedByWhatItHas() async throws {
        _ = await Invocation.run(["sync", store, "tresor", "aurous", "--demo"])
        let options = [store, "--demo", "--provider", "tresor"]
        let week = await run(options + ["--max-spend", "5EUR/week", "--require-complete"])
        #expect(week.status == 0, "\(week.output)")
        let prefixes = ["--max-spend 5EUR/week: 2.", "--require-complete: complete, 2000 rows "]
        let lines = week.output.split(separator: "\n")
        #expect(lines.count == 2 && zip(lines, prefixes).allSatisfy { $0.hasPrefix("holds: " + $1) }, "\(week.output)")
        // The store lacks the first days of the month.
        let month = await run(options + ["--max-spend", "5EUR/month", "--max-spend", "5EUR/week"])
        #expect(month.status == 3 && month.output.contains("not judged: --max-spend 5EUR/month: at least 2."))
        #expect(month.output.contains("the store lacks 2026-05-01 to 2026-05-17 of tresor"))
        #expect(await run(options + ["--max-spend", "1EUR/month"]).status == 5)
        let required = await run(options + ["--max-spend", "5EUR/month", "--require-complete"])
        #expect(required.status == 5)
        #expect(required.output.contains("\ndoes not hold: --require-complete: INCOMPLETE, 2000 rows "))
        // Of all sources, and of all time.
        let all = await run([store, "--require-complete"])
        #expect(all.status == 0)
        #expect(all.output.hasPrefix("holds: --require-complete: complete, 4000 rows from 2026-05-18T00:00:00Z to "))
        #expect(await run([store, "--provider", "venice", "--require-complete"]).status == 2)
        #expect(await run([store, "--account", "other", "--require-complete"]).status == 2)
    }

    @Test func whatIsOlderThanItsLimitDoesNotHold() async throws {
        _ = await Invocation.run(["sync", store, "tresor", "--demo"])
        try await Task.sleep(for: .milliseconds(2100))
        let old = await run([store, "--max-age", "1s"])
        #expect(old.status == 5 && old.output.hasPrefix("does not hold: --max-age 1s: read "), "\(old.output)")
        #expect(await run([store, "--max-age", "1h"]).status == 0)
        let none = await run([folder.appendingPathComponent("nothing").path, "--max-age", "1h"])
        #expect(none.status == 1 && none.output.isEmpty)
    }

    @Test func periodsAreThoseOfTheTimeZone() async throws {
        try await sync([("24T21:59:00", 1), ("24T22:01:00", 2)], start: "2026-05-11")
        let berlin = [store, "--demo", "--time-zone", "Europe/Berlin", "--max-spend"]
        let day = await run(berlin + ["9EUR/day"])
        #expect(day.output.contains(": 2 EUR of 9 EUR from 2026-05-24T22:00:00Z to 2026-05-25T22:00:00Z"))
        let week = await run(berlin + ["9EUR/week", "--week-start", "sunday"])
        #expect(week.output.contains(": 3 EUR of 9 EUR from 2026-05-23T22:00:00Z to 2026-05-30T22:00:00Z"))
        let year = await run(berlin + ["9EUR/year"])
        #expect(year.output.contains("at least 3 EUR of 9 EUR from 2025-12-31T23:00:00Z to 2026-12-31T23:00:00Z"))
        let hour = await run([store, "--demo", "--max-spend", "9EUR/hour"])
        #expect(hour.output.contains(": 0 EUR of 9 EUR from 2026-05-24T23:00:00Z to 2026-05-25T00:00:00Z"))
    }

    // MARK: Quotas

    @Test func aMeterNeedsItsShareLeft() async throws {
        let present = Timestamp.now()
        let start = BillingPeriod(containing: present).start
        let plan = AuralytikFake.Plan(meters: [
            AuralytikFake.Meter("calls", included: JSONNumber(100)),
            AuralytikFake.Meter("storage_gb", includedWord: "unlimited"),
        ])
        let fake = AuralytikFake(
            details: [AuralytikFake.detail(at: start, quantity: 90)], plan: plan, now: { present })
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        func run(_ arguments: [String]) async -> Invocation {
            await self.run(
                arguments + ["--base-url", server.baseURL], environment: ["AURALYTIK_API_KEY": AuralytikFake.testKey])
        }
        let holds = await run(["auralytik", "--min-quota", "10%"])
        #expect(holds.status == 0, "\(holds.output)\(holds.diagnostics)")
        #expect(
            holds.output.hasPrefix(
                "holds: --min-quota 10%: 90 of 100 calls used; 0 storage_gb used (unlimited) from \(start) "
            ))
        #expect(fake.requests.count == 1)
        let fails = await run(["auralytik", "--min-quota", "10.1%"])
        #expect(fails.status == 5 && fails.output.hasPrefix("does not hold: --min-quota 10.1%: "))
        #expect(fails.output.hasSuffix(" (less than 10.1 % is left of calls)\n"), "\(fails.output)")
        // Beside a store, the server is asked as well.
        try await sync([("24T10:00:00", 1)], start: "2026-05-11")
        let both = await run([store, "--min-quota", "50%", "--require-complete"])
        #expect(both.status == 5 && both.output.hasSuffix(" rows from 2026-05-11T00:00:00Z to 2026-05-25T00:00:00Z\n"))
        server.stop()
        let alone = await run(["auralytik", "--min-quota", "10%"])
        #expect(alone.status == 1 && alone.output.isEmpty)
        let rest = await run([store, "--min-quota", "10%", "--require-complete"])
        #expect(rest.status == 3)
        #expect(rest.output.hasPrefix("not judged: --min-quota 10%: the meters could not be read ("))
    }

    // MARK: Command line

    @Test(arguments: DemoOptionTests.providers) func theDemoIsCompleteAndFresh(provider: String) async {
        let run = await run([provider, "--demo", "--require-complete", "--max-age", "2h"], environment: [:])
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        #expect(run.output.hasPrefix("holds: --require-complete: complete, 2000 rows from 2026-05-18T00:00:00Z to "))
        #expect(run.output.contains("\nholds: --max-age 2h: read "))
    }

    @Test(arguments: [
        [], ["--max-spend", "50"], ["--max-spend", "50USD"], ["--max-spend", "USD/day"], ["--max-spend", "50/day"],
        ["--max-spend", "50USD/decade"], ["--max-spend", "0EUR/day"], ["--max-spend=-1EUR/day"],
        ["--max-spend", "50 EUR/day"], ["--max-spend", "1e3EUR/day"], ["--max-spend", "05EUR/day"],
        ["--max-growth", "30/week"], ["--max-growth", "30%"], ["--max-growth=-3%/week"], ["--max-growth", "%/week"],
        ["--min-quota", "10%"], ["--max-age", "2"], ["--max-age", "2m"], ["--max-age", "0h"], ["--max-age", "1.5h"],
        ["--max-age", "99999999999999999d"], ["--max-age", "1h", "--rate", "DIEM=EUR:1@2026-01-01"],
        ["--max-spend", "1EUR/day", "--rate", "DIEM=USD:1@2026-01-01"],
        ["--max-spend", "1EUR/day", "--rate", "DIEM=EUR:1"],
        ["--max-spend", "1EUR/day", "--rate", "DIEM=EUR:1e1@2026-01-01"],
        ["--max-spend", "1EUR/day", "--rate", "DIEM=EUR:0@2026-01-01"],
        ["--max-growth", "1%/day", "--rate", "A=EUR:1@2026-01-01", "--rate", "A=USD:1@2026-01-01"],
        ["--max-age", "1h", "--week-start", "sunday"], ["--max-spend", "1EUR/day", "--time-zone", "Mars/Olympus"],
        ["--max-spend", "50eur/week"], ["--max-spend", "50Credit/week"],
        ["--max-spend", "1EUR/day", "--rate", "diem=EUR:1@2026-01-01"],
        ["--max-age", "1h", "--provider", "tresor"], ["--max-age", "1h", "--account", "a"],
        ["--max-age", "1h", "--account", ""], ["--max-age", "1h", "--demo"], ["--max-age", "1h", "--format", "json"],
    ])
    func badUsageIsRefusedInOneLineWithoutARequest(options: [String]) async throws {
        let fake = Self.fourEuros()
        let run = try await run(fake, options)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.diagnostics.hasPrefix("usage-report: "))
        #expect(run.diagnostics.split(separator: "\n").count == 1, "\(run.diagnostics)")
        #expect(fake.requests.isEmpty)
    }

    @Test func anAddressNeedsAServer() async {
        #expect(await run([store, "--max-age", "1h", "--base-url", "http://127.0.0.1:1"]).status == 2)
        #expect(await run(["", "--max-age", "1h"]).status == 2)
    }

    @Test func agesAreWrittenInTheirTwoGreatestUnits() {
        let words = [0, 59, 60, 3661, 7200, 90_061].map { AgeLimit.words(.seconds($0)) }
        #expect(words == ["0 s", "59 s", "1 min", "1 h 1 min", "2 h", "1 d 1 h"])
    }
}
