import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks whose window ends now, with a local clock that is wrong and a server that says what time it is.
@Suite struct WalkClockTests {
    /// The server's present at the start of each test.
    private static let present = Timestamp.at("2026-05-22T00:00:00Z")

    static let errors = [400 * 86_400, -3_600]

    /// A ledger whose server writes its time into each response, and a client whose clock is wrong.
    private struct Setup {
        let clock = ManualClock()
        let fake: any LedgerFake
        let configuration: ClientConfiguration
        let ownStart: Timestamp

        init(_ ledger: RowLedger, _ rows: [JSONValue], error: Int, present: Timestamp = WalkClockTests.present) {
            let fake = ledger.fake(rows)
            let clock = clock
            let server = AlteredServer(fake) { _, request, server in
                var response = try await server.send(request)
                if let start = request["start"].map(Timestamp.at), start > present {
                    response = TransportResponse(status: 400, body: #"{"error":"the start is in the future"}"#)
                }
                response.headers["Date"] = present.advanced(by: clock.now.offset).headerDate
                return response
            }
            let ownStart = present.advanced(by: .seconds(error))
            self.fake = fake
            self.ownStart = ownStart
            configuration = .test(server, clock: clock, now: { ownStart.advanced(by: clock.now.offset) })
        }
    }

    /// Walks several times with one client, and counts the requests of each walk.
    private struct Repeated: WalkVisitor {
        let setup: Setup
        let times: Int

        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> [(outcome: WalkOutcome, requests: Int)] {
            var results: [(outcome: WalkOutcome, requests: Int)] = []
            for _ in 0..<times {
                let before = setup.fake.requests.count
                let outcome = await WalkOutcome(of: walk) { setup.clock.advance(by: .seconds(3)) }
                results.append((outcome, setup.fake.requests.count - before))
            }
            return results
        }
    }

    private func walks(
        _ ledger: RowLedger, _ setup: Setup, in window: TimeWindow, times: Int = 2
    ) async throws -> [(outcome: WalkOutcome, requests: Int)] {
        try await ledger.visit(
            Repeated(setup: setup, times: times), setup.configuration, in: window, pageSize: 20)
    }

    private func expectRows(
        _ outcome: WalkOutcome, _ ledger: RowLedger, _ rows: [JSONValue], in window: TimeWindow
    ) {
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.window == window)
        let inside = rows.filter { ledger.instant($0).map(window.contains) ?? false }
        #expect(outcome.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        #expect(!inside.isEmpty)
    }

