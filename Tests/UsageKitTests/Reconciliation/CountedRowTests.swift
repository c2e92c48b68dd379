import Foundation
import Testing

@testable import UsageKit

/// Every row that counts is in an entry, or it is named.
@Suite struct CountedRowTests {
    private static let start = Timestamp(seconds: 1_780_272_000)

    private static func instant(_ day: Int) -> Timestamp { start.advanced(by: .seconds(Int64(day) * 86_400)) }

    private static func window(_ first: Int?, _ last: Int?) -> TimeWindow {
        TimeWindow(unchecked: first.map(instant), last.map(instant))
    }

    private static func entry(_ window: TimeWindow, _ key: [String?], rows: Int? = 1) -> Statement.Entry {
        var entry = Statement.Entry(window: window, key: key)
        if let rows { entry.set(.rows, exact: ExactDecimal(rows)) }
        return entry
    }

    private static func row(_ model: String?, day: Int? = nil) -> UsageRecord {
        UsageRecord(provider: .venice, time: day.map(instant), model: model)
    }

    // MARK: Rows without a time

    /// A statement of all time says of each model that it does not name that there was no usage.
    @Test func aRowWithoutATimeIsInAnEntryOfAllTime() throws {
        let statement = Statement("s", by: [.model], entries: [Self.entry(.all, ["a"])])
        let reconciliation = try Reconciliation(statement, with: ReconciledRows([Self.row("a"), Self.row("b")]))
        #expect(reconciliation.verdict == .differs && reconciliation.notCompared == [])
        #expect(reconciliation.entries.map(\.key) == [["a"], ["b"]])
        #expect(reconciliation.entries.map { $0.comparisons.map(\.own) } == [[1], [1]])
    }

