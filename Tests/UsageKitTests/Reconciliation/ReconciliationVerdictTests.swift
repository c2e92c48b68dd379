import Foundation
import Testing

@testable import UsageKit

/// Nothing agrees that was not compared, and nothing is lost without a word.
@Suite struct ReconciliationVerdictTests {
    private static func row(
        _ id: String?, _ charge: String? = "1", _ currency: Currency = .usd, model: String? = "m", day: Int64 = 0
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .venice, id: id, time: Timestamp(seconds: 1_780_272_000 + day * 86_400 + 43_200), model: model,
            charge: try charge.map { try Money($0, currency) })
    }

    private static func days(_ first: Int64, _ last: Int64) -> TimeWindow {
        let start = Timestamp(seconds: 1_780_272_000)
        return TimeWindow(
            unchecked: start.advanced(by: .seconds(first * 86_400)), start.advanced(by: .seconds(last * 86_400)))
    }

    private static func entry(
        _ day: Int64, _ key: [String?] = [], _ figures: [ReconciledFigure: String]
    ) throws -> Statement.Entry {
        var entry = Statement.Entry(window: days(day, day + 1), key: key)
        for (figure, value) in figures { try entry.set(figure, to: Decimal(string: value)) }
        return entry
    }

    // MARK: Keys

    @Test func aKeyOfAnotherLengthIsRefused() throws {
        let malformed = Statement("s", by: [.model], entries: [try Self.entry(0, [], [.requests: "1"])])
        let well = Statement("w", by: [.model], entries: [try Self.entry(0, ["m"], [.requests: "1"])])
        for (statement, rows) in [(malformed, ReconciledRows()), (well, ReconciledRows(malformed))] {
            let error = #expect(throws: UsageError.self) { try Reconciliation(statement, with: rows) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains("expected one value for each of 1 dimensions") ?? false)
        }
    }

    @Test func aKeyOfAnotherLengthIsNotReadBack() throws {
        let malformed = Statement("s", by: [.model], entries: [try Self.entry(0, [], [.requests: "1"])])
        let bytes = try JSONEncoder().encode(malformed)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Statement.self, from: bytes) }
        let json = """
            {"statement":"s","verdict":"differs","gaps":[],"notCompared":[],"dimensions":["model"],"concentrations":[],
            "entries":[{"start":null,"end":null,"key":[],"stated":true,"agrees":false,"explanations":[],"closest":[],
            "figures":[{"figure":"requests","own":"1","stated":"2","difference":"-1","unexplained":"-1","agrees":false}]}]}
            """
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Reconciliation.self, from: Data(json.utf8))
        }
    }

    // MARK: Entries without figures

    @Test func rowsOfAnEntryWithoutFiguresAreNotJudged() throws {
        let rows = try ReconciledRows([Self.row("a")] + (0..<3).map { try Self.row("b\($0)", day: 1) })
        var statement = try Statement(
            "s", entries: [Self.entry(0, [], [.requests: "1"]), Self.entry(1, [], [:])])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .unjudged)
        #expect(
            reconciliation.gaps == [
                "s states no figure of [2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z), although there are 3 rows"
            ])
        // What differs does so all the same.
        try statement.entries[0].set(.requests, to: 2)
        let differing = try Reconciliation(statement, with: rows)
        #expect(differing.verdict == .differs && differing.notCompared.count == 1)
    }

    @Test func figuresThatOnlySomePartsStateAreNamed() throws {
        let entries = try [
            Self.entry(0, ["m"], [.requests: "1", .charge(.usd): "1", .latency(.p95): "5"]),
            Self.entry(0, ["m"], [.requests: "2", .latency(.p95): "6"]),
            Self.entry(1, ["m"], [.latency(.p95): "5"]), Self.entry(1, ["m"], [.requests: "0", .latency(.p95): "6"]),
        ]
        let reconciliation = try Reconciliation(
            Statement("s", by: [.model], entries: entries),
            with: ReconciledRows((0..<3).map { try Self.row("\($0)", "100") }))
        #expect(reconciliation.verdict == .agrees && reconciliation.entries.count == 1)
        let place = "[2026-06-01T00:00:00Z, 2026-06-02T00:00:00Z), model m"
        #expect(
            reconciliation.notCompared == [
                "charge.USD of \(place): only some parts state it",
                "latencyMS.p95 of \(place) and 1 more: quantiles of several parts cannot be added",
                "requests of [2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z), model m: only some parts state it",
            ])
        #expect(
            reconciliation.description.hasPrefix("agrees with s: 1 entry, every figure that can be compared\n"))
    }

    /// A quantile cannot be said to be zero for rows of a key that has no entry.
    @Test func rowsOfAKeyForWhichOnlyAQuantileCouldBeStatedAreNamed() throws {
        var row = try Self.row("a")
        row.duration = .milliseconds(5)
        let statement = try Statement("s", by: [.model], entries: [Self.entry(0, ["m"], [.latency(.p95): "5"])])
        let reconciliation = try Reconciliation(statement, with: ReconciledRows([row, Self.row("b", model: "n")]))
        #expect(reconciliation.entries.map(\.key) == [["m"]])
        #expect(reconciliation.notCompared == ["rows for which s states no figure: 1"])
    }

    @Test func sumsNameTheFiguresThatTheyLeaveOut() throws {
        var days = try Statement(
            "days", by: [.model],
            entries: [
                Self.entry(0, ["m"], [.requests: "1", .charge(.usd): "1", .latency(.p95): "5"]),
                Self.entry(2, ["m"], [.requests: "2"]),
            ])
        days.namesAllKeys = false
        let sum = try days.summed()
        #expect(
            sum.notCompared == ["charge.USD: some entries do not state it", "latencyMS.p95: quantiles cannot be added"])
        #expect(sum.gap == "days does not name all values of model")
        #expect(sum.entries.map(\.window) == [Self.days(0, 3)])
    }

    // MARK: The window of a statement

    /// Buckets of two days, of which the second has no group.
    @Test func rowsInTheWindowOfAStatementAreComparedWithNoUsage() throws {
        let rows = try ReconciledRows([Self.row("a"), Self.row("b", "100", day: 1), Self.row("c", day: 2)])
        var statement = try Statement("s", entries: [Self.entry(0, [], [.requests: "1", .charge(.usd): "1"])])
        let withoutWindow = try Reconciliation(statement, with: rows)
        #expect(withoutWindow.verdict == .agrees)
        #expect(withoutWindow.notCompared == ["rows of a time of which s says nothing: 2"])
        statement.window = Self.days(0, 2)
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .differs)
        let other = try #require(reconciliation.entries.last)
        #expect(!other.isStated && other.window == Self.days(1, 2) && other.comparisons.map(\.own) == [1, 100])
        #expect(reconciliation.notCompared == ["rows of a time of which s says nothing: 1"])
        let copy = try JSONDecoder().decode(Statement.self, from: JSONEncoder().encode(statement))
        #expect(copy == statement)
    }

    @Test func onlySpansWithRowsAreEntriesOfTheirOwn() throws {
        let statement = try Statement(
            "s", entries: stride(from: 0, to: 9, by: 2).map { try Self.entry($0, [], [.requests: "0"]) })
        let reconciliation = try Reconciliation(statement, with: ReconciledRows([Self.row("a", day: 3)]))
        #expect(reconciliation.entries.filter { !$0.isStated }.map(\.window) == [Self.days(3, 4)])
    }

    // MARK: Statements in the place of rows

    /// A summary that does not say how many calls there were.
    @Test func whatAStatementInThePlaceOfRowsDoesNotSayIsNotJudged() throws {
        var summary = Statement("summary", entries: [])
        summary.notCompared = ["calls: the summary does not say how many"]
        for calls in ["0", "9"] {
            let keys = try Statement("keys", by: [.apiKey], entries: [Self.entry(0, ["k"], [.requests: calls])])
            let reconciliation = try Reconciliation(keys.summed(), with: ReconciledRows(summary))
            #expect(reconciliation.verdict == .unjudged, "\(calls)")
            #expect(reconciliation.notCompared.first == "calls: the summary does not say how many")
            #expect(
                reconciliation.notCompared.last
                    == "requests of [2026-06-01T00:00:00Z, 2026-06-02T00:00:00Z): summary does not say it")
        }
    }

    @Test func aValueWithoutAnEntryHadNoUsageInAStatementThatNamesAll() throws {
        let other = try Statement("o", by: [.model], entries: [Self.entry(0, ["m"], [.requests: "1"])])
        let statement = try Statement(
            "s", by: [.model],
            entries: [Self.entry(0, ["m"], [.requests: "1"]), Self.entry(0, ["n"], [.requests: "2"])]
        )
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(other))
        #expect(reconciliation.verdict == .differs)
        #expect(reconciliation.entries.last?.comparisons.map(\.own) == [0])
    }

    @Test func aStatementThatDoesNotNameAllIsNotJudgedAsAWhole() throws {
        var models = try Statement("models", by: [.model], entries: [Self.entry(0, ["m"], [.requests: "1"])])
        models.namesAllKeys = false
        let whole = try Statement("whole", entries: [Self.entry(0, [], [.requests: "1"])])
        let reconciliation = try Reconciliation(whole, with: ReconciledRows(models))
        #expect(reconciliation.verdict == .unjudged)
        #expect(reconciliation.gaps == ["models does not name all values of model"])
        // What it names can be compared.
        let named = try Statement("named", by: [.model], entries: [Self.entry(0, ["m"], [.requests: "1"])])
        #expect(try Reconciliation(named, with: ReconciledRows(models)).verdict == .agrees)
    }

    @Test func rowsThatAStatementLeftOutAreNamedInThePlaceOfRows() throws {
        var untimed = try Self.row("a")
        untimed.time = nil
        let statement = try Statement("ledger", of: [untimed, Self.row("b")], figures: [.requests])
        let reconciliation = try Reconciliation(
            Statement("s", entries: [Self.entry(0, [], [.requests: "1"])]), with: ReconciledRows(statement))
        #expect(reconciliation.notCompared == ["rows without a time: 1"])
    }

    @Test func aStatementByCurrencyIsComparedInThePlaceOfRows() throws {
        let rows = try [Self.row("a"), Self.row("b", "2", .diem)]
        let statement = try Statement("s", of: rows, by: [.currency])
        #expect(try Reconciliation(statement, with: ReconciledRows(statement)).verdict == .agrees)
    }

    // MARK: Unknown is not zero

    @Test func chargesThatNoRowHasAreUnknown() throws {
        let rows = try (0..<3).map { try Self.row("\($0)", nil) }
        let statement = try Statement("s", entries: [Self.entry(0, [], [.requests: "3", .charge(.credits): "0"])])
        let entry = try #require(try Reconciliation(statement, with: ReconciledRows(rows)).entries.first)
        #expect(entry.comparisons.map(\.own) == [3, nil] && !entry.agrees)
        // One row with a charge says that there was none in another currency.
        let others = try ReconciledRows(rows.dropLast() + [Self.row("c", "2")])
        #expect(try Reconciliation(statement, with: others).verdict == .agrees)
        let none = try Statement("s", entries: [Self.entry(0, [], [.charge(.credits): "0"])])
        #expect(try Reconciliation(none, with: ReconciledRows()).verdict == .agrees)
        #expect(try Statement("own", of: rows).entries.first?[.charge(.credits)] == nil)
    }

    // MARK: - What is not compared

    /// Figures in the place of rows take no rows.
    @Test func rowsBesideFiguresInTheirPlaceAreNotJudged() throws {
        var entry = Statement.Entry(window: .all)
        try entry.set(.requests, to: 1)
        let statement = Statement("keys", entries: [entry])
        var rows = ReconciledRows(statement)
        #expect(try Reconciliation(statement, with: rows).verdict == .agrees)
        rows.add(UsageRecord(provider: .venice))
        let result = try Reconciliation(statement, with: rows)
        #expect(result.verdict == .unjudged)
        #expect(result.gaps == ["rows were added to the figures of keys, with which they cannot be compared"])
    }

    /// A currency of which a statement of charges says nothing.
    @Test func aCurrencyThatIsNotStatedIsNamed() throws {
        var entry = Statement.Entry(window: .all)
        try entry.set(.charge(.usd), to: 1)
        let records = try ["1 USD", "5 EUR", "2 DIEM", "0 VCU"].map { text in
            let parts = text.split(separator: " ")
            return UsageRecord(
                provider: .venice, charge: try Money(String(parts[0]), Currency(rawValue: String(parts[1]))))
        }
        var statement = Statement("analytics", entries: [entry])
        let named = try Reconciliation(statement, with: ReconciledRows(records))
        #expect(
            named.notCompared == [
                "charge.DIEM: analytics does not state it", "charge.EUR: analytics does not state it",
            ])
        statement.includedCurrencies = [.usd: [.diem]]
        try statement.entries[0].set(.charge(.usd), to: 3)
        let included = try Reconciliation(statement, with: ReconciledRows(records))
        #expect(included.notCompared == ["charge.EUR: analytics does not state it"])
        // Figures without charges say nothing of any currency.
        var requests = Statement.Entry(window: .all)
        try requests.set(.requests, to: 4)
        let plain = try Reconciliation(Statement("total", entries: [requests]), with: ReconciledRows(records))
        #expect(plain.notCompared.isEmpty && plain.verdict == .agrees)
    }
}
