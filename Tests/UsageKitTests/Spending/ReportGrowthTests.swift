import Foundation
import Testing

@testable import UsageKit

@Suite struct ReportGrowthTests {
    private typealias Samples = BudgetSamples
    private static let may = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
    private static let usd = try? ExchangeRates(into: .usd)

    /// A dollar on each day of May, and 1.5 on each of the first ten days of June.
    private static func ledger() throws -> UsageLedger {
        let start = Timestamp.at("2026-05-01T06:00:00Z")
        return try SpendingSamples.ledger(
            (0..<41).map { ((start + .seconds($0 * 86_400)).description, $0 < 31 ? "1 USD" : "1.5 USD") })
    }

    private static func growth(
        _ current: ReportQuery, _ earlier: ReportQuery, walks: [WalkReport] = [], earlierWalks: [WalkReport] = [],
        at now: String
    ) throws -> SpendingGrowth {
        try ledger().report(current).with(walks: walks).growth(
            since: ledger().report(earlier).with(walks: earlierWalks), convertedBy: #require(usd), at: .at(now))
    }

    private static let juneByDay = ReportQuery(window: SpendingSamples.june, every: .day)
    private static let mayByDay = ReportQuery(window: may, every: .day)

    @Test func tenDaysAreComparedWithTenDays() throws {
        let growth = try Self.growth(Self.juneByDay, Self.mayByDay, at: "2026-06-11T05:00:00Z")
        #expect(growth.current.period == Samples.june.lowerBound..<Timestamp.at("2026-06-11T00:00:00Z"))
        #expect(growth.previous.period == .at("2026-05-01T00:00:00Z")..<Timestamp.at("2026-05-11T00:00:00Z"))
        #expect(growth.difference == BoundedMoney(Samples.money("5 USD")))
        #expect(growth.ratio == Decimal(string: "0.5"))
        #expect("\(growth)" == "15 USD after 10 USD: 5 USD more")
    }

    @Test func periodsThatHaveEndedAreComparedAsAWhole() throws {
        let growth = try Self.growth(Self.juneByDay, Self.mayByDay, at: "2026-07-01T00:00:00Z")
        #expect(growth.current.period == Samples.june)
        #expect(growth.previous.spent.money == Samples.money("31 USD"))
        #expect("\(growth)" == "15 USD after 31 USD: 16 USD less")
        #expect(
            growth.ratio.map { abs($0 + 16 / Decimal(31)) < Decimal(sign: .plus, exponent: -30, significand: 1) }
                == true)
    }

    @Test func onlyWhatWasReadIsCompared() throws {
        let growth = try Self.growth(
            Self.juneByDay, Self.mayByDay,
            walks: [SpendingSamples.walk(.between("2026-05-01T00:00:00Z", "2026-06-04T12:00:00Z"))],
            earlierWalks: [SpendingSamples.walk(Self.may)], at: "2026-06-11T05:00:00Z")
        #expect(growth.current.period.upperBound == .at("2026-06-04T00:00:00Z"))
        #expect("\(growth)" == "4.5 USD after 3 USD: 1.5 USD more")
        #expect(growth.current.age == .seconds(6 * 86_400 + 61_200))
    }

    @Test func aPeriodBeforeItsFirstWholeBucketHasNothingToCompare() throws {
        let growth = try Self.growth(Self.juneByDay, Self.mayByDay, at: "2026-06-01T23:00:00Z")
        #expect(growth.current.period.isEmpty && growth.previous.period.isEmpty)
        #expect(growth.ratio == nil)
        #expect("\(growth)" == "0 USD after 0 USD: 0 USD more")
    }

    @Test func aShorterPeriodBeforeIsComparedAsAWhole() throws {
        let short = ReportQuery(window: .between("2026-05-01T00:00:00Z", "2026-05-04T00:00:00Z"), every: .day)
        let growth = try Self.growth(Self.juneByDay, short, at: "2026-06-11T05:00:00Z")
        #expect("\(growth)" == "15 USD after 3 USD: 12 USD more")
    }

