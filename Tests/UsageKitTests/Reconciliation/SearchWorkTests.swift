import Foundation
import Testing

@testable import UsageKit

/// The work of a search for causes: it has a limit that depends on nothing but the rows, and it can be cancelled.
@Suite struct SearchWorkTests {
    private static let start = Timestamp(seconds: 1_780_272_000)
    private static let day = TimeWindow(unchecked: start, start.advanced(by: .seconds(86_400)))

    /// Rows of one day with equal charges, each with a duration of its own.
    private static func rows(_ count: Int, users: Int = 1) throws -> [UsageRecord] {
        try (0..<count).map { number in
            var record = UsageRecord(
                provider: .aurous, id: "r\(number)", time: start.advanced(by: .seconds(Int64(number))),
                status: .completed, charge: try Money("0.01", .credits),
                duration: .milliseconds(10 + number * 7 % 1009))
            record.user = "u\(number % users)"
            return record
        }
    }

    private static func entry(
        _ figures: [ReconciledFigure: Decimal], day number: Int64 = 0
    ) throws -> Statement.Entry {
        var entry = Statement.Entry(
            window: TimeWindow(
                unchecked: start.advanced(by: .seconds(number * 86_400)),
                start.advanced(by: .seconds(number * 86_400 + 86_400))))
        for (figure, value) in figures { try entry.set(figure, to: value) }
        return entry
    }

    private static func search(
        _ rows: [UsageRecord], _ figures: [ReconciledFigure: Decimal], _ work: SearchWork
    ) throws -> CauseSearch {
        let plan = try ReconciliationPlan(Statement("day", entries: [entry(figures)]), ReconciledRows(rows))
        var search = CauseSearch(plan, plan.entries[0], Tolerance(), work)
        try search.run()
        try search.runTriples()
        try search.matchRows()
        return search
    }

    // MARK: Confirmations

    /// Of 300 users, none can be left out without another number of requests, whatever the quantile is.
    @Test func aQuantileAloneIsNotTriedWithEachValue() throws {
        let rows = try Self.rows(600, users: 300)
        let work = SearchWork()
        let search = try Self.search(rows, [.requests: 600, .charge(.credits): 6, .latency(.p95): 5000], work)
        #expect(search.differing.count == 1 && search.outcome.closing.isEmpty && !search.isCut)
        #expect(work.confirmations == 0)
        // Each row is visited for the sums of each cause and each dimension, of which there are few.
        #expect(work.visits < 60 * rows.count)
    }

    /// Nothing but a quantile is stated: no sum says which users do not suffice.
    @Test(arguments: [(0, 32), (6000, 42), (1_000_000, 300)])
    func confirmationsHaveALimit(rows: Int, count: Int) throws {
        var limits = SearchWork.Limits()
        limits.confirmed = rows
        let work = SearchWork(limits)
        let search = try Self.search(try Self.rows(600, users: 300), [.latency(.p95): 5000], work)
        #expect(search.outcome.closing.isEmpty && search.isCut == (count < 300))
        #expect(work.confirmations == count)
    }

    /// Each of 600 rows has the missing charge, and none of them explains the quantile; nor does the newest one.
    @Test(arguments: [(0, 32), (6000, 42), (1_000_000, 601)]) func equalRowsAreConfirmedUpToALimit(
        rows: Int, count: Int
    ) throws {
        var limits = SearchWork.Limits()
        limits.confirmed = rows
        let work = SearchWork(limits)
        let figures: [ReconciledFigure: Decimal] = [
            .requests: 599, .charge(.credits): Decimal(599) / 100, .latency(.p95): 5000,
        ]
        let search = try Self.search(try Self.rows(600), figures, work)
        #expect(search.outcome.closing.isEmpty && search.isCut == (count < 601))
        #expect(work.confirmations == count)
    }

    /// The row that is missing is the slowest one: the quantile tells it from the others, whose charges are equal.
    @Test func aRowIsFoundByAQuantile() throws {
        var rows = try Self.rows(20)
        rows[7].duration = .milliseconds(90_000)
        let slowest = rows[7]
        let others = rows.filter { $0.id != slowest.id }
        let stated = try Statement("day", of: others, figures: [.requests, .charge(.credits), .latency(.p99)])
        var whole = stated
        whole.entries[0].window = Self.day
        let result = try Reconciliation(whole, with: ReconciledRows(rows))
        #expect(result.entries[0].explanations == [[.missingRow("r7")]])
    }

    // MARK: Limits

