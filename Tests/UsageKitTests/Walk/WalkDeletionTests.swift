import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows that disappear during a walk, so that others move up.
@Suite struct WalkDeletionTests {
    private static let tresor = RowLedger.tresor

    /// Rows of Tresor in the order of the listing.
    private func listed(seed: UInt64, count: Int) -> [JSONValue] {
        TresorFake(rows: Self.tresor.rows(seed: seed, count: count)).rows
    }

    private func ids(_ rows: some Sequence<JSONValue>) -> [String] { rows.compactMap { $0["id"]?.string } }

    private func removal(_ rows: some Sequence<JSONValue>) -> FakeBehavior.Change {
        let gone = Set(ids(rows))
        return .remove { row in row["id"]?.string.map(gone.contains) ?? false }
    }

    @Test(arguments: [1, 2, 3, 5, 20], 1...12)
    func losesNoRowIfDeliveredRowsDisappear(pageSize: Int, step: Int) async throws {
        let rows = listed(seed: UInt64(step), count: 6 * pageSize + 7)
        let size = max(pageSize, 2)
        // After the third page: up to as many rows from the top as were delivered by then.
        let count = min(1 + (3 * size - 1) * (step - 1) / 11, 3 * size - 2)
        let fake = Self.tresor.fake(rows, FakeBehavior(changes: [3: [removal(rows.prefix(count))]]))
        let outcome = try await Self.tresor.walk(.test(fake), pageSize: pageSize)
        #expect(outcome.error == nil)
        #expect(ids(outcome.rows) == ids(rows))
        #expect(outcome.report.gaps > 0)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.expected == rows.count)
        #expect(Self.tresor.charges(outcome.rows) == Self.tresor.charges(rows))
    }

