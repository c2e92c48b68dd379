import Foundation
import Testing

@testable import UsageKit

/// The time that aggregates of providers are of, including spans for which they have nothing.
@Suite struct StatementWindowTests {
    private static let days = TimeWindow.between("2026-10-05T00:00:00Z", "2026-10-07T00:00:00Z")

    @Test func aBucketWithoutGroupsHadNoUsage() throws {
        let first = TimeWindow.between("2026-10-05T00:00:00Z", "2026-10-06T00:00:00Z")
        let group = Aurous.Bucket.Group(key: [:], metrics: Aurous.BucketMetrics(requestCount: 0))
        let buckets = [
            Aurous.Bucket(start: .at("2026-10-05T00:00:00Z"), end: .at("2026-10-06T00:00:00Z"), groups: [group]),
            Aurous.Bucket(start: .at("2026-10-06T00:00:00Z"), end: .at("2026-10-07T00:00:00Z"), groups: []),
        ]
        let statement = try Statement(buckets)
        #expect(statement.window == Self.days && statement.entries.map(\.window) == [first])
        let row = UsageRecord(provider: .aurous, id: "a", time: .at("2026-10-06T12:00:00Z"))
        #expect(try Reconciliation(statement, with: ReconciledRows([row])).verdict == .differs)
    }

    @Test func aDayWithoutAPointHadNoUsageIfItWasAskedFor() throws {
        let point = ChatBotKit.SeriesPoint(date: .at("2026-10-05T00:00:00Z"), total: 0)
        let series = ChatBotKit.Series(tokens: [], conversations: [point], messages: [point])
        var row = UsageRecord(provider: .chatBotKit, id: "a", time: .at("2026-10-06T12:00:00Z"))
        row.quantities = [try Quantity(1, unit: UsageUnit(rawValue: "CHATBOTKIT_MESSAGE"))]
        let rows = ReconciledRows([row])
        #expect(try Reconciliation(Statement(series, in: Self.days), with: rows).verdict == .differs)
        #expect(try Reconciliation(Statement(series), with: rows).notCompared.count == 2)
    }

    @Test func aListWithoutKeysIsOfItsPeriod() throws {
        let period = try BillingPeriod("2026-10")
        let keys = Statement(Auralytik.KeyBreakdown(billingPeriod: period, keys: []))
        #expect(keys.window == period.window)
        let row = UsageRecord(provider: .auralytik, id: "a", time: .at("2026-10-06T12:00:00Z"))
        #expect(try Reconciliation(keys, with: ReconciledRows([row])).verdict == .unjudged)
    }

    @Test func analyticsAreOfTheirSpan() throws {
        let day = Venice.Analytics.Day(date: "2026-10-05", usd: 0, diem: 0)
        let analytics = Venice.Analytics(lookback: "2026-10-05:2026-10-06", byDate: [day], byModel: [], byKey: [])
        for statement in [
            try Statement(analytics), try Statement(modelsOf: analytics, mapping: [:]),
            try Statement(dailyModelsOf: analytics, mapping: [:]), try Statement(keysOf: analytics),
        ] {
            #expect(statement.window == Self.days, "\(statement.name)")
        }
        let other = Venice.Analytics(lookback: "a week", byDate: [day], byModel: [], byKey: [])
        #expect(try Statement(other).window == nil)
    }

    /// A row outside the window that was asked for is in no window, not even in one without bounds.
    @Test(arguments: [TimeWindow.all, days]) func aRowOutsideIsInNoEntry(window: TimeWindow) throws {
        let time = window.start.map { $0 + .seconds(3600) }
        var rows = ReconciledRows([UsageRecord(provider: .tresor, id: "a", time: time)])
        rows.add(UsageRecord(provider: .tresor, id: "b", time: time), as: .outside)
        var entry = Statement.Entry(window: window)
        try entry.set(.requests, to: 1)
        #expect(try Reconciliation(Statement("s", entries: [entry]), with: rows).verdict == .agrees)
        // Without a time, it is nearest to no entry.
        try entry.set(.requests, to: 2)
        let more = try Reconciliation(Statement("s", entries: [entry]), with: rows)
        #expect(more.entries.map(\.explanations) == (time == nil ? [[]] : [[[.outsideWindow]]]))
    }
}