    @Test func figuresOfAllTimeAreInAnEntryOfAllTime() throws {
        let statement = Statement("s", by: [.model], entries: [Self.entry(.all, ["a"])])
        let other = Statement("o", by: [.model], entries: ["a", "b"].map { Self.entry(.all, [$0]) })
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(other))
        #expect(reconciliation.verdict == .differs)
        #expect(reconciliation.entries.map(\.key) == [["a"], ["b"]])
    }

    /// An open start is no time of a row without one.
    @Test(arguments: [nil, 0] as [Int?]) func aRowWithoutATimeIsNamedBesideAWindowWithABound(first: Int?) throws {
        let statement = Statement("s", by: [.model], entries: [Self.entry(Self.window(first, 2), ["a"])])
        let rows = ReconciledRows([Self.row("a", day: 1), Self.row("b")])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.gaps == ["rows that have no time, and can be in any entry: 1"])
    }

    /// The entries of its key are bounded, so the row can be in any of them.
    @Test func aRowWithoutATimeOfASplitKeyIsNamed() throws {
        let entries = [
            Self.entry(.all, ["a"], rows: 0), Self.entry(Self.window(0, 1), ["b"], rows: 0),
        ]
        let reconciliation = try Reconciliation(
            Statement("s", by: [.model], entries: entries), with: ReconciledRows([Self.row("b")]))
        #expect(reconciliation.verdict == .unjudged)
        #expect(reconciliation.gaps == ["rows that have no time, and can be in any entry: 1"])
    }

    /// A key that need not be named has no entry in which such a row could be.
    @Test(arguments: [nil, 1] as [Int?]) func aRowWithoutATimeOfAKeyThatIsNotNamedIsInNoEntry(last: Int?) throws {
        let entry = Self.entry(last.map { Self.window(0, $0) } ?? .all, ["a"], rows: 0)
        var statement = Statement("s", by: [.model], entries: [entry])
        statement.namesAllKeys = false
        let reconciliation = try Reconciliation(statement, with: ReconciledRows([Self.row("b")]))
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.notCompared == ["rows for whose model s has no entry: 1"])
    }

    /// What is outside of what was asked for counts in no window, with or without a time.
    @Test(arguments: [nil, 1] as [Int?]) func aRowOutsideOfWhatWasAskedForDoesNotCount(day: Int?) throws {
        var rows = ReconciledRows([Self.row("a", day: 1)])
        rows.add(Self.row("a", day: day), as: .outside)
        let statement = Statement("s", by: [.model], entries: [Self.entry(.all, ["a"])])
        #expect(try Reconciliation(statement, with: rows).verdict == .agrees)
    }

    // MARK: Keys that are not named

    @Test func rowsOfKeysThatAreNotNamedAreCounted() throws {
        var statement = Statement("s", by: [.model], entries: [Self.entry(Self.window(0, 1), ["a"])])
        statement.namesAllKeys = false
        statement.window = Self.window(0, 2)
        let rows = [
            Self.row("a", day: 0), Self.row("b", day: 0), Self.row(nil, day: 1), Self.row("a", day: 1),
            Self.row("a", day: 5),
        ]
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(reconciliation.verdict == .agrees)
        #expect(
            reconciliation.notCompared == [
                "rows of a time of which s says nothing: 1", "rows for whose model s has no entry: 3",
            ])
    }

    // MARK: All of them

    /// How many rows are named: each line ends with a number, or says how many rows there are.
    private static func namedRows(_ reconciliation: Reconciliation) -> Int {
        (reconciliation.notCompared + reconciliation.gaps).reduce(0) { sum, line in
            let words = line.split(separator: " ")
            if line.hasSuffix(" rows") { return sum + (words.dropLast().last.flatMap { Int($0) } ?? 0) }
            return sum + (words.last.flatMap { Int($0) } ?? 0)
        }
    }

    private static func ownRows(_ reconciliation: Reconciliation) -> Int {
        reconciliation.entries.flatMap(\.comparisons).filter { $0.figure == .rows }.reduce(0) { sum, comparison in
            sum + (comparison.own.map { NSDecimalNumber(decimal: $0).intValue } ?? 0)
        }
    }

    /// A random statement, whose entries of one key do not overlap.
    private static func statement(_ keys: [[String?]], _ generator: inout SeededGenerator) -> Statement {
        var entries: [Statement.Entry] = []
        for key in keys where Int.random(in: 0..<4, using: &generator) > 0 {
            var bounds: [Int?] = [nil] + (0...4).filter { _ in Bool.random(using: &generator) } + [nil]
            if Bool.random(using: &generator) { bounds.removeFirst() }
            if Bool.random(using: &generator) { bounds.removeLast() }
            for (first, last) in zip(bounds, bounds.dropFirst()) where Int.random(in: 0..<3, using: &generator) > 0 {
                let isSilent = Int.random(in: 0..<6, using: &generator) == 0
                entries.append(entry(window(first, last), key, rows: isSilent ? nil : 1))
            }
        }
        var statement = Statement("s", by: keys[0].isEmpty ? [] : [.model], entries: entries)
        if Bool.random(using: &generator) {
            statement.window = window([nil, -1, 1].randomElement(using: &generator) ?? nil, nil)
        }
        statement.namesAllKeys = Int.random(in: 0..<3, using: &generator) > 0
        return statement
    }

    private static func keys(_ generator: inout SeededGenerator) -> [[String?]] {
        Bool.random(using: &generator) ? [[]] : [["a"], ["b"], [nil]]
    }

    private static func expect(_ count: Int, in reconciliation: Reconciliation, _ comment: String) {
        let known = ownRows(reconciliation) + namedRows(reconciliation)
        if let silence = reconciliation.gaps.first(where: { $0.contains("states no figure, although") }) {
            #expect(silence == "s states no figure, although there are \(count) rows", "\(comment)")
        } else if count > 0 {
            #expect(known == count, "\(comment): \(reconciliation)")
        }
    }

    @Test(arguments: PropertySeeds.some(300, long: 20_000)) func everyRowThatCountsIsInAnEntryOrNamed(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        let keys = Self.keys(&generator)
        let statement = Self.statement(keys, &generator)
        var rows = ReconciledRows()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            // Bounds of windows, instants between them, and no time.
            var time: Timestamp?
            if Int.random(in: 0..<4, using: &generator) > 0 {
                let hours = [0, 12].randomElement(using: &generator) ?? 0
                time = Self.instant(Int.random(in: -2...5, using: &generator)).advanced(by: .seconds(hours * 3600))
            }
            var row = Self.row(["a", "b", "c", nil].randomElement(using: &generator) ?? nil)
            row.time = time
            let role = ReconciledRows.Role.allCases.randomElement(using: &generator) ?? .counted
            rows.add(row, as: Bool.random(using: &generator) ? .counted : role)
        }
        Self.expect(rows.count, in: try Reconciliation(statement, with: rows), "\(statement)")
    }

    /// Each entry in the place of rows is of one row; those that are only partly in a window are refused.
    @Test(arguments: PropertySeeds.some(300, long: 20_000)) func allFiguresInThePlaceOfRowsAreInAnEntryOrNamed(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        let keys = Self.keys(&generator)
        let statement = Self.statement(keys, &generator)
        let entries = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
            let first = Int.random(in: -1...5, using: &generator)
            let window =
                [Self.window(first, first + 1), Self.window(first, first + 1), Self.window(nil, 0), .all]
                .randomElement(using: &generator) ?? .all
            return Self.entry(window, keys.randomElement(using: &generator) ?? [])
        }
        let other = Statement("o", by: statement.dimensions, entries: entries)
        do {
            let reconciliation = try Reconciliation(statement, with: ReconciledRows(other))
            Self.expect(entries.count, in: reconciliation, "\(statement) \(other)")
        } catch {
            #expect((error as? UsageError)?.code == .invalidArgument)
        }
    }
}
