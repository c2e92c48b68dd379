import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks whose window is cut into shards that are walked at the same time.
@Suite struct WalkShardTests {
    private static let cut: [RowLedger] = [.aurous, .aurousCredits, .venice, .tresor]

    /// Rows of which some lie exactly on the bounds of the shards and of the window.
    private func rows(_ ledger: RowLedger, shards: Int, in window: TimeWindow) -> [JSONValue] {
        var rows = ledger.rows(seed: UInt64(shards), count: 120, in: window)
        guard let start = window.start, let end = window.end, let model = rows.first else { return rows }
        let span = end.seconds - start.seconds
        for index in 0...shards {
            let bound = index == 0 ? start : Timestamp(seconds: start.seconds + span * Int64(index) / Int64(shards))
            for (copy, instant) in [bound, bound, bound.advanced(by: .nanoseconds(-1_000_000))].enumerated() {
                rows.append(
                    model.replacing("id", by: .string("bound-\(index)-\(copy)"))
                        .replacing("created_at", by: .string(instant.description))
                        .replacing("timestamp", by: .string(instant.description)))
            }
        }
        return rows
    }

    @Test(arguments: cut, Array(1...16) + [64])
    func deliversTheSameRowsInTheSameOrderForAnyNumberOfShards(ledger: RowLedger, count: Int) async throws {
        let rows = rows(ledger, shards: count, in: RowLedger.week)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let cut = try await ledger.walk(
            .test(ledger.fake(rows)), pageSize: 10, options: .with { $0.shards = count })
        #expect(cut.error == nil)
        #expect(cut.rows.map(\.canonical) == whole.rows.map(\.canonical))
        #expect(whole.rows.count > 120)
        #expect(ledger.charges(cut.rows) == ledger.charges(whole.rows))
        #expect(cut.report.rows == whole.report.rows)
        #expect(cut.report.expected == whole.report.expected)
        #expect(cut.report.revised == 0)
        #expect(cut.report.isComplete)
        if ledger != .aurousCredits { #expect(cut.report.outsideWindow == whole.report.outsideWindow) }
    }

    @Test(
        arguments: [RowLedger.aurous, .tresor, .venice],
        [
            ("2026-05-18T00:00:00Z", "2026-05-18T00:00:05Z"), ("2026-05-18T00:00:00.25Z", "2026-05-18T00:00:03.5Z"),
            ("2026-05-18T00:00:00.25Z", "2026-05-18T00:00:00.75Z"),
        ])
    func cutsIntoNoMoreShardsThanSeconds(
        ledger: RowLedger, window: (String, String)
    ) async throws {
        let window = TimeWindow.between(window.0, window.1)
        let rows = rows(ledger, shards: 4, in: window)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), in: window, pageSize: 10)
        let cut = try await ledger.walk(
            .test(ledger.fake(rows)), in: window, pageSize: 10, options: .with { $0.shards = 16 })
        #expect(cut.rows.map(\.canonical) == whole.rows.map(\.canonical))
        #expect(!cut.rows.isEmpty)
        #expect(cut.report.isComplete)
        #expect(cut.report.expected == whole.report.expected)
    }

    @Test(arguments: [RowLedger.aurous, .tresor])
    func deliversARowOnceThatEveryShardGives(ledger: RowLedger) async throws {
        // A server that ignores the window gives all rows to every shard.
        let rows = ledger.rows(seed: 40, count: 40)
        let server = AlteredServer(ledger.fake(rows)) { _, request, server in
            var request = request
            var parts = try #require(URLComponents(url: request.url, resolvingAgainstBaseURL: false))
            parts.queryItems = parts.queryItems?.map { item in
                switch item.name {
                case "start", "start_time": URLQueryItem(name: item.name, value: "2026-05-01T00:00:00Z")
                case "end", "end_time": URLQueryItem(name: item.name, value: "2026-05-31T00:00:00Z")
                default: item
                }
            }
            request.url = try #require(parts.url)
            return try await server.send(request)
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 50, options: .with { $0.shards = 5 })
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: [RowLedger.chatBotKit, .auralytik, .auralytikSigned])
    func refusesToCutAListingWithoutATimeFilter(ledger: RowLedger) async throws {
        let fake = ledger.fake(ledger.rows(seed: 41, count: 10))
        let outcome = try await ledger.walk(.test(fake), pageSize: 10, options: .with { $0.shards = 2 })
        #expect(outcome.failure?.code == .invalidArgument)
        #expect(fake.requests.isEmpty)
    }

    @Test func refusesToCutBuckets() async throws {
        let fake = AurousFake(events: [])
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(fake))
        let walk = client.buckets(in: RowLedger.week).with(WalkOptions(shards: 2))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(fake.requests.isEmpty)
    }

    @Test(arguments: [Int.min, -1, 0, 65, Int.max])
    func acceptsOneTo64Shards(count: Int) async throws {
        let fake = RowLedger.tresor.fake([])
        let outcome = try await RowLedger.tresor.walk(
            .test(fake), pageSize: 10, options: .with { $0.shards = count })
        #expect(outcome.failure?.code == .invalidArgument)
        #expect(fake.requests.isEmpty)
    }

    @Test func refusesToCutAWindowWithoutAStart() async throws {
        let outcome = try await RowLedger.tresor.walk(
            .test(RowLedger.tresor.fake([])), in: .all, pageSize: 10, options: .with { $0.shards = 2 })
        #expect(outcome.failure?.code == .invalidArgument)
    }

    @Test func leavingTheLoopStopsAllShards() async throws {
        let ledger = RowLedger.tresor
        let barrier = Barrier()
        let fake = ledger.fake(ledger.rows(seed: 42, count: 200))
        // The server responds for the newest shard and holds the others.
        let server = AlteredServer(fake) { _, request, server in
            if request["end"] != "2026-05-25T00:00:00Z" { try await barrier.pass() }
            return try await server.send(request)
        }
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(server))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10)).with(WalkOptions(shards: 4))
        var kept: WalkPages<Tresor.LedgerRow>.Page?
        for try await page in walk.pages {
            kept = page
            while barrier.waitingCount < 3 { await Task.yield() }
            break
        }
        while barrier.cancelledCount < 3 { await Task.yield() }
        #expect(kept?.rows.isEmpty == false)
        #expect(kept?.checkpoint != nil)
        #expect(barrier.waitingCount == 0)
    }

    @Test func throwsTheErrorOfALaterShardAfterTheRowsOfEarlierShards() async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 43, count: 100)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        // A week in seven shards: the third from the end fails at once.
        let server = AlteredServer(ledger.fake(rows)) { _, request, server in
            guard request["end"] == "2026-05-23T00:00:00Z" else { return try await server.send(request) }
            return TransportResponse(status: 403, body: #"{"error":{"message":"not this day"}}"#)
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 10, options: .with { $0.shards = 7 })
        let newer = whole.rows.filter { ledger.instant($0).map { $0 >= .at("2026-05-23T00:00:00Z") } ?? false }
        #expect(outcome.failure?.code == .forbidden)
        #expect(outcome.rows.map(\.canonical) == newer.map(\.canonical))
        #expect(!newer.isEmpty)
        #expect(!outcome.report.isComplete)
    }
}
