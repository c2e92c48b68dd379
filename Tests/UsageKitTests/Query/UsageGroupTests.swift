import Foundation
import Testing
import UsageKit

@Suite struct UsageGroupTests {
    /// One line of a table, from a group of either kind.
    private static func line(_ group: some UsageGroup) -> String {
        let model = group[.model] ?? "-"
        let spent = group.charge(in: .usd).map { "\($0)" } ?? "-"
        let requests = group.value(of: .requests).map { "\($0)" } ?? "-"
        return "\(model): \(requests) requests, \(spent) USD, p50 \(group.latency(at: .p50) ?? .zero)"
    }

    private static let records: [UsageRecord] = [
        UsageRecord(provider: .aurous, time: Timestamp(seconds: 60), model: "m", duration: .seconds(2)),
        UsageRecord(provider: .aurous, time: Timestamp(seconds: 90), model: "m"),
    ]

    @Test func aFunctionReadsGroupsOfBothKinds() throws {
        let query = ReportQuery(every: .day, by: [.model])
        var ledger = UsageLedger()
        try ledger.append(contentsOf: Self.records)
        var sketch = try UsageSketch(query)
        try sketch.add(contentsOf: Self.records)
        #expect(try ledger.report(query).map(Self.line) == ["m: 2 requests, - USD, p50 2.0 seconds"])
        #expect(sketch.map(Self.line) == ["m: 2 requests, - USD, p50 2.0 seconds"])
    }

    /// A group that an app computes by itself.
    private struct OwnGroup: UsageGroup {
        var bucket: Range<Timestamp>?
        var dimensions: [UsageDimension] = []
        var key: [String?] = []
        var succeeded: Int?
        var failed: Int?
        var cancelled: Int?
        var inputTokens: Int?
        var outputTokens: Int?
        var units: [UsageUnit: Decimal] = [:]
        var charges: [Currency: Decimal] = [:]
        var coverage = Coverage(rows: 3, charges: 2)

        func value(of figure: UsageFigure) -> Decimal? {
            figure.summedField.flatMap { statistics(of: $0)?.sum }
        }

        func statistics(of field: UsageField) -> UsageStatistics? {
            guard let currency = field.currency else { return nil }
            return charges[currency].map { UsageStatistics(count: coverage.charges, sum: $0) }
        }

        func latency(at quantile: Quantile) -> Duration? { nil }
    }

    @Test func sharedMembersFollowFromTheOthers() throws {
        let day = Timestamp(seconds: 0)..<Timestamp(seconds: 86_400)
        let group = OwnGroup(bucket: day, dimensions: [.model, .user], key: ["m", nil], charges: [.eur: 3])
        #expect(group.start == Timestamp(seconds: 0))
        #expect(group.end == Timestamp(seconds: 86_400))
        #expect(group[.model] == "m")
        #expect(group[.user] == nil)
        #expect(group[.sku] == nil)
        #expect(group.charge(in: .eur) == 3)
        #expect(group.charge(in: .usd) == nil)
        #expect(group.statistics(of: .charge(.eur))?.mean == Decimal(string: "1.5"))
        #expect(group.coverage == Coverage(rows: 3, charges: 2, inputTokens: 0, outputTokens: 0, durations: 0))
        #expect(OwnGroup().start == nil)
        #expect(OwnGroup().end == nil)
    }
}