    @Test func withoutBucketsARunningPeriodIsPartial() throws {
        let growth = try Self.growth(
            ReportQuery(window: SpendingSamples.june), ReportQuery(window: Self.may), at: "2026-06-11T05:00:00Z")
        #expect("\(growth)" == "at least 15 USD after 31 USD: at most 16 USD less")
        #expect(
            growth.current.completeness.gaps
                == ["the period is known up to 2026-06-11T05:00:00Z and ends at 2026-07-01T00:00:00Z"])
    }

    @Test(arguments: [
        (false, false, AmountBound.exact, "15 USD after 10 USD: 5 USD more"),
        (true, false, .atLeast, "at least 15 USD after 10 USD: at least 5 USD more"),
        (false, true, .atMost, "15 USD after at least 10 USD: at most 5 USD more"),
        (true, true, .unknown, "at least 15 USD after at least 10 USD: incomplete: 5 USD more"),
    ])
    func partialSumsBoundTheDifference(current: Bool, earlier: Bool, bound: AmountBound, text: String) throws {
        let stop = WalkStop(.missingRows, "a")
        let growth = try Self.growth(
            Self.juneByDay, Self.mayByDay,
            walks: [SpendingSamples.walk(SpendingSamples.june, stopped: current ? stop : nil)],
            earlierWalks: [SpendingSamples.walk(Self.may, stopped: earlier ? stop : nil)], at: "2026-06-11T05:00:00Z")
        #expect(growth.difference.bound == bound)
        #expect("\(growth)" == text)
        #expect(try coded(growth) == growth)
    }

    @Test func previousPeriodsOfQueriesAreCompared() throws {
        let week = ReportQuery(
            window: .between("2026-06-01T00:00:00Z", "2026-06-08T00:00:00Z"), every: .day)
        let growth = try Self.growth(week, week.previousPeriod, at: "2026-06-08T00:00:00Z")
        #expect("\(growth)" == "10.5 USD after 7 USD: 3.5 USD more")
    }

    @Test(arguments: [
        ReportQuery(window: may, every: .hour), ReportQuery(window: .since("2026-05-01T00:00:00Z"), every: .day),
        ReportQuery(window: may, every: .day, in: TimeZone(secondsFromGMT: 3600) ?? .gmt),
        ReportQuery(window: may, where: .model(in: ["a"]), every: .day),
        ReportQuery(window: .between("2026-05-01T00:00:01Z", "2026-06-01T00:00:00Z"), every: .day),
        ReportQuery(window: may, every: .day, measures: [.tokens]),
    ])
    func otherReportsAreRefused(earlier: ReportQuery) throws {
        let error = #expect(throws: UsageError.self) {
            try Self.growth(Self.juneByDay, earlier, at: "2026-06-11T05:00:00Z")
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func amountsWithoutARateMakeBothSumsPartial() throws {
        let growth = try Self.ledger().report(Self.juneByDay).growth(
            since: Self.ledger().report(Self.mayByDay),
            convertedBy: Samples.rates(["USD=0.5 EUR@2026-05-06"], into: .eur),
            at: .at("2026-06-11T05:00:00Z"))
        #expect(growth.current.spent == BoundedMoney(Samples.money("7.5 EUR")))
        #expect(growth.previous.spent == BoundedMoney(Samples.money("2.5 EUR"), .atLeast))
        #expect(growth.difference == BoundedMoney(Samples.money("5 EUR"), .atMost))
    }

    /// Nothing of the later period was read, so no part of it can be compared.
    @Test func whatWasNotReadIsNotCompared() throws {
        let walks = [SpendingSamples.walk(.between("2026-05-01T00:00:00Z", "2026-05-20T00:00:00Z"))]
        let growth = try Self.growth(
            Self.juneByDay, Self.mayByDay, walks: walks, earlierWalks: walks, at: "2026-06-11T05:00:00Z")
        #expect(growth.current.period.isEmpty && growth.previous.period.isEmpty)
        var unread = SpendingSamples.walk(SpendingSamples.june, stopped: WalkStop(.missingTime, "a"))
        unread.isUnread = true
        let unknown = try Self.growth(Self.juneByDay, Self.mayByDay, walks: [unread], at: "2026-06-11T05:00:00Z")
        #expect(unknown.current.period.isEmpty && unknown.current.asOf == Samples.june.lowerBound)
    }

    /// With −5 after 10 or more, the ratio is −1.5 or more, although the difference is −15 or less.
    @Test(
        arguments: [
            ("-5", AmountBound.exact, AmountBound.exact, "-1.5"), ("-5", .exact, .atLeast, nil),
            ("-5", .atLeast, .exact, "-1.5"),
            ("-5", .exact, .unknown, nil), ("5", .exact, .atLeast, "-0.5"), ("0", .exact, .atLeast, "-1"),
        ] as [(String, AmountBound, AmountBound, String?)])
    func aRatioHasTheBoundOfItsDifference(
        current: String, bound: AmountBound, bound previous: AmountBound, ratio: String?
    ) throws {
        func spending(_ amount: String, _ bound: AmountBound) -> PeriodSpending {
            PeriodSpending(
                period: Samples.june, spent: BoundedMoney(Samples.money("\(amount) USD"), bound),
                asOf: Samples.june.upperBound, age: nil, completeness: Completeness())
        }
        let growth = try SpendingGrowth(current: spending(current, bound), previous: spending("10", previous))
        #expect(growth.ratio == ratio.flatMap { Decimal(string: $0) })
    }

    @Test func aComparisonIsCoded() throws {
        let stop = WalkStop(.missingRows, "a")
        let growth = try Self.growth(
            Self.juneByDay, Self.mayByDay,
            walks: [SpendingSamples.walk(.between("2026-06-01T00:00:00Z", "2026-06-11T04:59:59.75Z"))],
            earlierWalks: [SpendingSamples.walk(Self.may, stopped: stop)], at: "2026-06-11T05:00:00Z")
        let text = """
            {"current":{"age":"0.25","asOf":"2026-06-11T00:00:00Z","completeness":{"doubts":[],"gaps":[],\
            "reached":"2026-06-11T04:59:59.750Z","readThrough":"2026-06-11T04:59:59.750Z"},\
            "period":["2026-06-01T00:00:00Z","2026-06-11T00:00:00Z"],\
            "spent":{"bound":"exact","money":{"amount":"15","currency":"USD"}}},\
            "previous":{"age":"882000","asOf":"2026-05-11T00:00:00Z","completeness":{"doubts":[],\
            "gaps":["aurous /v1/usage/events: a"],"reached":"2026-06-01T00:00:00Z","readThrough":"2026-06-01T00:00:00Z"},\
            "period":["2026-05-01T00:00:00Z","2026-05-11T00:00:00Z"],\
            "spent":{"bound":"atLeast","money":{"amount":"10","currency":"USD"}}}}
            """
        #expect(try json(growth) == text)
        #expect(try decoded(SpendingGrowth.self, text) == growth)
    }
}