    /// Charges that are all higher by one percent there: nothing explains them.
    private static func markup(days: Int64) throws -> (statement: Statement, rows: ReconciledRows) {
        var rows: [UsageRecord] = []
        for day in 0..<days {
            for (number, status) in [UsageStatus.completed, .failed, .cancelled].enumerated() {
                rows.append(
                    UsageRecord(
                        provider: .aurous, id: "r\(day)-\(number)",
                        time: start.advanced(by: .seconds(day * 86_400 + 3600 * Int64(number))),
                        apiKey: "k\(number)", status: status, charge: try Money("\(number + 1).\(day + 11)", .usd)))
            }
        }
        let entries = try (0..<days).map { day in
            let own = rows.filter { $0.id?.hasPrefix("r\(day)-") == true }.compactMap(\.charge?.amount).reduce(0, +)
            return try entry([.requests: 3, .charge(.usd): own * 101 / 100], day: day)
        }
        return (Statement("days", entries: entries), ReconciledRows(rows))
    }

    @Test func whatIsNotSearchedForIsNamed() throws {
        let (statement, rows) = try Self.markup(days: 6)
        let whole = try Reconciliation(statement, with: rows)
        #expect(whole.verdict == .differs && whole.notCompared == [])
        var limits = SearchWork.Limits()
        (limits.step, limits.perRow) = (500, 0)
        let cut = try Reconciliation(statement, with: rows, SearchWork(limits))
        #expect(cut.verdict == .differs && cut.entries.map(\.comparisons) == whole.entries.map(\.comparisons))
        #expect(cut.notCompared == ["causes of 6 entries: not all were tried, because that would take too long"])
        #expect(cut == (try Reconciliation(statement, with: rows, SearchWork(limits))))
        // Of one entry, too.
        (limits.step, limits.entry) = (100_000_000, 100)
        let each = try Reconciliation(statement, with: rows, SearchWork(limits))
        #expect(each.notCompared == ["causes of 6 entries: not all were tried, because that would take too long"])
    }

    /// The more work there may be, the fewer entries are left; those that are explained are not among them.
    @Test func moreWorkLeavesFewerEntries() throws {
        let (whole, rows) = try Self.markup(days: 8)
        var statement = whole
        // One day is stated without the failed request.
        statement.entries[5] = try Self.entry([.requests: 2, .charge(.usd): Decimal(432) / 100], day: 5)
        var (counts, found): ([Int], [Bool]) = ([], [])
        for step in [0, 1000, 5000, 20_000, 100_000, 100_000_000] {
            var limits = SearchWork.Limits()
            (limits.step, limits.perRow) = (step, 0)
            let work = SearchWork(limits)
            let result = try Reconciliation(statement, with: rows, work)
            let left = result.notCompared.first?.split(separator: " ").compactMap { Int($0) }.first ?? 0
            counts.append(left)
            found.append(result.entries[5].explanations.contains([.excludedStatus(.failed)]))
            // Five steps, each with a set or a pass that goes beyond.
            #expect(work.visits <= 5 * step + 1000)
        }
        #expect(counts == counts.sorted(by: >) && counts.first == 8 && counts.last == 0)
        #expect(found.first == false && found.last == true && found.drop { !$0 }.allSatisfy(\.self))
    }

    // MARK: Cancellation

    @Test func aCancelledTaskFindsNoCauses() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            let (statement, rows) = try Self.markup(days: 1)
            return try Reconciliation(statement, with: rows)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// What a cancelled walk has read is compared, without causes.
    @Test func aCancelledTaskComparesASideThatIsNotWhole() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            let (statement, read) = try Self.markup(days: 1)
            var rows = read
            rows.gap = "the command was interrupted"
            return try Reconciliation(statement, with: rows)
        }
        task.cancel()
        let result = try await task.value
        #expect(result.verdict == .unjudged && result.entries.first?.agrees == false)
    }

    /// Whenever the task is cancelled, the search ends at its next look at it.
    @Test func eachStepLooksAtTheTask() throws {
        let (statement, rows) = try Self.markup(days: 3)
        var looks = 0
        let work = SearchWork {
            looks += 1
            return false
        }
        _ = try Reconciliation(statement, with: rows, work)
        let all = looks
        #expect(all > 8 && work.visits < all * SearchWork.checkInterval)
        for last in 0..<all {
            var looks = 0
            let work = SearchWork {
                looks += 1
                return looks > last
            }
            #expect(throws: CancellationError.self) { try Reconciliation(statement, with: rows, work) }
            #expect(looks == last + 1)
        }
    }
}