    @Test(arguments: RowLedger.allCases, errors)
    func pinsAnOpenEndToTheServersPresent(ledger: RowLedger, error: Int) async throws {
        let rows = ledger.rows(seed: 85, count: 90)
        let setup = Setup(ledger, rows, error: error)
        let results = try await walks(ledger, setup, in: .since("2026-05-18T00:00:00Z"), times: 1)
        expectRows(
            results[0].outcome, ledger, rows, in: .between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z"))
    }

    /// The time goes on between the walks, and the window of the second one ends later.
    @Test(arguments: RowLedger.allCases, errors)
    func aKnownErrorCostsNoSecondRequest(ledger: RowLedger, error: Int) async throws {
        let rows = ledger.rows(seed: 86, count: 90)
        let setup = Setup(ledger, rows, error: error)
        let results = try await walks(ledger, setup, in: .since("2026-05-18T00:00:00Z"))
        let (first, second) = (results[0], results[1])
        #expect(first.requests == first.outcome.report.pages + 1)
        #expect(second.requests == second.outcome.report.pages)
        let elapsed = Duration.seconds(3 * first.outcome.report.pages)
        let end = Self.present.advanced(by: elapsed)
        let window = try TimeWindow(from: .at("2026-05-18T00:00:00Z"), to: end)
        expectRows(second.outcome, ledger, rows, in: window)
    }

    @Test func aRightClockCostsNoSecondRequest() async throws {
        let ledger = RowLedger.tresor
        let setup = Setup(ledger, ledger.rows(seed: 87, count: 90), error: 0)
        for result in try await walks(ledger, setup, in: .since("2026-05-18T00:00:00Z")) {
            #expect(result.requests == result.outcome.report.pages)
        }
    }

    @Test(arguments: RowLedger.allCases, errors)
    func movesBothBoundsOfTheLastDays(ledger: RowLedger, error: Int) async throws {
        let rows = ledger.rows(seed: 88, count: 90)
        let setup = Setup(ledger, rows, error: error)
        let results = try await walks(ledger, setup, in: .last(hours: 72, localNow: setup.ownStart))
        let window = TimeWindow.between("2026-05-19T00:00:00Z", "2026-05-22T00:00:00Z")
        for result in results { expectRows(result.outcome, ledger, rows, in: window) }
        #expect(results[0].requests > results[0].outcome.report.pages)
        #expect(results[1].requests == results[1].outcome.report.pages)
    }

    @Test(arguments: RowLedger.allCases, errors)
    func readsTheDaysOfTheServersClockUpToItsPresent(ledger: RowLedger, error: Int) async throws {
        let rows = ledger.rows(seed: 88, count: 90)
        let setup = Setup(ledger, rows, error: error, present: .at("2026-05-21T18:00:00Z"))
        let results = try await walks(ledger, setup, in: .days(3, in: .gmt, localNow: setup.ownStart), times: 1)
        let window = TimeWindow.between("2026-05-19T00:00:00Z", "2026-05-21T18:00:00Z")
        expectRows(results[0].outcome, ledger, rows, in: window)
    }

    @Test func theLagMovesTheLastHoursAndTheDay() async throws {
        let ledger = RowLedger.tresor
        let setup = Setup(ledger, ledger.rows(seed: 88, count: 90), error: 0)
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: setup.configuration)
        func window(_ window: TimeWindow, lag: Int) async -> TimeWindow {
            await WalkOutcome(of: client.usage(in: window).with(WalkOptions(lag: .seconds(lag)))).report.window
        }
        let hours = TimeWindow.last(hours: 24, localNow: setup.ownStart)
        #expect(await window(hours, lag: 60) == .between("2026-05-20T23:59:00Z", "2026-05-21T23:59:00Z"))
        let today = TimeWindow.days(1, in: .gmt, localNow: setup.ownStart)
        #expect(await window(today, lag: 60) == .between("2026-05-21T00:00:00Z", "2026-05-21T23:59:00Z"))
        let given = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-22T00:00:00Z")
        #expect(await window(given, lag: 60) == given)
    }

    @Test func keepsBoundsThatTheCallerGave() async throws {
        let ledger = RowLedger.tresor
        let setup = Setup(ledger, ledger.rows(seed: 89, count: 90), error: -3_600)
        let window = TimeWindow.last(hours: 72, before: setup.ownStart)
        let results = try await walks(ledger, setup, in: window, times: 1)
        #expect(results[0].outcome.report.window == window)
        #expect(results[0].requests == results[0].outcome.report.pages)
    }

