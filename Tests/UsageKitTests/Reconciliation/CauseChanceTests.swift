import Foundation
import Testing

@testable import UsageKit

/// Causes that close a difference by chance are not named: a shifted window is one of the whole statement.
@Suite struct CauseChanceTests {
    private static let start = Timestamp(seconds: 1_780_272_000)

    private static func row(
        _ id: String, _ charge: String, hour: Int64, key: String? = nil, status: UsageStatus? = nil
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, time: start.advanced(by: .seconds(hour * 3600)), apiKey: key, status: status,
            charge: try Money(charge, .credits))
    }

    /// A day of a statement.
    private static func entry(
        _ day: Int64, _ requests: Int, _ charge: String, key: [String?] = []
    ) throws -> Statement.Entry {
        let window = TimeWindow(
            unchecked: start.advanced(by: .seconds(day * 86_400)), start.advanced(by: .seconds((day + 1) * 86_400)))
        var entry = Statement.Entry(window: window, key: key)
        try entry.set(.requests, to: Decimal(requests))
        try entry.set(.charge(.credits), to: Decimal(string: charge))
        return entry
    }

    /// Rows at each hour of some days, each with a charge of its own.
    private static func hourly(_ days: Int64) throws -> [UsageRecord] {
        try (0..<days * 24).map { try row("r\($0)", "0.\(10_000 + $0 * $0)", hour: $0) }
    }

    private static func shifted(_ rows: [UsageRecord], by hours: Int64) throws -> Statement {
        let moved = rows.map { row in
            var row = row
            row.time = row.time?.advanced(by: .seconds(-hours * 3600))
            return row
        }
        return try Statement("days", of: moved, figures: [.requests, .charge(.credits)])
    }

    // MARK: Shifted windows

    /// Days of another time zone explain all days that have all their rows.
    @Test func aShiftThatClosesSeveralEntriesIsNamed() throws {
        let rows = try Self.hourly(4)
        var statement = try Self.shifted(rows, by: 5)
        // Only whole days.
        statement.entries.removeAll { $0[.requests] != 24 }
        let result = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(result.entries.filter(\.isStated).allSatisfy { $0.explanations == [[.shiftedWindow(seconds: 18_000)]] })
        #expect(result.verdict == .differs)
    }

    /// A deleted key whose calls are all in the first hours: a window is of all keys, and the others agree.
    @Test func aShiftIsNotOfOneKey() throws {
        let rows = try [
            Self.row("a", "1", hour: 1, key: "gone"), Self.row("b", "2", hour: 2, key: "gone"),
            Self.row("c", "4", hour: 9, key: "k"), Self.row("d", "8", hour: 3, key: "k"),
        ]
        let statement = Statement("keys", by: [.apiKey], entries: [try Self.entry(0, 2, "12", key: ["k"])])
        let result = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(result.entries.last?.explanations == [[.excludedValue("gone", of: .apiKey)]])
        let zeros = Statement(
            "keys", by: [.apiKey],
            entries: [try Self.entry(0, 2, "12", key: ["k"]), try Self.entry(0, 0, "0", key: ["gone"])])
        #expect(try Reconciliation(zeros, with: ReconciledRows(rows)).entries.last?.explanations == [])
    }

    /// One of several days lacks its first row: a shift would take rows out of the other days, too.
    @Test func entriesThatAgreeRefuteAShift() throws {
        let rows = try [
            Self.row("a", "1", hour: 0), Self.row("b", "2", hour: 24), Self.row("c", "4", hour: 30),
            Self.row("d", "8", hour: 60),
        ]
        let entries = try [Self.entry(0, 1, "1"), Self.entry(1, 1, "4"), Self.entry(2, 1, "8")]
        let result = try Reconciliation(Statement("days", entries: entries), with: ReconciledRows(rows))
        #expect(result.entries[1].explanations == [[.missingRow("b")]])
        // Without the other days, nothing refutes it.
        let alone = try Reconciliation(Statement("day", entries: [entries[1]]), with: ReconciledRows(rows))
        #expect(alone.entries[0].explanations.contains([.shiftedWindow(seconds: 3600)]))
    }

    /// A cause of known rows explains the only entry, so its window is not shifted as well.
    @Test func whatIsKnownOfRowsComesBeforeAShift() throws {
        let rows = try [
            Self.row("a", "1", hour: 0, key: "x"), Self.row("b", "2", hour: 12), Self.row("c", "4", hour: 13),
        ]
        let statement = Statement("day", entries: [try Self.entry(0, 2, "6")])
        let result = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(result.entries.first?.explanations == [[.excludedValue("x", of: .apiKey)]])
    }

    /// An earlier reading and a price list are of the same rows, and so of the same windows.
    @Test func rowsOfTheSameSourceAreNotShifted() throws {
        let rows = try [Self.row("a", "1", hour: 0), Self.row("b", "2", hour: 12)]
        let statement = Statement("store", entries: [try Self.entry(0, 1, "2")], madeAt: Self.start)
        let read = ReconciledRows(now: rows, then: rows, readAt: Self.start)
        #expect(try Reconciliation(statement, with: read).entries.first?.explanations == [])
        var priced = ReconciledRows()
        for row in rows { priced.add(row, otherCharges: [:]) }
        #expect(try Reconciliation(statement, with: priced).entries.first?.explanations == [])
        // Of another source, they are.
        let other = try Reconciliation(statement, with: ReconciledRows(rows)).entries.first
        #expect(other?.explanations.contains { $0.contains { $0.isWindow } } == true)
    }

    // MARK: What explains a part

    /// Two newest rows are missing, and a third one counts twice: no window and no quantile explains a part.
    @Test func aPartByChanceIsNotNamed() throws {
        let rows = try Self.hourly(2)
        var statement = try Self.shifted(rows, by: 0)
        let doubled = rows[30].charge!.amount + rows[31].charge!.amount
        statement.entries[1] = try Self.entry(1, 26, "\(statement.entries[1][.charge(.credits)]! + doubled)")
        let result = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(result.entries[1].explanations == [] && result.entries[1].closest == [])
        #expect(result.description.contains("2 requests more there"))
    }

    /// Leaving out the failed rows would bring the charge nearer, and leave another number of requests.
    @Test func aStatusThatLeavesAnotherCountIsNoPart() throws {
        let rows = try [
            Self.row("a", "1", hour: 1), Self.row("b", "2", hour: 2, status: .failed), Self.row("c", "3", hour: 3),
            Self.row("d", "5", hour: 4),
        ]
        let statement = Statement("day", entries: [try Self.entry(0, 2, "0.5")])
        #expect(try Reconciliation(statement, with: ReconciledRows(rows)).entries.first?.closest == [])
    }

    // MARK: Single rows

    /// The newest rows, one row, and a row twice are found without a store.
    @Test func rowsAreFoundByTheirFigures() throws {
        let rows = try Self.hourly(2)
        let whole = try Self.shifted(rows, by: 0)
        let charge = try #require(whole.entries[1][.charge(.credits)])
        func explanations(_ requests: Int, _ charge: Decimal) throws -> [[Cause]] {
            var statement = whole
            statement.entries[1] = try Self.entry(1, requests, "\(charge)")
            return try Reconciliation(statement, with: ReconciledRows(rows)).entries[1].explanations
        }
        let newest = rows[44...].compactMap(\.charge?.amount).reduce(0, +)
        let since = try #require(rows[44].time)
        #expect(try explanations(20, charge - newest) == [[.newestRows(since: since)]])
        let one = try #require(rows[30].charge?.amount)
        #expect(try explanations(23, charge - one) == [[.missingRow("r30")]])
        #expect(try explanations(25, charge + one) == [[.doubledRow("r30")]])
    }

    /// A row without an id is named by its request, unless other rows are of it as well, or another row has that name.
    @Test(arguments: [("alone", "q30"), ("repeated", nil), ("id", nil)] as [(String, String?)])
    func aRowIsNamedByItsRequestIfItIsAlone(others: String, name: String?) throws {
        var rows = try Self.hourly(2)
        for index in rows.indices { (rows[index].id, rows[index].requestID) = (nil, "q\(index)") }
        // Of the day before.
        if others == "repeated" { rows[2].requestID = "q30" }
        if others == "id" { rows[2].id = "q30" }
        var statement = try Self.shifted(rows, by: 0)
        let charge = try #require(statement.entries[1][.charge(.credits)])
        let one = try #require(rows[30].charge?.amount)
        statement.entries[1] = try Self.entry(1, 23, "\(charge - one)")
        let missing = try Reconciliation(statement, with: ReconciledRows(rows)).entries[1].explanations
        #expect(missing == (name.map { [[.missingRow($0)]] } ?? []))
        statement.entries[1] = try Self.entry(1, 25, "\(charge + one)")
        let doubled = try Reconciliation(statement, with: ReconciledRows(rows)).entries[1].explanations
        #expect(doubled == (name.map { [[.doubledRow($0)]] } ?? []))
    }

    /// Two rows would do, and one of them has no name.
    @Test func aRowIsNotNamedIfOneWithoutANameWouldDo() throws {
        var rows = try Self.hourly(2)
        rows[31].charge = rows[30].charge
        rows[31].id = nil
        var statement = try Self.shifted(rows, by: 0)
        let charge = try #require(statement.entries[1][.charge(.credits)])
        let one = try #require(rows[30].charge?.amount)
        statement.entries[1] = try Self.entry(1, 23, "\(charge - one)")
        #expect(try Reconciliation(statement, with: ReconciledRows(rows)).entries[1].explanations == [])
    }

    /// The newest rows are found by one figure, if it tells one row from another.
    @Test(arguments: [true, false]) func theNewestRowsAreFoundByTheirCharges(areEqual: Bool) throws {
        let rows = try Self.hourly(1).map { row in
            var row = row
            if areEqual { row.charge = try Money("1", .credits) }
            return row
        }
        var statement = try Statement("days", of: rows, figures: [.charge(.credits)])
        let newest = rows[21...].compactMap(\.charge?.amount).reduce(0, +)
        let whole = try #require(statement.entries[0][.charge(.credits)])
        try statement.entries[0].set(.charge(.credits), to: whole - newest)
        let result = try Reconciliation(statement, with: ReconciledRows(rows))
        let time = try #require(rows[21].time)
        // A window that ends earlier comes to the same, because there are no rows of the day before.
        let isFound = result.entries.first?.explanations.first == [.newestRows(since: time)]
        #expect(isFound == !areEqual)
    }
}
