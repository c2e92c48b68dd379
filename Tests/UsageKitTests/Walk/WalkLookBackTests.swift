import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows that are written late, clocks that are wrong, and the bounds that are sent.
@Suite struct WalkLookBackTests {
    private func late(_ ledger: RowLedger, _ row: JSONValue, _ count: Int, at instant: String) -> [JSONValue] {
        (0..<count).map {
            row.replacing("id", by: .string("late-\($0)")).replacing("created_at", by: .string(instant))
        }
    }

    @Test(arguments: [RowLedger.aurous, .tresor], [1, 7, 40])
    func findsLateRowsOnce(ledger: RowLedger, count: Int) async throws {
        let rows = ledger.rows(seed: 80, count: 200)
        let new = late(ledger, rows[0], count, at: "2026-05-24T12:00:00Z")
        let behavior = FakeBehavior(changes: [8: [.insert(new)]])
        let plain = try await ledger.walk(.test(ledger.fake(rows, behavior)), pageSize: 10)
        #expect(plain.rows.count == 200)
        let outcome = try await ledger.walk(
            .test(ledger.fake(rows, behavior)), pageSize: 10, options: .with { $0.lookBack = .seconds(3 * 86_400) })
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == (rows + new).map(\.canonical).sorted())
        #expect(outcome.report.rows == 200 + count)
        #expect(outcome.report.isComplete)
        #expect(ledger.charges(outcome.rows) == ledger.charges(rows + new))
    }

    @Test(arguments: [RowLedger.aurous, .tresor], [1, 4])
    func findsLateRowsWithShardsAndAfterCheckpoints(ledger: RowLedger, shards: Int) async throws {
        let rows = ledger.rows(seed: 81, count: 120)
        let new = late(ledger, rows[0], 5, at: "2026-05-24T12:00:00Z")
        let options = WalkOptions.with {
            $0.lookBack = .seconds(2 * 86_400)
            $0.shards = shards
        }
        for pages in 1...20 {
            let fake = ledger.fake(rows)
            let first = try await ledger.walk(.test(fake), pageSize: 10, options: options, pages: pages)
            guard let checkpoint = first.checkpoint else { continue }
            if checkpoint.segment == shards { continue }
            fake.apply(.insert(new))
            let second = try await ledger.walk(.test(fake), pageSize: 10, options: options, from: checkpoint)
            #expect(second.error == nil)
            let found = (first.rows + second.rows).map(\.canonical)
            #expect(found.sorted() == (rows + new).map(\.canonical).sorted())
            #expect(second.report.isComplete)
        }
    }

    @Test func refusesToReadRowsWithoutIDsAgain() async throws {
        for ledger in [RowLedger.venice, .veniceRetired] {
            let fake = ledger.fake([])
            let outcome = try await ledger.walk(
                .test(fake), pageSize: 10, options: .with { $0.lookBack = .seconds(60) })
            #expect(outcome.failure?.code == .invalidArgument)
            #expect(fake.requests.isEmpty)
        }
    }

    @Test func refusesNegativeSpans() async throws {
        let fake = RowLedger.tresor.fake([])
        for options in [WalkOptions.with { $0.lookBack = .seconds(-1) }, .with { $0.lag = .seconds(-1) }] {
            let outcome = try await RowLedger.tresor.walk(.test(fake), pageSize: 10, options: options)
            #expect(outcome.failure?.code == .invalidArgument)
        }
        #expect(fake.requests.isEmpty)
    }

    @Test(arguments: RowLedger.allCases)
    func pinsTheEndBeforeThePresent(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 82, count: 60)
        let outcome = try await ledger.walk(
            .test(ledger.fake(rows), now: { .at("2026-05-22T00:10:00Z") }), in: .since("2026-05-18T00:00:00Z"),
            pageSize: 10, options: .with { $0.lag = .seconds(600) })
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z")
        #expect(outcome.report.window == window)
        let inside = rows.filter { ledger.instant($0).map(window.contains) ?? false }
        #expect(outcome.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        #expect(!inside.isEmpty)
        #expect(inside.count < rows.count)
    }

    @Test func keepsAnEndThatTheCallerGave() async throws {
        let outcome = try await RowLedger.tresor.walk(
            .test(RowLedger.tresor.fake([])), pageSize: 10, options: .with { $0.lag = .seconds(600) })
        #expect(outcome.report.window == RowLedger.week)
    }

    @Test(arguments: [RowLedger.aurous, .venice, .veniceRetired, .tresor])
    func sendsFractionsOfBoundsExactly(ledger: RowLedger) async throws {
        let start = "2026-04-30T23:59:59.9996Z"
        let end = "2026-05-31T23:59:59.999600001Z"
        let model = ledger.rows(seed: 83, count: 1)[0]
        let inside = [start, "2026-05-31T23:59:59.9996Z"]
        let rows = (inside + ["2026-04-30T23:59:59.9995Z", end, "2026-06-01T00:00:00Z"]).enumerated().map {
            model.replacing("id", by: .string("\($0.offset)"))
                .replacing("created_at", by: .string($0.element)).replacing("timestamp", by: .string($0.element))
        }
        let fake = ledger.fake(rows)
        let outcome = try await ledger.walk(
            .test(fake), in: .between(start, end), pageSize: 10, options: WalkOptions())
        #expect(outcome.error == nil)
        #expect(outcome.rows.compactMap(ledger.instant).sorted() == inside.map(Timestamp.at))
        let first = try #require(fake.requests.first)
        let from = first["start"] ?? first["start_time"] ?? first["startTimestamp"] ?? first["startDate"]
        let to = first["end"] ?? first["end_time"] ?? first["endTimestamp"] ?? first["endDate"]
        #expect(from.map(Timestamp.at) == .at(start))
        #expect(to.map(Timestamp.at) == .at(end))
    }

    @Test(arguments: [400 * 86_400, -3_600], [1, 3])
    func pinsTheEndToTheServersPresent(error: Int, shards: Int) async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 84, count: 60)
        let fake = ledger.fake(rows)
        let server = AlteredServer(fake) { _, request, server in
            var response = try await server.send(request)
            response.headers["Date"] = "Fri, 22 May 2026 00:00:00 GMT"
            return response
        }
        let own = Timestamp.at("2026-05-22T00:00:00Z").advanced(by: .seconds(error))
        let outcome = try await ledger.walk(
            .test(server, now: { own }), in: .since("2026-05-18T00:00:00Z"), pageSize: 10,
            options: .with { $0.shards = shards })
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z")
        #expect(outcome.error == nil)
        #expect(outcome.report.window == window)
        let inside = rows.filter { ledger.instant($0).map(window.contains) ?? false }
        #expect(outcome.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        #expect(outcome.report.isComplete)
    }
}
