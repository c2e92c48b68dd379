import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Several pages in flight at the same time, from servers whose rows, pages or totals differ from the prediction.
@Suite struct PagePrefetcherChangeTests {
    private func ids(_ rows: some Sequence<JSONValue>) -> [String] { rows.compactMap { $0["id"]?.string } }

    private func removal(_ rows: some Sequence<JSONValue>) -> FakeBehavior.Change {
        let gone = Set(ids(rows))
        return .remove { row in row["id"]?.string.map(gone.contains) ?? false }
    }

    /// Rows that are written during a walk, each with the instant of a row that was there before.
    private func written(
        _ rows: [JSONValue], _ count: Int, _ page: Int, _ random: inout SeededGenerator
    ) -> [JSONValue] {
        (0..<count).map { index in
            rows[Int.random(in: 0..<rows.count, using: &random)]
                .replacing("id", by: .string("new-\(page)-\(index)"))
        }
    }

    /// The rows as the fake lists them.
    private func listed(_ ledger: RowLedger, seed: UInt64, count: Int) -> [JSONValue] {
        let rows = ledger.rows(seed: seed, count: count)
        return switch ledger {
        case .tresor: TresorFake(rows: rows).rows
        case .auralytik, .auralytikSigned: AuralytikFake(details: rows).details
        default: rows
        }
    }

    // MARK: Rows that are written and deleted

    @Test(arguments: PropertySeeds.some(30))
    func losesNoRowThatStaysIfPagesOverlap(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let ledger = RowLedger.tresor
        let rows = listed(ledger, seed: seed, count: Int.random(in: 1...120, using: &random))
        let pageSize = [2, 3, 7, 20].randomElement(using: &random) ?? 2
        var behavior = FakeBehavior()
        if Int.random(in: 0..<3, using: &random) == 0 { behavior.pageLimit = Int.random(in: 2...9, using: &random) }
        var gone: Set<String> = []
        for page in Set((0..<5).map { _ in Int.random(in: 1...9, using: &random) }).sorted() {
            var changes: [FakeBehavior.Change] = []
            if Bool.random(using: &random) {
                let first = Int.random(in: 0..<rows.count, using: &random)
                let some = rows[first...].prefix(Int.random(in: 1...3 * pageSize, using: &random))
                gone.formUnion(ids(some))
                changes.append(removal(some))
            }
            if Bool.random(using: &random) {
                let count = Int.random(in: 1...3 * pageSize, using: &random)
                changes.append(.insert(written(rows, count, page, &random)))
            }
            behavior.changes[page] = changes
        }
        let crowd = CrowdedServer(ledger.fake(rows, behavior), seed: seed)
        let width = Int.random(in: 2...8, using: &random)
        let outcome = try await ledger.walk(.test(crowd), pageSize: pageSize, options: .with { $0.prefetch = width })
        #expect(outcome.error == nil)
        let found = ids(outcome.rows)
        #expect(Set(found).count == found.count)
        #expect(Set(ids(rows)).subtracting(gone).isSubset(of: found))
        #expect(outcome.report.revised == 0)
        #expect(outcome.report.rows == found.count)
    }

