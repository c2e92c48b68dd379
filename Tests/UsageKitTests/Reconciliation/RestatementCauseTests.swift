import Foundation
import Testing

@testable import UsageKit

/// Rows of a ledger now against its figures of an earlier day.
@Suite struct RestatementCauseTests {
    private static let readAt = Timestamp(seconds: 1_780_400_000)

    private static func row(_ id: String?, _ charge: String, model: String = "m", day: Int64 = 0) throws -> UsageRecord
    {
        UsageRecord(
            provider: .venice, id: id, time: Timestamp(seconds: 1_780_272_000 + day * 86_400 + 3600), model: model,
            tokens: TokenCounts(input: 10, output: 1), charge: try Money(charge, .usd))
    }

    private static func reconciliation(
        _ now: [UsageRecord], _ then: [UsageRecord], by dimensions: [UsageDimension] = []
    ) throws -> Reconciliation {
        let statement = try Statement("then", of: then, by: dimensions, madeAt: readAt)
        return try Reconciliation(statement, with: ReconciledRows(now: now, then: then, readAt: readAt))
    }

    @Test func aLateRowIsFound() throws {
        let then = try [Self.row("a", "1")]
        let reconciliation = try Self.reconciliation(then + [Self.row("b", "2")], then)
        #expect(reconciliation.entries.map(\.explanations) == [[[.lateRows]]])
        #expect(reconciliation.entries.first?.comparisons.first?.difference == 1)
    }

    /// What changed since then, and the set of causes that says so.
    @Test(arguments: [
        ([("a", "1"), ("b", "2")], [("a", "1"), ("b", "3")], [Cause.earlierStates]),
        ([("a", "1"), ("b", "2")], [("a", "1")], [.removedRows]),
        ([("a", "1"), ("b", "2")], [("a", "4"), ("c", "8")], [.lateRows, .earlierStates, .removedRows]),
    ])
    func changesAreFound(then: [(String, String)], now: [(String, String)], causes: [Cause]) throws {
        let reconciliation = try Self.reconciliation(
            now.map { try Self.row($0.0, $0.1) }, then.map { try Self.row($0.0, $0.1) })
        let sets = reconciliation.entries.flatMap(\.explanations).map(Set.init)
        #expect(sets == [Set(causes)], "\(sets.map { $0.map(\.name) })")
    }

    /// Venice gives its entries no id: equal ones are counted.
    @Test func rowsWithoutIDsAreKnownByTheirContent() throws {
        let then = try [Self.row(nil, "1"), Self.row(nil, "1"), Self.row(nil, "4")]
        let now = try [Self.row(nil, "1"), Self.row(nil, "1"), Self.row(nil, "1"), Self.row(nil, "2")]
        let rows = ReconciledRows(now: now, then: then, readAt: Self.readAt)
        #expect(rows.rows.map(\.role) == [.counted, .counted, .counted, .counted, .removed])
        #expect(rows.rows.map { $0.learnedAt != nil } == [false, false, true, true, false])
        #expect(try Self.reconciliation(now, then).entries.map(\.explanations) == [[[.lateRows, .removedRows]]])
    }

    @Test func aRowThatMovedToAnotherKeyIsFoundInBoth() throws {
        let then = try [Self.row("a", "1"), Self.row("b", "2"), Self.row("c", "4", model: "n")]
        let now = try [Self.row("a", "1"), Self.row("b", "2", model: "n"), Self.row("c", "4", model: "n")]
        let reconciliation = try Self.reconciliation(now, then, by: [.model])
        #expect(reconciliation.entries.map(\.explanations) == [[[.earlierStates]], [[.earlierStates]]])
    }

    // MARK: Labels

    /// A store adds the label of its account to each row, and a walk does not.
    @Test(arguments: [true, false]) func labelsOfOneReadingDoNotTellRowsApart(isThen: Bool) throws {
        func labelled(_ record: UsageRecord) -> UsageRecord {
            var record = record
            record.labels = [.account: "prod", .region: "eu"]
            return record
        }
        var then = try [Self.row("a", "1"), Self.row("b", "3"), Self.row(nil, "4")]
        var now = try [Self.row("a", "1"), Self.row("b", "2"), Self.row(nil, "4")]
        if isThen { then = then.map(labelled) } else { now = now.map(labelled) }
        let rows = ReconciledRows(now: now, then: then, readAt: Self.readAt)
        #expect(rows.rows.map(\.role) == [.counted, .counted, .superseded, .counted])
        #expect(rows.rows.allSatisfy { $0.learnedAt == nil && $0.record.labels.isEmpty })
        #expect(try Self.reconciliation(now, then).entries.map(\.explanations) == [[[.earlierStates]]])
    }

