import Foundation
import Testing

@testable import UsageKit

/// Four requests of a day and a half: two of model `a`, one of `b`, one without a model.
@Suite struct UsageReportFiguresTests {
    private let day = Timestamp(seconds: 1_779_235_200)

    private func record(
        _ model: String?, hours: Int64, input: Int?, charge: Decimal?, milliseconds: Int?, user: String? = nil
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, time: day.advanced(by: .seconds(hours * 3600)), model: model, user: user,
            status: .completed, tokens: TokenCounts(input: input),
            quantities: input.map { [Quantity(exact: ExactDecimal($0 * 2), unit: "image")] } ?? [],
            charge: try charge.map { try Money($0, .usd) }, duration: milliseconds.map { .milliseconds($0) })
    }

    private func ledger() throws -> UsageLedger {
        var ledger = UsageLedger()
        let amount = try #require(Decimal(string: "0.25"))
        try ledger.append(contentsOf: [
            record("a", hours: 1, input: 10, charge: amount, milliseconds: 100, user: "u"),
            record("a", hours: 30, input: 30, charge: 1, milliseconds: 300, user: "v"),
            record("b", hours: 2, input: nil, charge: 5, milliseconds: nil, user: "u"),
            record(nil, hours: 3, input: 2, charge: nil, milliseconds: 1000),
        ])
        return ledger
    }

    @Test func statisticsIncludeTheRowsThatHaveAValue() throws {
        let measures = Set<UsageMeasure>.standard.union([.extremes])
        let total = try ledger().report(ReportQuery(measures: measures)).total
        let charges = try #require(total.statistics(of: .charge(.usd)))
        #expect(charges.count == 3)
        #expect(charges.sum == Decimal(string: "6.25"))
        #expect(charges.minimum == Decimal(string: "0.25"))
        #expect(charges.maximum == 5)
        #expect(total.statistics(of: .inputTokens)?.mean == 14)
        #expect(total.statistics(of: .unit("image"))?.sum == 84)
        let durations = try #require(total.statistics(of: .duration))
        #expect(durations.count == 3)
        #expect(durations.sum == Decimal(string: "1.4"))
        #expect(durations.minimum == Decimal(string: "0.1"))
        #expect(total.statistics(of: .outputTokens) == nil)
        #expect(total.statistics(of: .charge(.eur)) == nil)
    }

    @Test func figuresThatAreNotMeasuredAreNil() throws {
        let total = try ledger().report(ReportQuery(measures: [])).total
        #expect(total.requests == 4)
        #expect(total.succeeded == 4)
        #expect(total.inputTokens == nil)
        #expect(total.charges.isEmpty)
        #expect(total.units.isEmpty)
        #expect(total.latency.count == 0)
        #expect(total.distinct(.user) == nil)
        #expect(total.coverage.rows == 4)
        #expect(total.coverage.durations == 0)
        #expect(total.value(of: .sum(.charge(.usd))) == nil)
        #expect(try ledger().report().total.statistics(of: .inputTokens)?.minimum == nil)
    }

    @Test func countsDifferentValues() throws {
        let report = try ledger().report(ReportQuery(every: .day, measures: [.distinct(.user), .distinct(.model)]))
        #expect(report.map { $0.distinct(.user) } == [1, 1])
        #expect(report.map { $0.distinct(.model) } == [2, 1])
        #expect(report.total.distinct(.user) == 2)
    }

    @Test func ratesUseThePartOfTheBucketInTheWindow() throws {
        let window = try TimeWindow(from: day, to: day.advanced(by: .seconds(86_400 + 43_200)))
        let report = try ledger().report(ReportQuery(window: window, every: .day))
        #expect(report.map { $0.rate(of: .requests) } == [3.0 / 86_400, 1.0 / 43_200])
        #expect(report.total.rate(of: .sum(.inputTokens)) == 42.0 / 129_600)
        #expect(try ledger().report().total.rate(of: .requests) == nil)
        #expect(report.total.rate(of: .sum(.outputTokens)) == nil)
    }

    @Test func sharesAreOfTheTotal() throws {
        let report = try ledger().report(by: [.model])
        #expect(report.map { report.share(of: .requests, in: $0) } == [0.5, 0.25, 0.25])
        #expect(report.map { report.share(of: .sum(.charge(.usd)), in: $0) } == [0.2, 0.8, nil])
        #expect(report.share(of: .sum(.charge(.eur)), in: report[0]) == nil)
    }

    // MARK: Top

    @Test func keepsTheGreatestKeysAndCombinesAllOthers() throws {
        let query = ReportQuery(by: [.model], top: ReportQuery.Top(1, by: .sum(.charge(.usd))))
        let report = try ledger().report(query)
        #expect(report.map(\.key) == [["b"], [nil]])
        #expect(report.map(\.isOther) == [false, true])
        #expect(report[1].requests == 3)
        #expect(report[1].charge(in: .usd) == Decimal(string: "1.25"))
        #expect(report[1].latency.p50 == .milliseconds(300))
        #expect(report.total.requests == 4)
        #expect(!report.total.isOther)
    }

    @Test func theMissingTextCanBeOneOfTheGreatestKeys() throws {
        let query = ReportQuery(every: .day, by: [.model], top: ReportQuery.Top(2, by: .sum(.duration)))
        let report = try ledger().report(query)
        #expect(report.map(\.key) == [["a"], [nil], [nil], ["a"]])
        #expect(report.map(\.isOther) == [false, false, true, false])
        #expect(report[2].charge(in: .usd) == 5)
    }

    @Test func keysWithEqualFiguresAreOrderedByTheirTexts() throws {
        var ledger = UsageLedger()
        for model in ["c", "a", "b"] { try ledger.append(UsageRecord(provider: .aurous, model: model)) }
        let query = ReportQuery(by: [.provider, .model], top: ReportQuery.Top(2, by: .requests))
        #expect(try ledger.report(query).map { $0[.model] } == ["a", "b", nil])
        let none = ReportQuery(by: [.model], top: ReportQuery.Top(0, by: .requests))
        #expect(try ledger.report(none).map(\.isOther) == [true])
        let all = ReportQuery(by: [.model], top: ReportQuery.Top(3, by: .requests))
        #expect(try ledger.report(all).map(\.isOther) == [false, false, false])
    }

    // MARK: Changes

    @Test func comparesGroupsOfTheSameKeyAndPositionInTime() throws {
        let (middle, end) = (day.advanced(by: .seconds(86_400)), day.advanced(by: .seconds(2 * 86_400)))
        let query = ReportQuery(window: try TimeWindow(from: middle, to: end), every: .day, by: [.model])
        let earlier = try query.previousPeriod
        #expect(earlier.window == (try TimeWindow(from: day, to: middle)))
        let ledger = try ledger()
        let changes = try ledger.report(query).changes(since: ledger.report(earlier))
        #expect(changes.map { ($0.current ?? $0.previous)?[.model] } == ["a", "b", nil])
        #expect(changes[0].difference(of: .sum(.inputTokens)) == 20)
        #expect(changes[0].ratio(of: .sum(.charge(.usd))) == 3)
        #expect(changes[1].current == nil)
        #expect(changes[1].difference(of: .requests) == -1)
        #expect(changes[1].ratio(of: .requests) == -1)
        #expect(changes[1].difference(of: .sum(.inputTokens)) == nil)
        #expect(changes[2].ratio(of: .sum(.outputTokens)) == nil)
    }

    @Test func refusesToCompareReportsWithOtherBuckets() throws {
        let report = try ledger().report(by: [.model])
        let error = #expect(throws: UsageError.self) { try report.changes(since: ledger().report(every: .day)) }
        #expect(error?.code == .invalidArgument)
    }

    // MARK: Filters

    @Test(arguments: [
        ReportQuery(where: .not(.all([.isOne(.planet, ["x"])]))), ReportQuery(by: [.model, .planet]),
        ReportQuery(measures: [.distinct(UsageDimension(rawValue: "api\u{212A}ey"))]),
    ])
    func refusesADimensionThatTheRowsDoNotHave(query: ReportQuery) throws {
        let error = #expect(throws: UsageError.self) { try ledger().report(query) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.hasPrefix("the ledger has no dimension") == true)
        #expect(error?.message.contains("UsageLedger(keeping:)") == true)
    }

    @Test func aFilterSelectsRows() throws {
        let long = UsageFilter.compares(.duration, .atLeast, try #require(Decimal(string: "0.3")))
        #expect(try ledger().report(ReportQuery(where: long)).total.requests == 2)
        #expect(try ledger().report(ReportQuery(where: .not(long))).total.requests == 2)
        let of = UsageFilter.isOne(.model, ["b", nil])
        #expect(try ledger().report(ReportQuery(where: of, by: [.model])).map(\.requests) == [1, 1])
        #expect(try ledger().report(ReportQuery(where: .all([of, long]))).total.inputTokens == 2)
    }
}
