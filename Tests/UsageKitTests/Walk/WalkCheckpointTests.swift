import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks that continue after a checkpoint.
@Suite struct WalkCheckpointTests {
    /// The checkpoint after encoding and decoding.
    private func stored(_ checkpoint: WalkCheckpoint?) throws -> WalkCheckpoint {
        let bytes = try JSONEncoder().encode(#require(checkpoint))
        let read = try JSONDecoder().decode(WalkCheckpoint.self, from: bytes)
        #expect(read == checkpoint)
        return read
    }

    /// Rows of which many have equal instants and, if rows have no ids, some are equal.
    private func rows(_ ledger: RowLedger, seed: UInt64) -> [JSONValue] {
        var rows = ledger.rows(seed: seed, count: 75)
        for index in stride(from: 0, to: 60, by: 5) {
            for copy in 1...3 {
                rows.append(
                    ledger.hasIDs ? rows[index].replacing("id", by: .string("tie-\(index)-\(copy)")) : rows[index])
            }
        }
        return rows
    }

    private func resumed(
        _ ledger: RowLedger, _ fake: any HTTPTransport, behind pages: Int, options: WalkOptions = WalkOptions(),
        between: () -> Void = {}, _ change: (WalkCheckpoint) -> WalkCheckpoint = { $0 }
    ) async throws -> (rows: [JSONValue], outcome: WalkOutcome) {
        let first = try await ledger.walk(.test(fake), pageSize: 10, options: options, pages: pages)
        #expect(first.error == nil)
        guard first.checkpoint != nil else { return (first.rows, first) }
        let checkpoint = change(try stored(first.checkpoint))
        between()
        let second = try await ledger.walk(.test(fake), pageSize: 10, options: options, from: checkpoint)
        return (first.rows + second.rows, second)
    }

    @Test(arguments: RowLedger.allCases, 1...12)
    func resumesAfterEveryPage(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 60)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let (found, outcome) = try await resumed(ledger, ledger.fake(rows), behind: pages)
        #expect(outcome.error == nil)
        #expect(found == whole.rows)
        #expect(ledger.charges(found) == ledger.charges(rows))
        if ledger == .chatBotKit, pages == whole.report.pages - 2 {
            // An empty page may mean the end or an expired cursor, so everything is read again.
            #expect(outcome.report.restarts == 1)
            #expect(outcome.report.isComplete)
        } else {
            var report = outcome.report
            // A page that begins with a charge equal to one before it is read again, and a later run knows less of these.
            if ledger == .venice { (report.pages, report.restarts) = (whole.report.pages, whole.report.restarts) }
            #expect(report == whole.report)
        }
    }