    @Test(arguments: [2, 3, 10], 1...9)
    func losesNoRowIfUndeliveredRowsDisappear(pageSize: Int, third: Int) async throws {
        let rows = listed(seed: UInt64(20 + third), count: 5 * pageSize + 3)
        let gone = rows[(2 * pageSize - 1)...].prefix(max(1, third * pageSize / 3))
        let fake = Self.tresor.fake(rows, FakeBehavior(changes: [2: [removal(gone)]]))
        let outcome = try await Self.tresor.walk(.test(fake), pageSize: pageSize)
        #expect(outcome.error == nil)
        // The total of the first page counts them; that of the second walk does not.
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.isComplete)
        let left = Set(ids(rows)).subtracting(ids(gone))
        #expect(Set(ids(outcome.rows)) == left)
        #expect(outcome.rows.count == left.count)
    }

    @Test(arguments: PropertySeeds.some(50))
    func losesNoRowThatStaysAfterRandomChanges(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = listed(seed: seed, count: Int.random(in: 0...120, using: &random))
        let pageSize = [1, 2, 3, 7, 20].randomElement(using: &random) ?? 1
        var behavior = FakeBehavior()
        if Int.random(in: 0..<3, using: &random) == 0 { behavior.pageLimit = Int.random(in: 2...9, using: &random) }
        var gone: Set<String> = []
        var written: Set<String> = []
        for page in Set((0..<5).map { _ in Int.random(in: 1...9, using: &random) }).sorted() where !rows.isEmpty {
            var changes: [FakeBehavior.Change] = []
            if Bool.random(using: &random) {
                let first = Int.random(in: 0..<rows.count, using: &random)
                let some = rows[first...].prefix(Int.random(in: 1...3 * max(pageSize, 2), using: &random))
                gone.formUnion(ids(some))
                changes.append(removal(some))
            }
            if Bool.random(using: &random) {
                let new = (0..<Int.random(in: 1...3 * pageSize, using: &random)).map { index -> JSONValue in
                    let place = rows[Int.random(in: 0..<rows.count, using: &random)]
                    written.insert("new-\(page)-\(index)")
                    return place.replacing("id", by: .string("new-\(page)-\(index)"))
                }
                changes.append(.insert(new))
            }
            behavior.changes[page] = changes
        }
        let fake = TresorFake(rows: rows, behavior: behavior)
        let outcome = try await Self.tresor.walk(.test(fake), pageSize: pageSize)
        #expect(outcome.error == nil)
        let found = ids(outcome.rows)
        #expect(Set(found).count == found.count)
        #expect(Set(ids(rows)).subtracting(gone).isSubset(of: found))
        #expect(Set(found).isSubset(of: Set(ids(rows)).union(written)))
        #expect(outcome.report.revised == 0)
        #expect(outcome.report.rows == found.count)
        let all = Dictionary(uniqueKeysWithValues: zip(ids(rows), rows)).merging(
            zip(ids(fake.rows), fake.rows)
        ) { old, _ in old }
        let expected = found.compactMap { all[$0] }
        let lost = found.count - expected.count
        // A row that was written and deleted again is not in the ledger.
        #expect(lost == 0)
        #expect(Self.tresor.charges(outcome.rows) == Self.tresor.charges(expected))
    }

    @Test(arguments: [1, 7, 20, 41])
    func walksAListingByPagesASecondTime(count: Int) async throws {
        let ledger = RowLedger.auralytik
        let fake = ledger.fake(
            ledger.rows(seed: 30, count: 90), FakeBehavior(changes: [2: [.remove(first(count))]]))
        let before = (fake as? AuralytikFake).map(\.details) ?? []
        let outcome = try await ledger.walk(.test(fake), pageSize: 20)
        let after = Set(((fake as? AuralytikFake).map(\.details) ?? []).map(\.canonical))
        #expect(before.count == after.count + count)
        #expect(outcome.error == nil)
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.isComplete)
        let found = outcome.rows.map(\.canonical)
        #expect(Set(found).count == found.count)
        #expect(after.isSubset(of: found))
    }

    @Test func namesAListingThatShrinksInItsSecondWalkToo() async throws {
        let ledger = RowLedger.auralytik
        let fake = ledger.fake(
            ledger.rows(seed: 31, count: 90),
            FakeBehavior(changes: [2: [.remove(first(10))], 6: [.remove(first(10))]]))
        let outcome = try await ledger.walk(.test(fake), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.stopped?.message == "the provider reports 80 rows but returned 70")
    }

    @Test func aGapInTheSecondWalkIsSeenAsIn() async throws {
        let rows = listed(seed: 32, count: 60)
        // The total counts a row that is never delivered, and in the second walk rows move up.
        let fake = Self.tresor.fake(
            rows, FakeBehavior(changes: [1: [removal(rows[40...40])], 5: [removal(rows.prefix(10))]]))
        let outcome = try await Self.tresor.walk(.test(fake), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.gaps > 0)
        #expect(outcome.report.isComplete)
        #expect(Set(ids(outcome.rows)) == Set(ids(rows)).subtracting(ids(rows[40...40])))
    }

    @Test(arguments: [1, 5, 25])
    func namesChangesOfRowsWithoutIDs(count: Int) async throws {
        let ledger = RowLedger.veniceRetired
        let rows = ledger.rows(seed: 33, count: 90)
        let late = rows.prefix(count).map { $0.replacing("timestamp", by: "2026-05-24T23:59:59.999Z") }
        for change in [FakeBehavior.Change.remove(first(count)), .insert(late)] {
            let outcome = try await ledger.walk(
                .test(ledger.fake(rows, FakeBehavior(changes: [2: [change]]))), pageSize: 20)
            #expect(outcome.error == nil)
            #expect(outcome.report.rewalks == 0)
            #expect(!outcome.report.isComplete)
            #expect(outcome.report.stopped?.message.contains("the provider reports ") == true)
        }
    }

    /// A server that changes the order of equal instants with each request never lets a page overlap.
    @Test func stallsIfTheOrderOfEqualInstantsAlwaysChanges() async throws {
        let row = Self.tresor.rows(seed: 34, count: 1)[0]
        let server = AlteredServer(ScriptedTransport()) { number, _, _ in
            let rows = (0..<10).map { row.replacing("id", by: .string("\(number)-\($0)")).text }
            return TransportResponse(
                status: 200, body: #"{"data":[\#(rows.joined(separator: ","))],"total_count":100000,"limit":10}"#)
        }
        let outcome = try await Self.tresor.walk(.test(server), pageSize: 10)
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.report.pages < 12)
    }

    private func first(_ count: Int) -> @Sendable (JSONValue) -> Bool {
        let left = Countdown(count)
        return { _ in left.next() }
    }
}
