import Foundation
import Testing

@testable import UsageKit

/// What people and programs read of a reconciliation.
@Suite struct ReconciliationTextTests {
    private static let day = TimeWindow(
        unchecked: Timestamp(seconds: 1_780_272_000), Timestamp(seconds: 1_780_358_400))

    private static func row(
        _ id: String, _ charge: String, _ status: UsageStatus = .completed, model: String = "m", hour: Int64 = 12
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, time: Timestamp(seconds: 1_780_272_000 + hour * 3600), model: model,
            status: status, tokens: TokenCounts(input: 10, output: 1), charge: try Money(charge, .credits))
    }

    private static func statement(_ figures: [(String, [ReconciledFigure: String])], madeAt: Timestamp? = nil) throws
        -> Statement
    {
        let entries = try figures.map { model, figures in
            var entry = Statement.Entry(window: day, key: [model])
            for (figure, value) in figures { try entry.set(figure, to: Decimal(string: value)) }
            return entry
        }
        return Statement("buckets", by: [.model], entries: entries, madeAt: madeAt)
    }

    @Test func agreementIsSaidInOneLine() throws {
        let rows = try ReconciledRows([Self.row("a", "1.5"), Self.row("b", "2")])
        let statement = try Self.statement([("m", [.requests: "2", .charge(.credits): "3.5"])])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.description == "agrees with buckets: 1 entry, every figure")
    }

    @Test func theCauseOfADifferenceIsASentence() throws {
        let rows = try ReconciledRows([
            Self.row("a", "1.5"), Self.row("b", "2", .failed), Self.row("c", "1", model: "n"),
        ])
        let statement = try Self.statement([
            ("m", [.requests: "1", .inputTokens: "10", .charge(.credits): "1.5"]),
            ("n", [.requests: "1", .inputTokens: "10", .charge(.credits): "1"]),
        ])
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.verdict == .differs)
        #expect(
            reconciliation.description == """
                differs from buckets: 1 of 2 entries
                [2026-06-01T00:00:00Z, 2026-06-02T00:00:00Z), model m
                  requests: 2 here, 1 there (+1)
                  inputTokens: 20 here, 10 there (+10)
                  charge.credit: 3.5 here, 1.5 there (+2)
                  because failed requests do not count there
                """)
    }

    @Test func whatNoCauseExplainsIsLeft() throws {
        let rows = try ReconciledRows([Self.row("a", "1.5"), Self.row("b", "2", .failed)])
        let statement = try Self.statement([("m", [.requests: "1", .charge(.credits): "1.25"])])
        let reconciliation = try Reconciliation(statement, with: rows)
        let entry = try #require(reconciliation.entries.first)
        #expect(entry.explanations == [] && entry.closest.contains(.excludedStatus(.failed)))
        #expect(entry.comparisons.first { $0.figure == .charge(.credits) }?.unexplained == Decimal(string: "0.25"))
        #expect(reconciliation.description.contains("unexplained: charge.credit 0.25"))
    }

    @Test func aSideThatIsNotWholeIsNotJudged() throws {
        let rows = ReconciledRows([], gap: "a page is missing")
        let reconciliation = try Reconciliation(try Self.statement([("m", [.requests: "0"])]), with: rows)
        #expect(reconciliation.verdict == .unjudged)
        #expect(reconciliation.description.contains("not whole: a page is missing"))
    }

    /// Rows of a key that the other side does not name are not lost.
    @Test func rowsWithoutAnEntryAreCompared() throws {
        let rows = try ReconciledRows([Self.row("a", "1"), Self.row("b", "2", model: "n")])
        let reconciliation = try Reconciliation(
            try Self.statement([("m", [.requests: "1", .charge(.credits): "1"])]), with: rows)
        let other = try #require(reconciliation.entries.last)
        #expect(!other.isStated && other.key == ["n"] && !other.agrees)
        #expect(other.comparisons.map(\.own) == [1, 2] && other.comparisons.map(\.stated) == [nil, nil])
        #expect(reconciliation.verdict == .differs)
        #expect(reconciliation.description.contains("model n: not stated at all"))
    }

    @Test func itIsReadBackAsItWasWritten() throws {
        let rows = try ReconciledRows([
            Self.row("a", "1.5"), Self.row("b", "2", .failed), Self.row("c", "3", model: "n"),
        ])
        let statement = try Self.statement([
            ("m", [.requests: "1", .charge(.credits): "1.5", .latency(.p95): "3980.25"]), ("n", [.requests: "7"]),
        ])
        let reconciliation = try Reconciliation(statement, with: rows)
        let bytes = try JSONEncoder().encode(reconciliation)
        #expect(try JSONDecoder().decode(Reconciliation.self, from: bytes) == reconciliation)
        let copy = try JSONDecoder().decode(Statement.self, from: try JSONEncoder().encode(statement))
        #expect(copy == statement)
    }

    @Test(arguments: [
        "requests", "rows", "requests.failed", "inputTokens", "outputTokens", "charge.EUR", "units.audio_seconds",
        "units.a.b", "latencyMS.p95", "latencyMS.p99.9", "charge.", "units.", "requests.", "charge..",
        "charge.\u{301}", "units.e\u{301}", "requests.\u{E9}",
    ]) func aFigureIsItsName(name: String) throws {
        let figure = try #require(ReconciledFigure(name: name))
        #expect(figure.name.utf8.elementsEqual(name.utf8))
        let copy = try JSONDecoder().decode(
            [ReconciledFigure: Int].self, from: JSONEncoder().encode([figure: 1]))
        #expect(copy == [figure: 1])
    }

    /// Rows of a custom provider can have an empty currency, status or unit.
    @Test func figuresOfEmptyNamesAreReadBack() throws {
        let status = UsageStatus(rawValue: "")
        var row = UsageRecord(provider: .venice, time: Timestamp(seconds: 1_780_272_000), status: status)
        row.charge = try Money("2", Currency(rawValue: ""))
        row.quantities = [try Quantity(3, unit: UsageUnit(rawValue: ""))]
        let statement = try Statement("rows", of: [row])
        #expect(Set(statement.entries[0].figures).isSuperset(of: [.charge(Currency(rawValue: "")), .requests(status)]))
        #expect(try JSONDecoder().decode(Statement.self, from: JSONEncoder().encode(statement)) == statement)
        let result = try Reconciliation(statement, with: ReconciledRows([row]))
        #expect(result.verdict == .agrees)
        #expect(try JSONDecoder().decode(Reconciliation.self, from: JSONEncoder().encode(result)) == result)
    }

    @Test(arguments: ["", "request", "charge", "latencyMS.", "latencyMS.95", "latencyMS.p101", "latencyMS.p9.50"])
    func anotherTextIsNoFigure(name: String) {
        #expect(ReconciledFigure(name: name) == nil)
    }

    // MARK: - Texts of servers

    private static let forged = "ak_1\n\nauralytik summary\nagrees with usage/summary: 1 entry\u{2028}\r"
    private static let safe =
        "ak_1\u{FFFD}\u{FFFD}auralytik summary\u{FFFD}agrees with usage/summary: 1 entry\u{FFFD}\u{FFFD}"

    /// The key is in the heading of an entry, in a cause and in a concentration.
    @Test func valuesStayInTheirLines() throws {
        func entry(_ key: String) throws -> Statement.Entry {
            var entry = Statement.Entry(window: Self.day, key: [key])
            try entry.set(.requests, to: 1)
            return entry
        }
        let rows = ReconciledRows(
            (0..<5).map { _ in
                UsageRecord(provider: .auralytik, time: Timestamp(seconds: 1_780_272_000), apiKey: Self.forged)
            })
        let result = try Reconciliation(Statement("keys\n", by: [.apiKey], entries: [entry("ak_2")]), with: rows)
        let lines = result.description.components(separatedBy: "\n")
        #expect(lines.first == "differs from keys\u{FFFD}: 2 of 2 entries")
        #expect(lines.count { $0.contains("), apiKey \(Self.safe)") } == 1, "\(lines)")
        #expect(lines.count { $0.contains("rows whose apiKey is \(Self.safe) do not count there") } == 1, "\(lines)")
        let line = "% of what differs in requests is of apiKey \(Self.safe), explained or not"
        #expect(lines.last?.hasSuffix(line) ?? false, "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("agrees") || $0.hasPrefix("auralytik") || $0.isEmpty })
    }

    @Test(arguments: ["a\nb", "a\u{1B}[2Jb", "a\u{202E}b", "a\u{2029}b", "a\0b"])
    func gapsAndFiguresStayInTheirLines(text: String) throws {
        let currency = Currency(rawValue: text)
        var entry = Statement.Entry(window: Self.day)
        try entry.set(.charge(currency), to: 1)
        try entry.set(.quantity(UsageUnit(rawValue: text)), to: 1)
        let statement = Statement("invoice", entries: [entry], gap: text)
        let printed = try Reconciliation(statement, with: ReconciledRows(gap: text)).description
        #expect(!printed.contains(text) && printed.contains("charge.a\u{FFFD}"), "\(printed)")
        let record = UsageRecord(provider: .tresor, requestID: text, charge: try Money(1, currency))
        let requests = try RequestComparison([record], with: [], gap: text).description
        #expect(!requests.contains(text) && requests.contains("  a\u{FFFD}"), "\(requests)")
        let holds = try Aurous.HoldComparison([], gap: text).description
        #expect(!holds.contains(text) && holds.contains("a\u{FFFD}"), "\(holds)")
        for cause in [
            Cause.missingRow(text), .doubledRow(text), .excludedValue(text, of: .meta(text)),
            .addedCurrency(currency, to: currency), .omittedCurrency(currency, from: currency), .prices(text),
            .excludedStatus(UsageStatus(rawValue: text)),
        ] {
            #expect(!cause.description.contains(text) && cause.description.contains("a\u{FFFD}"), "\(cause)")
        }
    }

    @Test func longValuesAreCutWithTheirLength() throws {
        let id = String(repeating: "x", count: 5000)
        let comparison = try RequestComparison([UsageRecord(provider: .aurous, requestID: id)], with: [])
        let text = comparison.description
        #expect(text.contains(" " + String(repeating: "x", count: 100) + "… (4900 more characters)"), "\(text)")
        #expect(text.utf8.count < 1000)
        // The document for programs has all of it.
        #expect(String(decoding: try JSONEncoder().encode(comparison), as: UTF8.self).contains(id))
        // One character of many scalars is cut, too.
        let marks = "a" + String(repeating: "\u{301}", count: 5000)
        #expect(Cause.missingRow(marks).description.utf8.count < 300)
        let exact = String(repeating: "x", count: 100)
        #expect(Cause.missingRow(exact).description.contains("row \(exact) does"))
    }
}
