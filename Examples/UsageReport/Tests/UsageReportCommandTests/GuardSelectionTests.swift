import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `guard`: which rows and which time a condition is about.
@Suite final class GuardSelectionTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guard-\(UUID().uuidString)")
    private var store: String { folder.path }
    private static let environment = [
        "TRESOR_API_KEY": TresorFake.testKey, "CHATBOTKIT_API_KEY": ChatBotKitFake.testKey,
    ]

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: [String]) async -> Invocation {
        await Invocation.run(["guard"] + arguments, environment: Self.environment)
    }

    private func sync(_ provider: String, _ transport: any HTTPTransport) async throws -> Int32 {
        let server = try LoopbackServer(transport)
        defer { server.stop() }
        let run = await Invocation.run(
            ["sync", store, provider, "--base-url", server.baseURL], environment: Self.environment)
        return run.status
    }

    /// A condition that does not hold alone does not hold beside a limit of spending, either.
    @Test func aLimitOfSpendingLeavesOutRowsOfSumsOnly() async throws {
        let now = Timestamp.now()
        #expect(try await sync("tresor", TresorFake(rows: [TresorFake.row(at: now - .seconds(60), cost: 1)])) == 0)
        let refusal = TransportResponse(status: 403, body: #"{"error":{"message":"no","code":"forbidden"}}"#)
        let cut = ChatBotKitFake(
            records: (1...150).map { ChatBotKitFake.record(at: now - .seconds(60 * $0)) },
            behavior: FakeBehavior(pageLimit: 50, faults: [.request(2): .response(refusal)]))
        #expect(try await sync("chatbotkit", cut) == 3)

        let alone = await run([store, "--require-complete"])
        #expect(alone.status == 5, "\(alone.output)")
        let both = await run([store, "--require-complete", "--max-spend", "5EUR/hour"])
        #expect(both.status == 5, "\(both.output)")
        #expect(both.output.contains("\ndoes not hold: --require-complete: INCOMPLETE, "), "\(both.output)")
        #expect(both.output.hasPrefix("holds: --max-spend 5EUR/hour: "), "\(both.output)")
        #expect(both.diagnostics.contains("no sum has the rows of chatbotkit, which have no charges"))
    }

    @Test func theAgeIsThatOfAllRows() async throws {
        let now = Timestamp.now()
        let old = WrongClockTests.Skewed(
            server: ChatBotKitFake(records: [ChatBotKitFake.record(at: now - .seconds(86_400))]),
            skew: .seconds(-3 * 3600))
        #expect(try await sync("chatbotkit", old) == 0)
        #expect(try await sync("tresor", TresorFake(rows: [TresorFake.row(at: now - .seconds(60), cost: 1)])) == 0)
        #expect(await run([store, "--max-age", "2h"]).status == 5)
        let both = await run([store, "--max-age", "2h", "--max-spend", "5EUR/hour"])
        #expect(both.status == 5 && both.output.contains("\ndoes not hold: --max-age 2h: read 3 h"), "\(both.output)")
    }

    /// All charges of Aurous are in credits, so its rows without a charge are missing from no other sum.
    @Test func rowsWhoseCurrencyHasALimitAreMissingFromNoOtherSum() async throws {
        #expect(await Invocation.run(["sync", store, "tresor", "aurous", "--demo"]).status == 0)
        let euros = [store, "--demo", "--max-spend", "50EUR/week"]
        let alone = await run(euros)
        #expect(alone.status == 3 && alone.output.contains(" credit is not in the sum"), "\(alone.output)")
        let both = await run(euros + ["--max-spend", "5000credit/week"])
        let lines = both.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("holds: --max-spend 50EUR/week: 2.") ?? false, "\(both.output)")
        // Aurous has rows without a charge.
        #expect(lines.last?.hasPrefix("not judged: --max-spend 5000credit/week: at least ") ?? false)
        #expect(both.status == 3)
    }

    /// Charges with a rate into the currency of another limit count there.
    @Test func chargesWithARateAreMissingFromNoOtherSum() async throws {
        let present = try MidPeriod.present
        let entries = [Currency.usd, .diem].map {
            VeniceFake.entry(at: present - .seconds(60), amount: -2, currency: $0, requestID: "\($0)")
        }
        let server = try LoopbackServer(try MidPeriod.server(VeniceFake(entries: entries)))
        defer { server.stop() }
        let limits = ["guard", "venice", "--base-url", server.baseURL, "--max-spend", "1EUR/week"]
        func run(_ options: [String]) async -> Invocation {
            await Invocation.run(limits + options, environment: ["VENICE_API_KEY": VeniceFake.testKey])
        }
        let dollars = ["--max-spend", "3USD/week"]
        #expect(await run(dollars).status == 3)
        let rated = await run(dollars + ["--rate", "DIEM=USD:0.5@2020-01-01"])
        #expect(rated.status == 0 && rated.output.hasPrefix("holds: --max-spend 1EUR/week: 0 EUR"), "\(rated.output)")
        #expect(rated.output.contains("\nholds: --max-spend 3USD/week: 3 USD of 3 USD "))
    }

    /// A clock that is behind can be in the window and still in an earlier period.
    @Test func growthBeginsBeforeThePeriodOfTheServersPresent() async throws {
        let now = Timestamp.now()
        let today = Timestamp(seconds: now.seconds - now.seconds % 86_400)
        // The day before the local one, at noon.
        let present = today - .seconds(43_200)
        let fake = TresorFake(rows: [
            TresorFake.row(at: present - .seconds(7200), cost: 2),
            TresorFake.row(at: present - .seconds(7200 + 86_400), cost: 1),
        ])
        let server = try LoopbackServer(WrongClockTests.Skewed(server: fake, skew: now.duration(to: present)))
        defer { server.stop() }
        let run = await run(["tresor", "--base-url", server.baseURL, "--max-growth", "99.9%/day"])
        #expect(run.status == 5, "\(run.output)\(run.diagnostics)")
        #expect(run.output.contains("--max-growth 99.9%/day: 2 EUR after 1 EUR (100 % more), limit 1.999 EUR, from "))
    }

    @Test func aServerWhoseClockIsFarBehindIsRefused() async throws {
        let fake = TresorFake(rows: [])
        let server = try LoopbackServer(WrongClockTests.Skewed(server: fake, skew: .seconds(-3000 * 86_400)))
        defer { server.stop() }
        let run = await run(["tresor", "--base-url", server.baseURL, "--max-spend", "5EUR/day"])
        // The command line makes sense, and requests were made.
        #expect(run.status == 1 && run.output.isEmpty && !fake.requests.isEmpty)
        #expect(run.diagnostics.contains("after the server's present: compare the clocks"), "\(run.diagnostics)")
    }

    // MARK: Figures

    @Test(arguments: [
        (before: 3, now: 4, text: "4 EUR after 3 EUR (33.3 % more), limit 30 EUR"),
        (before: 4, now: 3, text: "3 EUR after 4 EUR (25 % less), limit 40 EUR"),
        (before: 2, now: 2, text: "2 EUR after 2 EUR (0 % more), limit 20 EUR"),
        (before: 0, now: 2, text: "2 EUR after 0 EUR, limit 0 EUR"),
    ])
    func growthIsInPerCent(before: Int64, now: Int64, text: String) async throws {
        let present = try MidPeriod.present
        let fake = TresorFake(rows: [
            TresorFake.row(at: present - .seconds(3600), cost: .init(integerLiteral: Int(now))),
            TresorFake.row(at: present - .seconds(3600 + 86_400), cost: .init(integerLiteral: Int(before))),
        ])
        let server = try LoopbackServer(try MidPeriod.server(fake))
        defer { server.stop() }
        let run = await run(["tresor", "--base-url", server.baseURL, "--max-growth", "900%/day"])
        #expect(run.output.contains("--max-growth 900%/day: \(text), from "), "\(run.output)\(run.diagnostics)")
    }
}
