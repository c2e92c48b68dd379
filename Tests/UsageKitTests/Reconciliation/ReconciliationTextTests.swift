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
        "units.a.b", "latencyMS.p95", "latencyMS.p99.9",
    ]) func aFigureIsItsName(name: String) throws {
        let figure = try #require(ReconciledFigure(name: name))
        #expect(figure.name == name)
    }

    @Test(arguments: ["", "request", "charge", "charge.", "latencyMS.95", "latencyMS.p101", "latencyMS.p9.50"])
    func anotherTextIsNoFigure(name: String) {
        #expect(ReconciledFigure(name: name) == nil)
    }
}