    /// The first request is refused, because the window begins after the server's present.
    @Test func correctsAWindowThatTheServerRefuses() async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 92, count: 90)
        let setup = Setup(ledger, rows, error: 400 * 86_400)
        let results = try await walks(ledger, setup, in: .last(hours: 72, localNow: setup.ownStart))
        let window = TimeWindow.between("2026-05-19T00:00:00Z", "2026-05-22T00:00:00Z")
        expectRows(results[0].outcome, ledger, rows, in: window)
    }

    @Test func aRefusalEndsTheWalkIfTheClockIsRight() async throws {
        let ledger = RowLedger.tresor
        let setup = Setup(ledger, [], error: 0)
        let results = try await walks(
            ledger, setup, in: .between("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"), times: 1)
        #expect(results[0].outcome.failure?.code == .requestRefused)
        #expect(results[0].requests == 1)
    }

    /// Auralytik is asked for the current period by its name, which a wrong clock gets wrong.
    @Test(arguments: [(400 * 86_400, "2027-06"), (-40 * 86_400, "2026-04"), (3_600, "2026-05")])
    func asksForThePeriodOfTheServersPresent(error: Int, period: String) async throws {
        let ledger = RowLedger.auralytik
        let rows = ledger.rows(seed: 90, count: 50)
        let setup = Setup(ledger, rows, error: error)
        let client = try Auralytik.Client(apiKey: AuralytikFake.testKey, configuration: setup.configuration)
        let walk = client.details(matching: Auralytik.DetailsQuery(pageSize: 20))
        for round in 1...2 {
            let before = setup.fake.requests.count
            let (found, report) = try await walk.collect()
            #expect(found.count == 50)
            #expect(report.isComplete)
            #expect(report.window == .all)
            let periods = setup.fake.requests.dropFirst(before).map { $0["billingPeriod"] }
            let wrong = round == 1 && period != "2026-05" ? 1 : 0
            #expect(periods == Array(repeating: period, count: wrong) + Array(repeating: "2026-05", count: 3))
        }
    }

    // MARK: Checkpoints

    @Test(arguments: errors)
    func aDayResumesUntilItHasPassed(error: Int) async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 91, count: 90)
        let setup = Setup(ledger, rows, error: error, present: .at("2026-05-21T18:00:00Z"))
        func walk(
            _ now: Timestamp, from checkpoint: WalkCheckpoint? = nil, pages: Int = .max
        ) async throws -> WalkOutcome {
            try await ledger.walk(
                setup.configuration, in: .days(3, in: .gmt, localNow: now), pageSize: 10, options: WalkOptions(),
                from: checkpoint, pages: pages)
        }
        let first = try await walk(setup.ownStart, pages: 2)
        let stored = try JSONEncoder().encode(#require(first.checkpoint))
        let checkpoint = try JSONDecoder().decode(WalkCheckpoint.self, from: stored)
        let second = try await walk(setup.ownStart.advanced(by: .seconds(900)), from: checkpoint)
        #expect(second.report.isComplete)
        let window = TimeWindow.between("2026-05-19T00:00:00Z", "2026-05-21T18:00:00Z")
        #expect(second.report.window == window)
        let inside = rows.filter { ledger.instant($0).map(window.contains) ?? false }
        #expect((first.rows + second.rows).map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        let next = try await walk(setup.ownStart.advanced(by: .seconds(3 * 86_400)), from: checkpoint)
        #expect(next.failure?.code == .checkpointMismatch)
        // A caller that has the checkpoint has the window, too.
        let resumed = try await ledger.walk(
            setup.configuration, in: checkpoint.window, pageSize: 10, options: WalkOptions(), from: checkpoint)
        #expect(resumed.report.isComplete)
        #expect(resumed.rows == second.rows)
    }

    @Test(arguments: errors)
    func theLastDaysResumeWithTheWindowOfTheirCheckpoint(error: Int) async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 91, count: 90)
        let setup = Setup(ledger, rows, error: error)
        let first = try await ledger.walk(
            setup.configuration, in: .last(hours: 72, localNow: setup.ownStart), pageSize: 10, options: WalkOptions(),
            pages: 2)
        let checkpoint = try #require(first.checkpoint)
        let later = setup.ownStart.advanced(by: .seconds(3_000))
        let second = try await ledger.walk(
            setup.configuration, in: .last(hours: 72, localNow: later), pageSize: 10, options: WalkOptions(),
            from: checkpoint)
        #expect(second.report.isComplete)
        let window = TimeWindow.between("2026-05-19T00:00:00Z", "2026-05-22T00:00:00Z")
        #expect(second.report.window == window)
        let inside = rows.filter { ledger.instant($0).map(window.contains) ?? false }
        #expect((first.rows + second.rows).map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        let other = try await ledger.walk(
            setup.configuration, in: .last(hours: 96, localNow: later), pageSize: 10, options: WalkOptions(),
            from: checkpoint)
        #expect(other.failure?.code == .checkpointMismatch)
        let resumed = try await ledger.walk(
            setup.configuration, in: checkpoint.window, pageSize: 10, options: WalkOptions(), from: checkpoint)
        #expect(resumed.rows == second.rows)
    }
}
