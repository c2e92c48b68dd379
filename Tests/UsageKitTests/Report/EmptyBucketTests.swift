import Foundation
import Testing

@testable import UsageKit

@Suite struct EmptyBucketTests {
    private static let aurous = ProviderID(rawValue: "aurous")

    private static func ledger(_ rows: [(time: Timestamp?, model: String?)]) throws -> UsageLedger {
        var ledger = UsageLedger()
        for row in rows { try ledger.append(UsageRecord(provider: aurous, time: row.time, model: row.model)) }
        return ledger
    }

    private static func day(_ number: Int64) -> Timestamp { Timestamp(seconds: number * 86_400 + 3600) }

    @Test func fillsEveryBucketForEveryKeyThatHasRows() throws {
        let ledger = try Self.ledger([(Self.day(3), "b"), (Self.day(1), "a"), (nil, "c"), (Self.day(1), nil)])
        let report = try ledger.report(ReportQuery(every: .day, by: [.model], fillsEmptyBuckets: true))
        let keys: [String?] = ["a", "b", "c", nil]
        let starts: [Int64?] = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3].map { $0 * 86_400 }
        #expect(report.dropLast().map { $0.start?.seconds } == starts)
        #expect(report.dropLast().map { $0.key[0] } == keys + keys + keys)
        #expect(report.map(\.requests) == [1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1])
        #expect(report.last?.key == ["c"])
        #expect(report.last?.bucket == nil)
        #expect(report.total.requests == 4)
        let empty = report[1]
        #expect(empty.latency.count == 0)
        #expect(empty.inputTokens == nil)
        #expect(empty.succeeded == nil)
        #expect(empty.charges.isEmpty)
        #expect(empty[.model] == "b")
    }

    @Test func fillsFromTheStartToTheEndOfTheWindow() throws {
        let window = try TimeWindow(from: Self.day(0), to: Timestamp(seconds: 5 * 86_400))
        let query = ReportQuery(window: window, every: .day, fillsEmptyBuckets: true)
        let report = try Self.ledger([(Self.day(2), nil)]).report(query)
        let starts: [Int64?] = [0, 86_400, 172_800, 259_200, 345_600]
        #expect(report.map { $0.start?.seconds } == starts)
        #expect(report.map(\.requests) == [0, 0, 1, 0, 0])
        #expect(try UsageLedger().report(query).map(\.requests) == [0, 0, 0, 0, 0])
    }

    @Test func fillsNothingWithoutKeysOrTimes() throws {
        let window = try TimeWindow(from: Self.day(0), to: Self.day(5))
        let byModel = ReportQuery(window: window, every: .day, by: [.model], fillsEmptyBuckets: true)
        #expect(try UsageLedger().report(byModel).isEmpty)
        let unbounded = ReportQuery(every: .day, fillsEmptyBuckets: true)
        #expect(try UsageLedger().report(unbounded).isEmpty)
        #expect(try Self.ledger([(nil, nil)]).report(unbounded).map(\.requests) == [1])
        let unbucketed = ReportQuery(window: window, fillsEmptyBuckets: true)
        #expect(try Self.ledger([(Self.day(1), nil)]).report(unbucketed).map(\.requests) == [1])
    }

    @Test func fillsTheDaysOfTheTimeZone() throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        let window = try TimeWindow(from: Timestamp("2026-10-31T04:00:00Z"), to: Timestamp("2026-11-03T05:00:00Z"))
        let report = try UsageLedger().report(
            ReportQuery(window: window, every: .day, in: zone, fillsEmptyBuckets: true))
        let lengths = report.compactMap { $0.bucket.map { $0.upperBound - $0.lowerBound } }
        #expect(lengths == [.seconds(86_400), .seconds(90_000), .seconds(86_400)])
        let hours = try UsageLedger().report(
            ReportQuery(window: window, every: .hour, in: zone, fillsEmptyBuckets: true))
        #expect(hours.count == 73)
    }

    @Test func refusesToAddMoreThanAMillionGroups() throws {
        let start = Timestamp(seconds: 0)
        func query(minutes: Int64) throws -> ReportQuery {
            ReportQuery(
                window: try TimeWindow(from: start, to: Timestamp(seconds: minutes * 60)), every: .minute,
                fillsEmptyBuckets: true)
        }
        #expect(throws: UsageError.self) { try UsageLedger().report(query(minutes: 1_000_001)) }
        let rows = [(start, "a"), (start, "b")]
        var twoKeys = try query(minutes: 500_002)
        twoKeys.dimensions = [.model]
        let error = #expect(throws: UsageError.self) { try Self.ledger(rows).report(twoKeys) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func refusesWindowsBeyondTheYears1To9999() throws {
        let query = ReportQuery(
            window: try TimeWindow(from: Timestamp(seconds: .min), to: Timestamp(seconds: .max)), every: .month,
            fillsEmptyBuckets: true)
        #expect(throws: UsageError.self) { try UsageLedger().report(query) }
    }
}
