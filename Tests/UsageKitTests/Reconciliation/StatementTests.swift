import Foundation
import Testing

@testable import UsageKit

/// Statements of rows, statements in the place of rows, and what is not compared.
@Suite struct StatementTests {
    private static func row(
        _ id: String?, _ charge: String? = "1", _ currency: Currency = .usd, model: String = "m",
        at time: String = "2026-06-02T09:00:00Z", status: UsageStatus? = nil
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .venice, id: id, time: .at(time), model: model, status: status,
            charge: try charge.map { try Money($0, currency) })
    }

    private static func entry(
        _ day: Int, _ key: [String?] = [], _ figures: [ReconciledFigure: String]
    ) throws -> Statement.Entry {
        let start = Timestamp(seconds: 1_780_272_000 + Int64(day) * 86_400)
        var entry = Statement.Entry(
            window: TimeWindow(unchecked: start, start.advanced(by: .seconds(86_400))), key: key)
        for (figure, value) in figures { try entry.set(figure, to: Decimal(string: value)) }
        return entry
    }

    @Test func rowsAreStatedByDayAndKey() throws {
        let rows = try [
            Self.row("a", "1.5"), Self.row("b", "2", .diem, model: "n"), Self.row("c", "0.25"),
            Self.row("d", "4", at: "2026-06-03T00:00:00Z"),
        ]
        let statement = try Statement("ledger", of: rows, by: [.model])
        #expect(statement.entries.map(\.key) == [["m"], ["n"], ["m"]])
        let first = try #require(statement.entries.first)
        #expect(first.window == .between("2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z"))
        #expect(first[.charge(.usd)] == Decimal(string: "1.75") && first[.requests] == 2)
        // A currency of other rows only.
        #expect(first[.charge(.diem)] == 0 && first[.inputTokens] == nil)
        #expect(try Reconciliation(statement, with: ReconciledRows(rows)).verdict == .agrees)
    }

    @Test func aStatementOfRowsIsKept() throws {
        var statement = try Statement(
            "ledger", of: [Self.row("a", "1.5")], by: [.model], madeAt: .at("2026-06-04T00:00:00Z"))
        statement.includedCurrencies = [.usd: [.bundledCredits]]
        statement.optionalFigures = [.quantity("image_count")]
        let copy = try JSONDecoder().decode(Statement.self, from: JSONEncoder().encode(statement))
        #expect(copy == statement)
    }

    /// A statement that is kept is read again by later versions.
    @Test func aStatementHasTheDocumentedForm() throws {
        var entry = try Self.entry(0, ["m", nil], [.charge(.usd): "1.50", .requests: "2"])
        var statement = Statement(
            "invoice", by: [.model, .apiKey], entries: [entry], madeAt: .at("2026-06-04T00:00:00Z"),
            gap: "a page is missing")
        statement.window = .since("2026-06-01T00:00:00Z")
        statement.namesAllKeys = false
        statement.includedCurrencies = [.usd: [.bundledCredits]]
        statement.optionalFigures = [.quantity("image_count")]
        statement.notCompared = ["tax: not in the rows"]
        let text = """
            {"dimensions":["model","apiKey"],\
            "entries":[{"figures":{"charge.USD":"1.5","requests":"2"},"key":["m",null],\
            "window":{"end":"2026-06-02T00:00:00Z","start":"2026-06-01T00:00:00Z"}}],\
            "gap":"a page is missing","includedCurrencies":{"USD":["BUNDLED_CREDITS"]},"madeAt":"2026-06-04T00:00:00Z",\
            "name":"invoice","namesAllKeys":false,"notCompared":["tax: not in the rows"],\
            "optionalFigures":["units.image_count"],"window":{"start":"2026-06-01T00:00:00Z"}}
            """
        #expect(try json(statement) == text)
        #expect(try decoded(Statement.self, text) == statement)
        // What is not known is absent.
        entry.key = []
        let least = """
            {"dimensions":[],"entries":[{"figures":{"charge.USD":"1.5","requests":"2"},"key":[],\
            "window":{"end":"2026-06-02T00:00:00Z","start":"2026-06-01T00:00:00Z"}}],"includedCurrencies":{},\
            "name":"invoice","namesAllKeys":true,"notCompared":[],"optionalFigures":[]}
            """
        #expect(try json(Statement("invoice", entries: [entry])) == least)
        let sample = try #require(DocumentedSamples.blocks(of: "Docs/Reconciliation.md", in: "json").last)
        #expect(try json(decoded(Statement.self, sample)) == sample)
    }

    @Test func rowsWithoutATimeAreNamed() throws {
        var row = try Self.row("a")
        row.time = nil
        let statement = try Statement("ledger", of: [row, Self.row("b")])
        #expect(statement.notCompared == ["rows without a time: 1"] && statement.entries.map { $0[.rows] } == [1])
    }

    /// Two types of buckets that are one type of events.
    @Test func entriesOfOneKeyAreAddedUpAsFarAsAllStateThem() throws {
        let entries = try [
            Self.entry(0, ["m"], [.requests: "1", .charge(.usd): "1", .latency(.p95): "5", .outputTokens: "3"]),
            Self.entry(0, ["m"], [.requests: "2", .charge(.usd): "0.5", .latency(.p95): "6"]),
            Self.entry(0, ["m"], [.requests: "4", .charge(.usd): "0.25", .latency(.p95): "7", .outputTokens: "3"]),
        ]
        let reconciliation = try Reconciliation(Statement("s", by: [.model], entries: entries), with: ReconciledRows())
        let entry = try #require(reconciliation.entries.first)
        #expect(entry.comparisons.map(\.figure) == [.requests, .charge(.usd)])
        #expect(entry.comparisons.map(\.stated) == [7, Decimal(string: "1.75")])
    }

    @Test func aSumOfEntriesThatIsTooLongIsAnError() throws {
        let entries = try [
            Self.entry(0, [], [.charge(.usd): "99999999999999999999999999999999999999"]),
            Self.entry(0, [], [.charge(.usd): "0.1"]),
        ]
        #expect(throws: UsageError.self) {
            try Reconciliation(Statement("s", entries: entries), with: ReconciledRows())
        }
    }

    // MARK: What is not stated

    @Test func aStatementWithoutFiguresIsNotJudgedIfThereAreRows() throws {
        let empty = Statement("s", entries: [])
        let withoutFigures = try Statement("s", entries: [Self.entry(0, [], [:])])
        for statement in [empty, withoutFigures] {
            let reconciliation = try Reconciliation(statement, with: ReconciledRows([Self.row("a"), Self.row("b")]))
            #expect(reconciliation.verdict == .unjudged)
            #expect(reconciliation.gaps == ["s states no figure, although there are 2 rows"])
            // Without usage there is nothing to state.
            #expect(try Reconciliation(statement, with: ReconciledRows()).verdict == .agrees)
        }
    }

    @Test func rowsOfATimeThatIsNotStatedAreNamed() throws {
        let rows = try [
            Self.row("a"), Self.row("b", at: "2026-06-03T00:00:00Z"), Self.row("c", at: "2026-05-31T00:00:00Z"),
        ]
        var untimed = try Self.row("d")
        untimed.time = nil
        let statement = try Statement("s", entries: [Self.entry(1, [], [.requests: "1"])])
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(rows + [untimed]))
        #expect(reconciliation.verdict == .unjudged)
        #expect(reconciliation.notCompared == ["rows of a time of which s says nothing: 2"])
        #expect(reconciliation.gaps == ["rows that have no time, and can be in any entry: 1"])
        // What differs does so with or without such a row.
        let other = try Statement("s", entries: [Self.entry(1, [], [.requests: "2"])])
        let differing = try Reconciliation(other, with: ReconciledRows(rows + [untimed]))
        #expect(differing.verdict == .differs && differing.gaps.isEmpty)
        #expect(differing.notCompared.contains("rows that have no time, and can be in any entry: 1"))
        let timed = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(timed.verdict == .agrees)
    }

    @Test func aValueThatIsInNoEntryIsTheCause() throws {
        let rows = try [
            Self.row("a"), Self.row("b", model: "old"), Self.row("c", model: "late", at: "2026-06-03T00:00:00Z"),
        ]
        let entries = try [
            Self.entry(1, ["m"], [.requests: "1"]), Self.entry(1, ["late"], [.requests: "0"]),
            Self.entry(2, ["m"], [.requests: "0"]),
        ]
        let reconciliation = try Reconciliation(
            Statement("s", by: [.model], entries: entries), with: ReconciledRows(rows))
        let others = reconciliation.entries.filter { !$0.isStated }
        // The rows of the model that is in no entry have a span that begins a day earlier.
        #expect(others.map(\.key) == [["old"], ["late"]])
        #expect(others.first?.explanations.contains([.excludedValue("old", of: .model)]) == true)
        #expect(others.first?.comparisons.map(\.unexplained) == [0])
        // The other side knows this value on another day.
        #expect(others.last?.explanations.contains([.excludedValue("late", of: .model)]) == false)
    }

    // MARK: Statements in the place of rows

    @Test func oneStatementIsComparedWithAnother() throws {
        let keys = try Statement(
            "keys", by: [.apiKey],
            entries: [Self.entry(0, ["k"], [.requests: "3"]), Self.entry(0, ["old"], [.requests: "2"])])
        let whole = try Statement("whole", entries: [Self.entry(0, [], [.requests: "5"])])
        #expect(try Reconciliation(whole, with: ReconciledRows(keys)).verdict == .agrees)
        let less = try Statement("whole", entries: [Self.entry(0, [], [.requests: "3"])])
        let reconciliation = try Reconciliation(less, with: ReconciledRows(keys))
        #expect(reconciliation.entries.map(\.explanations) == [[[.excludedValue("old", of: .apiKey)]]])
        #expect(reconciliation.description.contains("because rows whose apiKey is old do not count there"))
    }

    @Test func aFigureThatSomeEntryDoesNotStateIsUnknown() throws {
        let parts = try Statement(
            "parts", by: [.apiKey],
            entries: [
                Self.entry(0, ["a"], [.requests: "3", .charge(.usd): "1"]), Self.entry(0, ["b"], [.requests: "2"]),
            ])
        let whole = try Statement("whole", entries: [Self.entry(0, [], [.requests: "5", .charge(.usd): "1"])])
        let entry = try #require(try Reconciliation(whole, with: ReconciledRows(parts)).entries.first)
        #expect(entry.comparisons.map(\.own) == [5, nil] && !entry.agrees)
    }

    @Test func daysAreAddedUpToAPeriod() throws {
        let days = try Statement(
            "days",
            entries: [
                Self.entry(0, [], [.charge(.usd): "1.5", .latency(.p95): "1"]), Self.entry(1, [], [.charge(.usd): "2"]),
            ])
        let sum = try #require(try days.summed().entries.first)
        #expect(sum.window == .between("2026-06-01T00:00:00Z", "2026-06-03T00:00:00Z"))
        #expect(sum.figures == [.charge(.usd)] && sum[.charge(.usd)] == Decimal(string: "3.5"))
        #expect(try Statement("none", entries: []).summed().entries.isEmpty)
    }

    @Test func aFigureOfALongerSpanIsRefused() throws {
        let days = try Statement("days", entries: [Self.entry(0, [], [.requests: "1"])])
        let month = Statement(
            "month",
            entries: [
                Statement.Entry(window: .between("2026-06-01T12:00:00Z", "2026-07-01T00:00:00Z"))
            ])
        let error = #expect(throws: UsageError.self) { try Reconciliation(month, with: ReconciledRows(days)) }
        #expect(error?.code == .invalidArgument)
    }

    // MARK: Currencies

    /// What a statement says of US dollars if its documentation includes bundled credits.
    @Test(arguments: [
        ("3", [[Cause]]()), ("1", [[.omittedCurrency(.bundledCredits, from: .usd)]]),
        ("7", [[.addedCurrency(.earnedCredits, to: .usd)]]),
        ("5", [[.omittedCurrency(.bundledCredits, from: .usd), .addedCurrency(.earnedCredits, to: .usd)]]),
    ])
    func includedCurrenciesCountUnlessTheyDoNot(dollars: String, causes: [[Cause]]) throws {
        let rows = try ReconciledRows([
            Self.row("a", "1"), Self.row("b", "2", .bundledCredits), Self.row("c", "4", .earnedCredits),
            Self.row("d", "8", .diem),
        ])
        var statement = try Statement(
            "s", entries: [Self.entry(1, [], [.charge(.usd): dollars, .charge(.diem): "8"])])
        statement.includedCurrencies = [.usd: [.bundledCredits]]
        let entry = try #require(try Reconciliation(statement, with: rows).entries.first)
        #expect(entry.comparisons.map(\.own) == [8, 3])
        #expect(entry.agrees == causes.isEmpty)
        #expect(Set(entry.explanations.map(Set.init)) == Set(causes.map(Set.init)))
    }

    @Test(arguments: [
        Cause.addedCurrency(.diem, to: .usd), .omittedCurrency(.bundledCredits, from: .usd), .prices("2026-06-01"),
        .removedRows, .newestRows(since: Timestamp(seconds: 1_780_272_000)), .missingRow("a"), .doubledRow("b"),
    ])
    func aCauseIsReadBack(cause: Cause) throws {
        #expect(try JSONDecoder().decode([Cause].self, from: JSONEncoder().encode([cause])) == [cause])
    }

    // MARK: What is not compared

    @Test func aFigureThatNoRowHasIsNamedIfItIsOptional() throws {
        var statement = try Statement(
            "s", entries: [Self.entry(1, [], [.requests: "1", .quantity("image_count"): "2"])])
        let rows = try ReconciledRows([Self.row("a")])
        #expect(try Reconciliation(statement, with: rows).verdict == .differs)
        statement.optionalFigures = [.quantity("image_count")]
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.notCompared == ["units.image_count: no row has it"])
        #expect(reconciliation.description.contains("not compared: units.image_count: no row has it"))
    }

    @Test func aFigureThatOneRowHasIsCompared() throws {
        var statement = try Statement("s", entries: [Self.entry(1, [], [.quantity("image_count"): "2"])])
        statement.optionalFigures = [.quantity("image_count")]
        var row = try Self.row("a")
        row.quantities = [try Quantity(1, unit: "image_count")]
        #expect(try Reconciliation(statement, with: ReconciledRows([row])).verdict == .differs)
    }

    @Test func nothingToCompareIsNotJudged() throws {
        var statement = Statement("s", entries: [])
        statement.notCompared = ["tokens: they are calibrated there"]
        let reconciliation = try Reconciliation(statement, with: ReconciledRows())
        #expect(reconciliation.verdict == .unjudged)
        #expect(reconciliation.description.hasPrefix("cannot be compared with s: no figure of it can be"))
    }

    @Test func rowsOfOtherKeysAreLeftOutIfNotAllAreNamed() throws {
        var statement = try Statement("s", by: [.model], entries: [Self.entry(1, ["m"], [.requests: "1"])])
        let rows = try ReconciledRows([Self.row("a"), Self.row("b", model: "n")])
        #expect(try Reconciliation(statement, with: rows).verdict == .differs)
        statement.namesAllKeys = false
        #expect(try Reconciliation(statement, with: rows).verdict == .agrees)
    }

    // MARK: Totals of walks

    @Test func theTotalOfAListingIsComparedWithItsRows() throws {
        var report = WalkReport(
            provider: .tresor, endpoint: "usage", window: .between("2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z"),
            isFinished: true)
        #expect(throws: UsageError.self) { try Statement(totalOf: report) }
        report.expected = 2
        var rows = try ReconciledRows([Self.row("a")], of: report)
        let end = try Self.row("b", at: "2026-06-03T00:00:00Z")
        #expect(try Reconciliation(Statement(totalOf: report), with: rows).entries.map(\.explanations) == [[]])
        rows.add(end, as: .outside)
        let reconciliation = try Reconciliation(Statement(totalOf: report), with: rows)
        #expect(reconciliation.verdict == .differs)
        #expect(reconciliation.entries.first?.explanations.contains([.endIncluded]) ?? false)
    }

    @Test func theRowsOfAWalkThatIsNotCompleteAreNotJudged() throws {
        let report = WalkReport(
            provider: .tresor, endpoint: "usage", window: .all, stopped: WalkStop(.missingRows, "a page is missing"))
        let rows = try ReconciledRows([Self.row("a")], of: report)
        #expect(rows.gap == "a page is missing")
    }
}
