import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageSeriesTests {
    private func record(
        _ day: Int, _ model: String?, credits: Int? = nil, input: Int? = nil, milliseconds: Int? = nil
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, time: .at("2026-05-\(day)T12:00:00Z"), model: model, tokens: TokenCounts(input: input),
            charge: try credits.map { try Money(Decimal($0), .credits) },
            duration: milliseconds.map { .milliseconds($0) })
    }

    private func ledger(_ records: [UsageRecord], walks: [WalkReport] = []) throws -> UsageLedger {
        var ledger = UsageLedger()
        for record in records { try ledger.append(record) }
        for walk in walks { _ = ledger.addWalk(walk) }
        return ledger
    }

    private func walk(_ window: TimeWindow, stopped: String? = nil) -> WalkReport {
        WalkReport(
            provider: .aurous, endpoint: "events", window: window, isFinished: true,
            stopped: stopped.map { WalkStop(.failed, $0) })
    }

    private let spent = UsageFigure.sum(.charge(.credits))

    @Test func aBucketWithoutRowsIsZero() throws {
        let ledger = try ledger([record(20, "m", credits: 5), record(23, "m", credits: 2)])
        let series = try ledger.report(every: .day).series(of: spent)
        #expect(series.count == 1)
        #expect(series[0].map(\.value) == [5, 0, 0, 2])
        #expect(series[0].map(\.id) == (20...23).map { Timestamp.at("2026-05-\($0)T00:00:00Z") })
        #expect(series[0][1].date == Timestamp.at("2026-05-21T00:00:00Z").date)
        #expect(series[0][3].bucket.upperBound == .at("2026-05-24T00:00:00Z"))
    }

    @Test func aBucketWithRowsThatLackTheFigureIsUnknown() throws {
        let ledger = try ledger([record(20, "m", input: 5), record(21, "m"), record(23, "m", input: 7)])
        let report = try ledger.report(every: .day)
        #expect(try report.series(of: .sum(.inputTokens))[0].map(\.value) == [5, nil, 0, 7])
        #expect(try report.series(of: .sum(.outputTokens))[0].map(\.value) == [nil, nil, 0, nil])
        #expect(try report.series(of: .requests)[0].map(\.value) == [1, 1, 0, 1])
    }

    @Test func eachKeyHasASeriesOfAllBuckets() throws {
        let ledger = try ledger([
            record(20, "a", credits: 1), record(21, "b", credits: 2), record(22, nil, credits: 3),
            record(22, "a", credits: 4),
        ])
        let series = try ledger.report(every: .day, by: [.model]).series(of: spent)
        #expect(series.map { $0[.model] } == ["a", "b", nil])
        #expect(series.map { $0.map(\.value) } == [[1, 0, 4], [0, 2, 0], [0, 0, 3]])
        #expect(series[0][.user] == nil)
        #expect(series.allSatisfy { !$0.isOther })
    }

    @Test func allOtherKeysHaveASeriesOfTheirOwn() throws {
        let ledger = try ledger([record(20, "a", credits: 9), record(21, "b", credits: 2), record(21, "c", credits: 1)])
        let query = ReportQuery(every: .day, by: [.model], top: .init(1, by: spent))
        let series = try ledger.report(query).series(of: spent)
        #expect(series.map(\.isOther) == [false, true])
        #expect(series.map { $0.map(\.value) } == [[9, 0], [0, 3]])
    }

    @Test func theWindowDecidesTheBuckets() throws {
        let ledger = try ledger([record(20, "m", credits: 5)])
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z")
        let report = try ledger.report(ReportQuery(window: window, every: .day))
        #expect(try report.series(of: spent)[0].map(\.value) == [0, 0, 5, 0])
        let empty = try UsageLedger().report(ReportQuery(window: window, every: .day))
        #expect(try empty.series(of: .requests)[0].map(\.value) == [0, 0, 0, 0])
        #expect(try UsageLedger().report(every: .day).series(of: .requests).isEmpty)
        let byModel = try UsageLedger().report(ReportQuery(window: window, every: .day, by: [.model]))
        #expect(try byModel.series(of: .requests).isEmpty)
    }

    /// The walk was made at noon of 21 May: nothing is known of the days after it.
    @Test func aBucketThatNoWalkHasReadIsUnknown() throws {
        let ledger = try ledger(
            [record(19, "m", credits: 5)], walks: [walk(.between("2026-05-19T00:00:00Z", "2026-05-21T12:00:00Z"))])
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-23T00:00:00Z")
        let report = try ledger.report(ReportQuery(window: window, every: .day))
        #expect(try report.series(of: spent)[0].map(\.value) == [nil, 5, 0, 0, nil])
    }

    @Test func aBucketOfAWalkThatIsNotCompleteIsUnknown() throws {
        let ledger = try ledger(
            [record(19, "m", credits: 5)],
            walks: [
                walk(.between("2026-05-18T00:00:00Z", "2026-05-20T00:00:00Z")),
                walk(.between("2026-05-20T00:00:00Z", "2026-05-22T00:00:00Z"), stopped: "it was cancelled"),
            ])
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z")
        let report = try ledger.report(ReportQuery(window: window, every: .day))
        #expect(try report.series(of: spent)[0].map(\.value) == [0, 5, nil, nil])
    }

    @Test func aFigureThatIsNotMeasuredIsUnknownEverywhere() throws {
        let ledger = try ledger([record(20, "m", credits: 5, input: 1), record(22, "m", credits: 2)])
        let report = try ledger.report(ReportQuery(every: .day, measures: [.charges]))
        #expect(try report.series(of: .sum(.inputTokens))[0].map(\.value) == [nil, nil, nil])
        #expect(try report.series(of: .sum(.duration))[0].map(\.value) == [nil, nil, nil])
        #expect(try report.series(of: .sum(.unit("n")))[0].map(\.value) == [nil, nil, nil])
        #expect(try report.series(of: spent)[0].map(\.value) == [5, 0, 2])
    }

    @Test func aLatencyWithoutRequestsIsNeverZero() throws {
        let ledger = try ledger([record(20, "m", milliseconds: 900), record(22, "m", milliseconds: 300)])
        let series = try ledger.report(every: .day).latencySeries(at: .p95)
        #expect(series[0].map(\.value) == [.milliseconds(900), nil, .milliseconds(300)])
    }

    @Test func rowsWithoutATimeAreInNoSeries() throws {
        let ledger = try ledger([
            record(20, "m", credits: 5), UsageRecord(provider: .aurous, charge: try Money(7, .credits)),
        ])
        #expect(try ledger.report(every: .day).series(of: spent).map { $0.map(\.value) } == [[5]])
    }

    @Test func daysFollowTheTimeZone() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let window = TimeWindow.days(3, through: .at("2026-03-30T12:00:00Z"), in: berlin)
        let report = try UsageLedger().report(ReportQuery(window: window, every: .hour, in: berlin))
        #expect(try report.series(of: .requests)[0].count == 24 + 23 + 24)
    }

    @Test func aReportWithoutBucketsHasNoSeries() throws {
        let report = try ledger([record(20, "m", credits: 5)]).report(by: [.model])
        let error = try #require(throws: UsageError.self) { try report.series(of: .requests) }
        #expect(error.code == .invalidArgument)
    }

    @Test func tooManyPointsAreRefused() throws {
        let window = TimeWindow.between("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
        let report = try UsageLedger().report(ReportQuery(window: window, every: .minute))
        #expect(throws: UsageError.self) { try report.series(of: .requests) }
    }

    @Test func aSeriesThatIsFilledAlreadyIsTheSame() throws {
        let ledger = try ledger([record(20, "a", credits: 5), record(23, "b", credits: 2)])
        let filled = try ledger.report(ReportQuery(every: .day, by: [.model], fillsEmptyBuckets: true))
        #expect(try filled.series(of: spent) == ledger.report(every: .day, by: [.model]).series(of: spent))
    }
}