    /// Two accounts have rows of one id, and both readings name them.
    @Test func labelsOfBothReadingsTellRowsApart() throws {
        func row(_ charge: String, _ account: String, _ region: String? = nil) throws -> UsageRecord {
            var row = try Self.row("a", charge)
            row.labels[.account] = account
            row.labels[.region] = region
            return row
        }
        let then = try [row("1", "prod", "eu"), row("2", "dev", "eu")]
        let now = try [row("1", "prod", "eu"), row("2", "dev", "us")]
        let rows = ReconciledRows(now: now, then: then, readAt: Self.readAt)
        #expect(rows.rows.map(\.role) == [.counted, .counted, .superseded])
        #expect(rows.rows.map { $0.record.labels[.region] } == ["eu", "us", "eu"])
        #expect(try Self.reconciliation(now, then).verdict == .agrees)
        #expect(try Self.reconciliation(now, then, by: [.region]).entries.count { !$0.agrees } == 2)
    }

    // MARK: Ids that come twice

    /// Ids of each reading, the roles of the rows, and what explains the difference.
    @Test(
        arguments: [
            (["a", "a"], ["a"], [.counted, .repeated], [[Cause.repeatedRows]]),
            (["a"], ["a", "a"], [.counted, .repeated], []),
            (["a", "a"], ["a", "a"], [.counted, .counted], []),
            (["a", "a", "a"], ["a", "a"], [.counted, .counted, .repeated], [[.repeatedRows]]),
            (["a", "a", "b"], ["b"], [.counted, .removed, .repeated], [[.repeatedRows, .removedRows]]),
            (["b"], ["b", "a", "a"], [.counted, .counted, .repeated], [[.lateRows]]),
        ] as [([String], [String], [ReconciledRows.Role], [[Cause]])])
    func aSecondRowOfAnIDIsRepeated(
        then: [String], now: [String], roles: [ReconciledRows.Role], explanations: [[Cause]]
    ) throws {
        let (now, then) = (try now.map { try Self.row($0, "1") }, try then.map { try Self.row($0, "1") })
        let rows = ReconciledRows(now: now, then: then, readAt: Self.readAt)
        #expect(rows.rows.map(\.role) == roles)
        let entry = try #require(try Self.reconciliation(now, then).entries.first)
        #expect(entry.agrees == explanations.isEmpty)
        #expect(entry.explanations.map(Set.init) == explanations.map(Set.init))
    }

    // MARK: Days without rows

    /// Monday's rows end before the day of which a row comes late.
    @Test func lateRowsOfADayWithoutRowsAreFound() throws {
        let then = try [Self.row("a", "1")]
        let now = try then + [Self.row("b", "2", day: 1), Self.row("c", "4", day: 9)]
        let week = TimeWindow(
            unchecked: Timestamp(seconds: 1_780_272_000), Timestamp(seconds: 1_780_272_000 + 7 * 86_400))
        let statement = try Statement("then", of: then, window: week, madeAt: Self.readAt)
        #expect(statement.window == week)
        let reconciliation = try Reconciliation(
            statement, with: ReconciledRows(now: now, then: then, readAt: Self.readAt))
        #expect(reconciliation.verdict == .differs)
        #expect(reconciliation.entries.map(\.explanations) == [[], [[.lateRows]]])
        #expect(reconciliation.notCompared == ["rows of a time of which then says nothing: 1"])
    }

    @Test func equalReadingsAgree() throws {
        let rows = try [Self.row("a", "1"), Self.row(nil, "2"), Self.row("c", "4", day: 1)]
        #expect(try Self.reconciliation(rows.reversed(), rows).verdict == .agrees)
    }

    /// Figures that were kept, without the rows of that day: only late rows can be told, by when they were learned of.
    @Test func keptFiguresAreComparedWithRows() throws {
        let then = try [Self.row("a", "1")]
        let kept = try JSONEncoder().encode(Statement("monday", of: then, madeAt: Self.readAt))
        let statement = try JSONDecoder().decode(Statement.self, from: kept)
        var rows = ReconciledRows(then)
        rows.add(try Self.row("b", "2"), learnedAt: Self.readAt.advanced(by: .seconds(60)))
        #expect(try Reconciliation(statement, with: rows).entries.map(\.explanations) == [[[.lateRows]]])
    }