    @Test(arguments: [RowLedger.auralytik, .auralytikSigned], (1...40).map(UInt64.init))
    func losesNoRowUnnoticedIfPagesDoNotOverlap(ledger: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = listed(ledger, seed: seed, count: Int.random(in: 1...120, using: &random))
        let pageSize = Int.random(in: 3...20, using: &random)
        var behavior = FakeBehavior()
        if Bool.random(using: &random) { behavior.pageLimit = Int.random(in: 3...9, using: &random) }
        // Both kinds of change in one walk can hide a row from any walk by pages, because the total stays the same.
        let writes = Bool.random(using: &random)
        var gone: Set<String> = []
        for page in Set((0..<4).map { _ in Int.random(in: 1...9, using: &random) }).sorted() {
            let count = Int.random(in: 1...2 * pageSize, using: &random)
            let some = rows[Int.random(in: 0..<rows.count, using: &random)...].prefix(count)
            if !writes { gone.formUnion(ids(some)) }
            behavior.changes[page] = [writes ? .insert(written(rows, count, page, &random)) : removal(some)]
        }
        let crowd = CrowdedServer(ledger.fake(rows, behavior), seed: seed)
        let width = Int.random(in: 2...8, using: &random)
        let outcome = try await ledger.walk(.test(crowd), pageSize: pageSize, options: .with { $0.prefetch = width })
        #expect(outcome.error == nil)
        let found = ids(outcome.rows)
        #expect(Set(found).count == found.count)
        if writes { #expect(outcome.report.isComplete) }
        if outcome.report.isComplete { #expect(Set(ids(rows)).subtracting(gone).isSubset(of: found)) }
    }

    /// A change of a ledger of 95 rows in pages of 10, while the second page is in flight and later pages have arrived.
    enum Change: CaseIterable {
        case insertionAtTheTop, insertionIntoThePage, deletionAtTheTop, deletionFromThePage, deletionAtTheEnd
    }

    @Test(arguments: RowLedger.allCases.filter(\.hasTotal), Change.allCases)
    func fetchesAPageAgainThatCameTooEarly(ledger: RowLedger, change: Change) async throws {
        let rows = ledger.rows(seed: 80, count: 95)
            .sorted { (ledger.instant($0)?.seconds ?? 0) > (ledger.instant($1)?.seconds ?? 0) }
        let fake = ledger.fake(rows)
        let barrier = Barrier()
        let arrived = Mutex(0)
        let server = AlteredServer(fake) { number, request, server in
            let isSecond = number > 1 && ["9", "2"].contains(request["offset"] ?? request["page"])
            if isSecond { try await barrier.pass() }
            let response = try await server.send(request)
            if !isSecond { arrived.withLock { $0 += 1 } }
            return response
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task { try await ledger.walk(configuration, pageSize: 10, options: .with { $0.prefetch = 4 }) }
        while arrived.withLock({ $0 }) < 4 || barrier.waitingCount == 0 { await Task.yield() }
        var gone: [JSONValue] = []
        switch change {
        case .insertionAtTheTop: fake.apply(.insert((0..<3).map { copy(rows[0], $0) }))
        case .insertionIntoThePage: fake.apply(.insert((0..<3).map { copy(rows[15], $0) }))
        case .deletionAtTheTop: gone = Array(rows[0..<3])
        case .deletionFromThePage: gone = Array(rows[13..<16])
        case .deletionAtTheEnd: gone = Array(rows[92...])
        }
        let texts = Set(gone.map(\.canonical))
        if !gone.isEmpty { fake.apply(.remove { texts.contains($0.canonical) }) }
        barrier.open()
        let outcome = try await task.value
        #expect(outcome.error == nil)
        let found = outcome.rows.map(\.canonical)
        let stayed = Set(rows.map(\.canonical)).subtracting(texts)
        if ledger.hasIDs {
            #expect(stayed.isSubset(of: found))
            #expect(Set(found).count == found.count)
            #expect(outcome.report.isComplete)
        } else {
            if gone.isEmpty { #expect(stayed.isSubset(of: found)) }
            #expect(!outcome.report.isComplete)
        }
    }

    private func copy(_ row: JSONValue, _ index: Int) -> JSONValue {
        row.replacing("id", by: .string("new-\(index)"))
    }

    // MARK: Pages and totals that differ from the prediction

    /// A server of Tresor whose pages are changed before they are sent.
    private func altered(
        _ fake: any LedgerFake, _ change: @escaping @Sendable (_ offset: Int, JSONValue) -> JSONValue
    ) -> AlteredServer {
        AlteredServer(fake) { _, request, server in
            var response = try await server.send(request)
            let offset = request["offset"].flatMap { Int($0) } ?? 0
            response.body = Array(change(offset, try JSONValue(json: response.body)).text.utf8)
            return response
        }
    }

    @Test(arguments: PropertySeeds.some(15))
    func losesNoRowIfPagesDifferInSize(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: seed, count: Int.random(in: 0...150, using: &random))
        let share = Int.random(in: 1...8, using: &random)
        let server = { (fake: any LedgerFake) in
            altered(fake) { offset, page in
                var local = SeededGenerator(seed: seed &+ UInt64(offset))
                guard Int.random(in: 0..<8, using: &local) < share, case .array(let rows)? = page["data"] else {
                    return page
                }
                return page.replacing(
                    "data", by: .array(Array(rows.prefix(Int.random(in: 2...10, using: &local)))))
            }
        }
        let plain = try await ledger.walk(.test(server(ledger.fake(rows))), pageSize: 10)
        let fake = ledger.fake(rows)
        let crowd = CrowdedServer(server(fake), seed: seed)
        let outcome = try await ledger.walk(.test(crowd), pageSize: 10, options: .with { $0.prefetch = 6 })
        #expect(outcome.error == nil)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.report == plain.report)
        #expect(outcome.report.isComplete)
        #expect(crowd.most <= 6)
    }

    @Test func ignoresTheErrorOfAPageThatIsNotNeeded() async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 81, count: 100)
        // The second page is short, so the predicted pages after it, at 20, 30 and so on, are not needed.
        let fake = ledger.fake(rows)
        let server = AlteredServer(
            altered(fake) { offset, page in
                guard offset == 10, case .array(let rows)? = page["data"] else { return page }
                return page.replacing("data", by: .array(Array(rows.prefix(6))))
            }
        ) { _, request, server in
            let offset = request["offset"].flatMap { Int($0) } ?? 0
            if offset >= 20, offset % 10 == 0 { return TransportResponse(status: 403, body: "{}") }
            return try await server.send(request)
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 11, options: .with { $0.prefetch = 4 })
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 100)
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: [Int.min, -1, 0, 1, 37, 89, 90, 91, 1_000, Int.max, nil])
    func deliversTheSameRowsForAWrongTotal(total: Int?) async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 82, count: 90)
        let server = { (fake: any LedgerFake) in
            altered(fake) { _, page in page.replacing("total_count", by: JSONValue(total)) }
        }
        let plainFake = ledger.fake(rows)
        let plain = try await ledger.walk(.test(server(plainFake)), pageSize: 10)
        let fake = ledger.fake(rows)
        let outcome = try await ledger.walk(.test(server(fake)), pageSize: 10, options: .with { $0.prefetch = 5 })
        #expect(outcome.error == nil)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.rows.count == 90)
        #expect(outcome.report == plain.report)
        // After the last page there are at most the requests in flight when it arrives, in each of the two walks.
        #expect(fake.requests.count <= plainFake.requests.count + 2 * 4)
    }

    @Test func aTotalThatAlwaysChangesCostsAtMostTwiceTheRequests() async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 83, count: 300)
        let wobble = Mutex(300)
        let fake = ledger.fake(rows)
        let server = altered(fake) { _, page in
            let total = wobble.withLock { total in
                total += 1
                return total
            }
            return page.replacing("total_count", by: JSONValue(total))
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 10, options: .with { $0.prefetch = 8 })
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 300)
        // One wasted request for each page; and while the concurrency falls from 8 to 1, 7, 3 and 1 in each walk.
        #expect(fake.requests.count <= 2 * outcome.report.pages + 2 * (7 + 3 + 1))
    }
}
