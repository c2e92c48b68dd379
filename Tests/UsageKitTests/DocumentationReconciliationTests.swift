import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The samples about reconciliation, word for word; ``DocumentationTests`` compares them with the article.
@Suite struct DocumentationReconciliationTests {
    private let june: TimeWindow
    private let records: [UsageRecord]
    private let invoice: Statement

    init() throws {
        june = try TimeWindow(from: Timestamp("2026-06-01T00:00:00Z"), to: Timestamp("2026-07-01T00:00:00Z"))
        records = try [("1.5", UsageStatus.completed), ("1.5", .completed), ("0.25", .failed)].enumerated()
            .map { index, row in
                UsageRecord(
                    provider: .tresor, requestID: "req_\(index + 1)",
                    time: try Timestamp("2026-06-1\(index)T00:00:00Z"),
                    model: "gpt-large", status: row.1, charge: try Money(row.0, .eur))
            }
        var entry = Statement.Entry(window: june, key: ["gpt-large"])
        try entry.set(.requests, to: 2)
        try entry.set(.charge(.eur), to: 3)
        invoice = Statement("invoice", by: [.model], entries: [entry])
    }

    @Test func bucketsAreComparedWithEvents() async throws {
        let week = try TimeWindow(from: Timestamp("2026-06-01T00:00:00Z"), to: Timestamp("2026-06-08T00:00:00Z"))
        let fake = LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 100).aurous
        let aurous = try Aurous.Client(
            apiKey: AurousFake.testKey, configuration: ClientConfiguration(transport: fake))
        let (buckets, bucketReport) = try await aurous.buckets(in: week, matching: .init(width: .day)).collect()
        let (events, eventReport) = try await aurous.events(in: week).collect()
        let rows = ReconciledRows(events.map(\.usageRecord), of: eventReport)
        let comparison = try Reconciliation(Statement(buckets, report: bucketReport), with: rows)
        print(comparison.verdict)  // agrees
        #expect(comparison.verdict == .agrees)
        #expect(comparison.entries.count == 7)
    }

    @Test func anInvoiceIsComparedWithRows() throws {
        var entry = Statement.Entry(window: june, key: ["gpt-large"])
        try entry.set(.requests, to: 2)
        try entry.set(.charge(.eur), to: 3)
        let invoice = Statement("invoice", by: [.model], entries: [entry])
        let result = try Reconciliation(invoice, with: ReconciledRows(records))
        print(result)
        for entry in result.entries where !entry.agrees {
            print(entry.explanations == [[.excludedStatus(.failed)]])  // true: the invoice leaves out what failed
        }
        #expect(result.entries.map(\.explanations) == [[[.excludedStatus(.failed)]]])
        let text = try DocumentedSamples.text(of: "Sources/UsageKit/UsageKit.docc/ReconcilingFigures.md")
        #expect(text.contains("```\n\(result)\n```"), "\(result)")
    }

    @Test func aToleranceIsAllowed() throws {
        var tolerance = Tolerance()
        try tolerance.allow(.charge(.eur), amount: Decimal(string: "0.25"))
        try tolerance.allow(.requests, fraction: Decimal(string: "0.5"))
        let tolerant = try Reconciliation(invoice, with: ReconciledRows(records), tolerance: tolerance)
        print(tolerant.verdict)  // agrees
        #expect(tolerant.verdict == .agrees)
    }

    @Test func anEarlierReadingIsComparedWithRows() throws {
        let week = try TimeWindow(from: Timestamp("2026-06-08T00:00:00Z"), to: Timestamp("2026-06-15T00:00:00Z"))
        let readOnMonday = try Timestamp("2026-06-15T08:00:00Z")
        let (monday, today) = (records.dropLast(), records)
        let figures = try Statement("monday", of: monday, window: week, by: [.model], madeAt: readOnMonday)
        let changes = try Reconciliation(figures, of: monday, with: today, readAt: readOnMonday)
        for entry in changes.entries where !entry.agrees {
            print(entry.explanations == [[.lateRows]])  // true: the only row of that day came after Monday
        }
        #expect(changes.entries.filter { !$0.agrees }.map(\.explanations) == [[[.lateRows]]])
        #expect(changes.entries.count == 3)
    }

    @Test func aLogIsComparedWithRows() throws {
        let text = "requestID,charge\nreq_1,1.5\nreq_2,2\nreq_9,1\n"
        let log = try RequestLog(reading: Array(text.utf8), currency: .eur)
        let requests = try RequestComparison(records, with: log)
        print(requests.matched, requests.different.count)  // 1 1
        print(requests.missingThere.map(\.requestID), requests.missingHere.map(\.requestID))  // ["req_3"] ["req_9"]
        #expect(requests.matched == 1 && requests.different.map(\.requestID) == ["req_2"])
        #expect(requests.missingThere.map(\.requestID) == ["req_3"])
        #expect(requests.missingHere.map(\.requestID) == ["req_9"])
    }
}