    @Test func aReadingThatIsNotCompleteIsNotJudged() throws {
        let then = try [Self.row("a", "1")]
        let statement = try Statement("then", of: then, madeAt: Self.readAt)
        let rows = ReconciledRows(now: [], then: then, readAt: Self.readAt, gap: "the store lacks a day")
        #expect(try Reconciliation(statement, with: rows).verdict == .unjudged)
    }

    /// Random changes of random rows: what is computed of the earlier reading is what it was.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func changesOfRandomRowsAreExplained(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var then: [UsageRecord] = []
        for number in 0..<Int.random(in: 1...40, using: &generator) {
            let id = Bool.random(using: &generator) ? "r\(number)" : nil
            let model = ["m", "n"].randomElement(using: &generator) ?? "m"
            then.append(
                try Self.row(
                    id, "\(Int.random(in: 1...99_999, using: &generator))", model: model,
                    day: Int64.random(in: 0...1, using: &generator)))
        }
        var now: [UsageRecord] = []
        var changes: Set<Cause> = []
        for record in then {
            var record = record
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: changes.insert(.removedRows)
            case 1 where record.id != nil:
                changes.insert(.earlierStates)
                record.charge = try record.charge?.adding(Money("0.5", .usd))
                now.append(record)
            case 2:
                changes.insert(.lateRows)
                now += [record, try Self.row("late\(now.count)", "0.25", day: 1)]
            default: now.append(record)
            }
        }
        now.shuffle(using: &generator)
        // Both days, whether the earlier reading has rows of them or not.
        let days = TimeWindow(
            unchecked: Timestamp(seconds: 1_780_272_000), Timestamp(seconds: 1_780_272_000 + 2 * 86_400))
        let statement = try Statement("then", of: then, window: days, by: [.model], madeAt: Self.readAt)
        let reconciliation = try Reconciliation(
            statement, with: ReconciledRows(now: now, then: then, readAt: Self.readAt))
        #expect(reconciliation.verdict == (changes.isEmpty ? .agrees : .differs))
        for entry in reconciliation.entries where !entry.agrees {
            let isFound = entry.explanations.contains { Set($0).isSubset(of: changes) }
            #expect(
                isFound, "\(entry.key): \(entry.explanations.map { $0.map(\.name) }), seeded \(changes.map(\.name))")
        }
    }

    // MARK: - Row by row

    private static let monday = Timestamp(seconds: 1_780_444_800)

    private static func storedRow(
        _ id: String, _ charge: String, minute: Int64 = 0, model: String = "m"
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .tresor, id: id, time: monday - .seconds(86_400 - 60 * minute), model: model,
            charge: try Money(charge, .eur))
    }

    private static func compared(
        _ then: [UsageRecord], _ now: [UsageRecord], _ tolerance: Tolerance = Tolerance()
    ) throws -> Reconciliation {
        try Reconciliation(
            Statement("store", of: then, window: .days(7, through: monday, in: .gmt), madeAt: monday), of: then,
            with: now,
            readAt: monday, tolerance: tolerance)
    }

    /// Sums of a day that agree although rows have gone, come or changed.
    @Test func changesThatCancelOutAreFound() throws {
        let (first, second) = (try Self.storedRow("1", "1"), try Self.storedRow("2", "2", minute: 5))
        let other = try Self.compared([first, second], [first, try Self.storedRow("3", "2", minute: 9)])
        #expect(other.verdict == .differs && other.name == "store, row by row")
        #expect(other.entries.map(\.explanations) == [[[.removedRows]], [[.lateRows]]])
        let moved = try Self.compared([first, second], [first, try Self.storedRow("2", "2", minute: 15)])
        #expect(moved.verdict == .differs && moved.entries.count == 2)
        let shifted = try Self.compared(
            [first, second], [try Self.storedRow("1", "1.1"), try Self.storedRow("2", "1.9", minute: 5)])
        #expect(shifted.entries.map(\.explanations) == [[[.earlierStates]], [[.earlierStates]]])
        let renamed = try Self.compared([first, second], [first, try Self.storedRow("2", "2", minute: 5, model: "n")])
        #expect(renamed.verdict == .differs)
        #expect(renamed.entries.map(\.key) == [["2", "m", nil, nil], ["2", "n", nil, nil]])
        let atOnce = try Self.compared(
            [first, try Self.storedRow("2", "2")], [try Self.storedRow("1", "1.1"), try Self.storedRow("2", "1.9")])
        #expect(atOnce.entries.map(\.key.first) == ["1", "2"])
        #expect(atOnce.entries.map(\.explanations) == [[[.earlierStates]], [[.earlierStates]]])
        #expect(try Self.compared([first, second], [second, first]).verdict == .agrees)
    }

    /// Another user of a row changes no figure, and a label of one reading is no change.
    @Test func changesOfNoFigureAreNamed() throws {
        let row = try Self.storedRow("1", "1")
        var other = row
        other.user = "u"
        let result = try Self.compared([row], [other])
        #expect(result.verdict == .agrees)
        #expect(result.notCompared == ["rows that have changed, with the same figures: 1 here, 1 there"])
        var (labelled, later) = (row, try Self.storedRow("2", "2"))
        labelled.labels = [.receipt: "r"]
        later.labels = [.receipt: "s"]
        #expect(try Self.compared([row, later], [labelled, later]).notCompared.isEmpty)
    }

    /// A row that a reading has twice is no later one.
    @Test func aRowThatCameAgainIsNoChange() throws {
        let row = try Self.storedRow("1", "1")
        #expect(try Self.compared([row], [row, row]).verdict == .agrees)
    }

    @Test func whatAToleranceAllowsIsNamed() throws {
        let (first, second) = (try Self.storedRow("1", "1"), try Self.storedRow("2", "2", minute: 5))
        var tolerance = Tolerance()
        try tolerance.allow(.charge(.eur), amount: Decimal(string: "0.1"))
        let rows = try Self.compared(
            [first, second], [try Self.storedRow("1", "1.1"), try Self.storedRow("2", "1.9", minute: 5)], tolerance)
        #expect(rows.verdict == .agrees)
        #expect(rows.notCompared == ["rows that have changed, within the tolerance: 2 here, 2 there"])
        let sums = try Self.compared([first, second], [first, try Self.storedRow("2", "2.05", minute: 5)], tolerance)
        #expect(sums.verdict == .agrees)
        #expect(sums.notCompared == ["rows that have changed, whose sums agree within the tolerance: 1 here, 1 there"])
    }

    /// The figures of the statement are compared, and no others.
    @Test func rowsAreComparedInTheFiguresOfTheStatement() throws {
        let then = [try Self.storedRow("1", "1"), try Self.storedRow("2", "2", minute: 5)]
        let now = [try Self.storedRow("1", "1.1"), try Self.storedRow("2", "1.9", minute: 5)]
        let requests = try Statement("store", of: then, figures: [.requests])
        #expect(try Reconciliation(requests, of: then, with: now, readAt: Self.monday).verdict == .agrees)
        // Without an instant of its own, the figures are of the reading.
        let figures = try Statement("store", of: then)
        let added = then + [try Self.storedRow("3", "4", minute: 6)]
        let late = try Reconciliation(figures, of: then, with: added, readAt: Self.monday)
        #expect(late.entries.map(\.explanations) == [[[.lateRows]]])
    }

    /// One's own store rounds nothing, so rounding explains no difference of it.
    @Test func onlyChangedRowsExplainADifference() throws {
        let then = [try Self.storedRow("1", "1.25"), try Self.storedRow("2", "2", minute: 5)]
        let result = try Self.compared(then, [try Self.storedRow("1", "1"), then[1]])
        #expect(result.entries.filter { !$0.agrees }.map(\.explanations) == [[[.earlierStates]]])
    }

    @Test func rowsWithoutATimeAreTheSameOnBothSides() throws {
        var untimed = try Self.storedRow("9", "3")
        untimed.time = nil
        let row = try Self.storedRow("1", "1")
        #expect(try Self.compared([row, untimed], [row, untimed]).verdict == .agrees)
        let gone = try Self.compared([row], [row, untimed])
        #expect(gone.verdict == .unjudged)
        #expect(gone.gaps == ["rows that have no time, and can be in any entry: 1"])
        let came = try Self.compared([row, untimed], [row])
        #expect(came.verdict == .unjudged && came.gaps == ["rows without a time that are gone here: 1"])
    }
}