    @Test(arguments: [RowLedger.aurous, .venice, .tresor], 1...14)
    func resumesWithShards(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 61)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        for shards in [2, 3, 7] {
            let (found, outcome) = try await resumed(
                ledger, ledger.fake(rows), behind: pages, options: .with { $0.shards = shards })
            #expect(outcome.error == nil)
            #expect(found == whole.rows)
            #expect(outcome.report.expected == whole.report.expected)
            #expect(outcome.report.rows == rows.count)
            #expect(outcome.report.isComplete)
        }
    }

    @Test(arguments: RowLedger.allCases, 1...3)
    func resumesWithPagesFetchedAhead(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 62)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let (found, outcome) = try await resumed(
            ledger, ledger.fake(rows), behind: pages, options: .with { $0.prefetch = 4 })
        #expect(found == whole.rows)
        var report = outcome.report
        if ledger == .venice { (report.pages, report.restarts) = (whole.report.pages, whole.report.restarts) }
        #expect(report == whole.report)
    }

    @Test(arguments: RowLedger.allCases.filter(\.hasIDs), 1...4)
    func resumesWithIDsKeptByTheCaller(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 63)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), pages: pages)
        let bare = try #require(first.checkpointWithoutIDs)
        let text = String(decoding: try JSONEncoder().encode(bare), as: UTF8.self)
        let ids = first.rows.compactMap { $0["id"]?.string }
        #expect(ids.count == first.rows.count)
        // Two cursors may be such ids, and the last few are kept.
        #expect(ids.count { text.contains("\"\($0)\"") } <= 7)
        let second = try await ledger.walk(
            .test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), from: bare.restoring(ids: ids))
        #expect(first.rows + second.rows == whole.rows)
        #expect(second.report == whole.report)
    }

    @Test(arguments: 1...7, [(0, 3), (3, 0), (25, 0), (2, 2), (5, 25), (25, 5)])
    func losesNoRowIfRowsMoveBetweenTheRuns(pages: Int, changes: (inserted: Int, removed: Int)) async throws {
        let ledger = RowLedger.tresor
        let rows = TresorFake(rows: rows(ledger, seed: 64)).rows
        let fake = TresorFake(rows: rows)
        let late = (0..<changes.inserted).map {
            rows[0].replacing("id", by: .string("late-\($0)")).replacing("created_at", by: "2026-05-24T23:59:59Z")
        }
        let (found, outcome) = try await resumed(
            ledger, fake, behind: pages,
            between: {
                let left = Countdown(changes.removed)
                fake.apply(.remove { _ in left.next() })
                fake.apply(.insert(late))
            })
        #expect(outcome.error == nil)
        let ids = found.compactMap { $0["id"]?.string }
        #expect(Set(ids).count == ids.count)
        let stayed = Set(rows.dropFirst(changes.removed).map(\.canonical))
        #expect(stayed.isSubset(of: found.map(\.canonical)))
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: [RowLedger.tresor, .auralytik], 1...16)
    func resumesInASecondWalk(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 76)
        let listed = (ledger == .tresor ? (ledger.fake(rows) as? TresorFake)?.rows : rows) ?? []
        // Rows that are counted but not delivered yet leave the total short.
        let gone = Set(listed.suffix(15).map(\.canonical))
        let fake = ledger.fake(rows, FakeBehavior(changes: [1: [.remove { gone.contains($0.canonical) }]]))
        let (found, outcome) = try await resumed(ledger, fake, behind: pages)
        #expect(outcome.error == nil)
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.isComplete)
        let texts = found.map(\.canonical)
        #expect(Set(texts).count == texts.count)
        #expect(Set(rows.map(\.canonical)).subtracting(gone).isSubset(of: texts))
    }

    /// Refuses the first request that has a cursor.
    private func forgetful(_ server: any HTTPTransport, _ answer: TransportResponse) -> AlteredServer {
        let left = Countdown(1)
        return AlteredServer(server) { _, request, server in
            guard request["cursor"] ?? request["next_cursor"] ?? request["starting_after"] != nil, left.next() else {
                return try await server.send(request)
            }
            return answer
        }
    }

    private static let expired = TransportResponse(status: 400, body: #"{"error":"Invalid or expired cursor"}"#)

    @Test(arguments: [RowLedger.aurous, .venice, .chatBotKit], 1...10)
    func walksTheRestAgainIfTheCursorHasExpired(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 65)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), pages: pages)
        let answer =
            ledger == .chatBotKit ? TransportResponse(status: 200, body: #"{"items":[]}"#) : Self.expired
        let second = try await ledger.walk(
            .test(forgetful(ledger.fake(rows), answer)), pageSize: 10, options: WalkOptions(),
            from: try stored(first.checkpoint))
        #expect(second.error == nil)
        // Pages of Venice that begin with a charge equal to one before it are read again, too.
        #expect(ledger == .venice ? second.report.restarts > 0 : second.report.restarts == 1)
        #expect((first.rows + second.rows).map(\.canonical) == whole.rows.map(\.canonical))
        #expect(ledger.charges(first.rows + second.rows) == ledger.charges(rows))
        #expect(second.report.rows == rows.count)
        #expect(second.report.isComplete)
    }

    @Test(arguments: [RowLedger.aurous, .venice], 1...6)
    func walksTheRestOfAShardAgainIfItsCursorHasExpired(ledger: RowLedger, pages: Int) async throws {
        let rows = rows(ledger, seed: 66)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let options = WalkOptions.with { $0.shards = 2 }
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: options, pages: pages)
        let checkpoint = try stored(first.checkpoint)
        guard case .cursor(_, let dead) = checkpoint.position else { return }
        let server = AlteredServer(ledger.fake(rows)) { _, request, server in
            request["cursor"] == dead.text ? Self.expired : try await server.send(request)
        }
        let second = try await ledger.walk(.test(server), pageSize: 10, options: options, from: checkpoint)
        #expect(second.error == nil)
        // Pages of Venice that begin with a charge equal to one before it are read again, too.
        #expect(ledger == .venice ? second.report.restarts > 0 : second.report.restarts == 1)
        #expect((first.rows + second.rows).map(\.canonical) == whole.rows.map(\.canonical))
        #expect(second.report.isComplete)
    }

    @Test(arguments: 1...8)
    func deliversNoRowTwiceIfTheServerTruncatesFractions(pages: Int) async throws {
        let ledger = RowLedger.venice
        let rows = ledger.rows(
            seed: 67, count: 100, in: .between("2026-05-18T00:00:00Z", "2026-05-18T00:00:04Z"))
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), pages: pages)
        let coarse = AlteredServer(ledger.fake(rows)) { _, request, server in
            var request = request
            if let start = request["startTimestamp"], let point = start.firstIndex(of: ".") {
                var parts = try #require(URLComponents(url: request.url, resolvingAgainstBaseURL: false))
                parts.queryItems = parts.queryItems?.map {
                    $0.name == "startTimestamp" ? URLQueryItem(name: $0.name, value: start[..<point] + "Z") : $0
                }
                request.url = try #require(parts.url)
            }
            return try await server.send(request)
        }
        let second = try await ledger.walk(
            .test(forgetful(coarse, Self.expired)), pageSize: 10, options: WalkOptions(),
            from: try stored(first.checkpoint))
        #expect(second.report.restarts == 1)
        #expect(second.report.isComplete)
        #expect(
            (first.rows + second.rows).map(\.canonical).sorted() == rows.map(\.canonical).sorted())
    }

    @Test(arguments: [RowLedger.aurous, .venice], [0, 3])
    func walksTheRestAgainIfTheCursorExpiresDuringAPause(ledger: RowLedger, prefetch: Int) async throws {
        let rows = rows(ledger, seed: 68)
        for idle in [0, 31] {
            let clock = MovableClock(ClientConfiguration.present)
            let left = Countdown(1)
            let server = AlteredServer(ledger.fake(rows)) { number, request, server in
                guard number >= 5, request["cursor"] != nil, left.next() else {
                    return try await server.send(request)
                }
                clock.now = clock.now.advanced(by: .seconds(idle))
                return Self.expired
            }
            let outcome = try await ledger.walk(
                .test(server, now: { clock.now }), pageSize: 10, options: .with { $0.prefetch = prefetch })
            #expect(outcome.error == nil)
            // Pages of Venice that begin with a charge equal to one before it are read again, too.
            #expect(ledger == .venice ? outcome.report.restarts > 0 : outcome.report.restarts == 1)
            #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
            #expect(outcome.report.isComplete)
        }
    }

    @Test func throwsIfTheRefusalIsNotAboutTheCursor() async throws {
        let ledger = RowLedger.aurous
        let clock = MovableClock(ClientConfiguration.present)
        let server = AlteredServer(ledger.fake(rows(ledger, seed: 69))) { number, request, server in
            guard number == 3 else { return try await server.send(request) }
            clock.now = clock.now.advanced(by: .seconds(3600))
            return TransportResponse(status: 400, body: #"{"error":{"message":"no"}}"#)
        }
        let outcome = try await ledger.walk(.test(server, now: { clock.now }), pageSize: 10)
        #expect(outcome.failure?.code == .requestRefused)
        #expect(outcome.rows.count == 20)
    }

    @Test func throwsIfAFreshCursorIsRefused() async throws {
        let ledger = RowLedger.aurous
        let rows = rows(ledger, seed: 70)
        let first = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: WalkOptions(), pages: 2)
        let server = AlteredServer(ledger.fake(rows)) { _, request, server in
            request["cursor"] == nil ? try await server.send(request) : Self.expired
        }
        let second = try await ledger.walk(
            .test(server), pageSize: 10, options: WalkOptions(), from: try stored(first.checkpoint))
        #expect(second.failure?.code == .requestRefused)
        #expect(second.report.restarts == 1)
    }

    @Test func refusesACheckpointOfAnotherWalk() async throws {
        let rows = rows(.tresor, seed: 71)
        let fake = RowLedger.tresor.fake(rows)
        let first = try await RowLedger.tresor.walk(.test(fake), pageSize: 10, options: WalkOptions(), pages: 2)
        let checkpoint = try #require(first.checkpoint)
        for other in RowLedger.allCases where other != .tresor {
            let server = other.fake([])
            let outcome = try await other.walk(
                .test(server), pageSize: 10, options: WalkOptions(), from: checkpoint)
            #expect(outcome.failure?.code == .checkpointMismatch)
            #expect(server.requests.isEmpty)
        }
        for window in [
            TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-24T00:00:00Z"),
            .between("2026-05-19T00:00:00Z", "2026-05-25T00:00:00Z"), .since("2026-05-18T00:00:00Z"), .all,
        ] {
            let outcome = try await RowLedger.tresor.walk(
                .test(fake), in: window, pageSize: 10, options: WalkOptions(), from: checkpoint)
            #expect(outcome.failure?.code == .checkpointMismatch)
        }
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        for query in [Tresor.Filter(model: "m", pageSize: 10), Tresor.Filter(keyPrefix: "k", pageSize: 10)] {
            let walk = client.usage(in: RowLedger.week, matching: query).resumed(from: checkpoint)
            let error = await #expect(throws: UsageError.self) { try await walk.collect() }
            #expect(error?.code == .checkpointMismatch)
        }
        #expect(fake.requests.count == 2)
    }

    @Test func keepsTheOpenEndOfTheFirstRun() async throws {
        let ledger = RowLedger.tresor
        let fake = ledger.fake(rows(ledger, seed: 73))
        let window = TimeWindow.since("2026-05-18T00:00:00Z")
        let first = try await ledger.walk(
            .test(fake, now: { .at("2026-05-23T00:00:00Z") }), in: window, pageSize: 10, options: WalkOptions(),
            pages: 2)
        let second = try await ledger.walk(
            .test(fake, now: { .at("2026-05-24T00:00:00Z") }), in: window, pageSize: 10, options: WalkOptions(),
            from: try stored(first.checkpoint))
        #expect(second.report.window == .between("2026-05-18T00:00:00Z", "2026-05-23T00:00:00Z"))
        #expect(fake.requests.allSatisfy { $0["end"] == "2026-05-23T00:00:00Z" })
        #expect(second.report.isComplete)
    }

    @Test func knowsTheAgeOfACheckpoint() async throws {
        let fake = RowLedger.aurous.fake(rows(.aurous, seed: 74))
        let first = try await RowLedger.aurous.walk(.test(fake), pageSize: 10, options: WalkOptions(), pages: 1)
        let checkpoint = try #require(first.checkpoint)
        #expect(checkpoint.createdAt == ClientConfiguration.present)
        #expect(checkpoint.age(at: ClientConfiguration.present.advanced(by: .seconds(90))) == .seconds(90))
        #expect(checkpoint.provider == .aurous)
        #expect(checkpoint.endpoint == "events")
        #expect(checkpoint.source.origin == "https://api.aurous-labs.com/v1")
        #expect(checkpoint.window == RowLedger.week)
        #expect(checkpoint.report == first.report)
    }

    @Test func hasNoCheckpointAfterTheLastPage() async throws {
        let fake = RowLedger.aurous.fake([])
        let outcome = try await RowLedger.aurous.walk(.test(fake), pageSize: 10, options: WalkOptions(), pages: 1)
        #expect(outcome.pageSizes == [0])
        #expect(outcome.checkpoint == nil)
    }

    @Test(arguments: RowLedger.allCases)
    func deliversWhatALimitLeftOutWithAHigherLimit(ledger: RowLedger) async throws {
        let rows = rows(ledger, seed: 75)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        for limits in [WalkLimits(pages: 3), WalkLimits(rows: 25), WalkLimits(rows: 30), WalkLimits(rows: 1)] {
            let fake = ledger.fake(rows)
            let plain = WalkOptions.with { $0.limits = limits }
            var pages = 1
            while try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: plain, pages: pages)
                .pageSizes.count == pages
            { pages += 1 }
            let first = try await ledger.walk(.test(fake), pageSize: 10, options: plain, pages: pages - 1)
            #expect(first.rows.count <= limits.rows)
            let second = try await ledger.walk(
                .test(fake), pageSize: 10, options: WalkOptions(), from: try stored(first.checkpoint))
            #expect(second.error == nil)
            #expect(first.rows + second.rows == whole.rows)
            #expect(second.report.isComplete)
        }
    }
}
