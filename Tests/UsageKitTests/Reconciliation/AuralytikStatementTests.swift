import Foundation
import Testing

@testable import UsageKit

/// The summary of Auralytik, its calls by key, and its details.
@Suite struct AuralytikStatementTests {
    private static func period() throws -> BillingPeriod { try BillingPeriod("2026-10") }

    private static func keys(_ calls: [(String, Int)]) throws -> Auralytik.KeyBreakdown {
        Auralytik.KeyBreakdown(
            billingPeriod: try period(), keys: calls.map { Auralytik.KeyBreakdown.Key(id: $0.0, calls: $0.1) })
    }

    private static func summary(_ calls: String?) throws -> Auralytik.Summary {
        let meter = calls.map { #"{"used":\#($0),"included":1000,"overage":0}"# } ?? #"{"used":null}"#
        let json = #"{"billingPeriod":"2026-10","usage":{"calls":\#(meter),"storage_gb":{"used":1.75}}}"#
        return try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            try Auralytik.Summary(from: &json)
        }
    }

    private static func details(_ keys: [String?], time: String? = "2026-10-05T10:00:00Z") throws -> [Auralytik.Detail]
    {
        try keys.enumerated().map { number, key in
            var object: JSONObject = ["id": JSONValue(number), "keyId": JSONValue(key)]
            if let time { object.append("timestamp", .string(time)) }
            return try Auralytik.Detail(.object(object))
        }
    }

    @Test func keysAddUpToTheSummary() throws {
        let rows = try ReconciledRows(Statement(Self.keys([("a", 6100), ("b", 2320)])))
        let reconciliation = try Reconciliation(Statement(Self.summary("8420")), with: rows)
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.notCompared == ["storage_gb: only the summary has this meter"])
    }

    @Test func aKeyThatDoesNotCountIsNamed() throws {
        let rows = try ReconciledRows(Statement(Self.keys([("a", 6100), ("b", 2320)])))
        let reconciliation = try Reconciliation(Statement(Self.summary("6100")), with: rows)
        #expect(reconciliation.entries.map(\.explanations) == [[[.excludedValue("b", of: .apiKey)]]])
    }

    /// Records with a time, and without any field that says one.
    @Test(arguments: ["2026-10-05T10:00:00Z", nil])
    func detailsAreComparedWithKeysAndSummary(time: String?) throws {
        let rows = try ReconciledRows(Self.details(["a", "a", "b"], time: time), in: Self.period())
        #expect(try Reconciliation(Statement(Self.keys([("a", 2), ("b", 1)])), with: rows).verdict == .agrees)
        #expect(try Reconciliation(Statement(Self.summary("3")), with: rows).verdict == .agrees)
        let reconciliation = try Reconciliation(Statement(Self.summary("2")), with: rows)
        #expect(reconciliation.entries.map(\.explanations) == [[[.excludedValue("b", of: .apiKey)]]])
    }

    /// Calls of a key that is no longer listed.
    @Test func detailsOfAKeyThatIsNotListedAreCompared() throws {
        let rows = try ReconciledRows(Self.details(["a", nil]), in: Self.period())
        let reconciliation = try Reconciliation(Statement(Self.keys([("a", 1)])), with: rows)
        #expect(reconciliation.entries.map(\.key) == [["a"], [nil]])
        #expect(reconciliation.entries.map(\.agrees) == [true, false])
    }

    /// A summary that has other meters only.
    @Test func aSummaryWithoutTheMeterOfCallsSaysSo() throws {
        let json = #"{"billingPeriod":"2026-10","usage":{"storage_gb":{"used":1.75}}}"#
        let summary = try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            try Auralytik.Summary(from: &json)
        }
        let statement = try Statement(summary)
        #expect(statement.notCompared.last == "calls: the summary does not have this meter")
        #expect(
            try Reconciliation(statement, with: ReconciledRows(Self.details(["a"]), in: Self.period())).verdict
                == .unjudged)
    }

    /// Keys that are not listed are no keys without calls.
    @Test func anEmptyListOfKeysIsNotJudged() throws {
        let keys = try Statement(Self.keys([])).summed()
        let reconciliation = try Reconciliation(keys, with: ReconciledRows(Statement(Self.summary("3"))))
        #expect(reconciliation.verdict == .unjudged, "\(reconciliation)")
    }

    @Test func aSummaryWithoutCallsIsNotJudged() throws {
        let statement = try Statement(Self.summary(nil))
        let rows = try ReconciledRows(Self.details(["a"]), in: Self.period())
        #expect(try Reconciliation(statement, with: rows).verdict == .unjudged)
        #expect(statement.notCompared.contains("calls: the summary does not say how many"))
    }

    /// Records name their meter if they have a type.
    @Test func recordsOfOtherMetersAreNoCalls() throws {
        let details = try ["calls", "webhooks", nil, "webhooks", "calls"].enumerated().map { number, type in
            var object: JSONObject = ["id": JSONValue(number)]
            if let type { object.append("type", .string(type)) }
            return try Auralytik.Detail(.object(object))
        }
        let rows = try ReconciledRows(details, in: Self.period())
        #expect(rows.count == 3)
        #expect(try Reconciliation(Statement(Self.summary("3")), with: rows).verdict == .agrees)
        let all = try Reconciliation(Statement(Self.summary("5")), with: rows)
        #expect(all.entries.map(\.explanations) == [[[.filteredRows]]])
    }
}
