import Testing

@testable import UsageKit

@Suite struct ReportBudgetTests {
    private typealias Samples = BudgetSamples

    private static func budget(_ limit: String = "50 USD") throws -> Budget {
        try Budget(limit: Samples.money(limit), period: Samples.june)
    }

    @Test func aReportByDayIsJudged() throws {
        let report = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "20 USD"), ("2026-06-02T08:00:00Z", "500 credit"),
            ("2026-06-02T09:00:00Z", "3 USD"),
            ("2026-05-31T08:00:00Z", "100 USD"),
        ]).report(every: .day).with(walks: [
            SpendingSamples.walk(.between("2026-05-01T00:00:00Z", "2026-06-11T06:00:00Z"))
        ])
        let rates = try Samples.rates(["credit=0.01 USD@2026-05-01"])
        let status = try report.status(of: Self.budget(), convertedBy: rates, at: .at("2026-06-11T08:00:00Z"))
        #expect(status.spent == BoundedMoney(Samples.money("28 USD")))
        #expect(status.crossings == [.init(threshold: 50, bucket: Samples.day(2))])
        #expect(status.judgement == .within)
        #expect(status.asOf == .at("2026-06-11T06:00:00Z"))
        #expect(status.age == .seconds(7200))
    }

    @Test func aPartialReportReadsAtLeast() throws {
        let report = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "12.34 USD")]).report(every: .day).with(
            walks: [SpendingSamples.walk(SpendingSamples.june, stopped: WalkStop(.missingRows, "2 rows are missing"))])
        let status = try report.status(of: Self.budget(), at: .at("2026-06-11T00:00:00Z"))
        #expect("\(status)" == "at least 12.34 USD of 50 USD as of 2026-06-11T00:00:00Z")
        #expect(status.judgement == .undetermined)
        let over = try report.status(of: Self.budget("12 USD"), at: .at("2026-06-11T00:00:00Z"))
        #expect(over.judgement == .exceeded && over.isCertain)
    }

    /// The sum has rows of both sources, so the line goes up to the later reading and stays a lower bound.
    @Test func aProjectionOfSeveralSourcesGoesUpToTheLatestReading() throws {
        let report = try SpendingSamples.ledger([("2026-06-09T08:00:00Z", "9 USD")]).report(every: .day).with(
            walks: ["2026-06-10T00:00:00Z", "2026-06-04T00:00:00Z"].map {
                SpendingSamples.walk(.between("2026-06-01T00:00:00Z", $0), endpoint: $0)
            })
        let status = try report.status(of: Self.budget(), at: .at("2026-06-10T00:00:00Z"))
        #expect(status.asOf == .at("2026-06-10T00:00:00Z"))
        #expect(status.projection?.description == "at least 30 USD")
        #expect(status.age == .seconds(6 * 86_400))
    }

    @Test func aCurrencyWithoutARateMakesTheStatusPartial() throws {
        let report = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "12.34 USD"), ("2026-06-03T08:00:00Z", "2 EUR"),
            ("2026-05-03T08:00:00Z", "1 DIEM"),
        ]).report(every: .day)
        let status = try report.status(of: Self.budget(), at: .at("2026-06-11T00:00:00Z"))
        #expect(status.spent.description == "at least 12.34 USD")
        // What lacks a rate outside the period does not matter.
        #expect(
            status.completeness.gaps == ["2 EUR is not in the sum: no rate into USD is from its day or an earlier one"])
        let filtered = try report.status(
            of: Self.budget(), convertedBy: Samples.rates(["EUR=1 USD@2026-06-01"]), at: .at("2026-06-11T00:00:00Z"))
        #expect(filtered.spent == BoundedMoney(Samples.money("14.34 USD")))
    }

    @Test func ratesIntoAnotherCurrencyAreRefused() throws {
        let report = try SpendingSamples.ledger([]).report(every: .day)
        let error = #expect(throws: UsageError.self) {
            try report.status(
                of: Self.budget(), convertedBy: ExchangeRates(into: .eur), at: .at("2026-06-11T00:00:00Z"))
        }
        #expect(error?.code == .currencyMismatch)
    }

    @Test func aReportWithoutBucketsIsOneBucket() throws {
        let ledger = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "50 USD"), ("2026-07-01T00:00:00Z", "1 USD")])
        let status = try ledger.report(ReportQuery(window: SpendingSamples.june))
            .status(of: Self.budget(), at: .at("2026-07-02T00:00:00Z"))
        #expect(status.limitReached == Samples.june)
        #expect(status.exhaustion?.day() == nil)
        for window in [TimeWindow.all, .since("2026-06-01T00:00:00Z")] {
            let error = #expect(throws: UsageError.self) {
                try ledger.report(ReportQuery(window: window)).status(
                    of: Self.budget(), at: .at("2026-07-02T00:00:00Z"))
            }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func aBucketThatCrossesThePeriodIsRefusedIfItHasCharges() throws {
        // The week from May 25 to June 1 does not cross the bound; that from June 29 to July 6 does.
        let rows = [("2026-06-29T08:00:00Z", "1 USD"), ("2026-05-28T08:00:00Z", "1 USD")]
        let error = #expect(throws: UsageError.self) {
            try SpendingSamples.ledger(rows).report(every: .week).status(
                of: Self.budget(), at: .at("2026-07-02T00:00:00Z"))
        }
        #expect(error?.code == .invalidArgument)
        let status = try SpendingSamples.ledger([rows[1]]).report(every: .week)
            .status(of: Self.budget(), at: .at("2026-07-02T00:00:00Z"))
        #expect(status.spent.money == Samples.money("0 USD"))
    }

    @Test func anHourlyReportGivesTheSameSum() throws {
        let ledger = try SpendingSamples.ledger(
            (0..<48).map { hour in
                ((Samples.june.lowerBound + .seconds(hour * 3600)).description, hour % 5 == 0 ? "-0.5 USD" : "1.25 USD")
            })
        let statuses = try [TimeBucket.hour, .day].map {
            try ledger.report(every: $0).status(of: Self.budget("30 USD"), at: .at("2026-06-11T00:00:00Z"))
        }
        #expect(statuses[0].spent == statuses[1].spent)
        #expect(statuses[1].limitReached == Samples.day(2))
        // The first day brings 19 · 1.25 − 5 · 0.5 = 21.25; hours 24 to 32 bring 7 · 1.25 − 2 · 0.5 + … up to 30.
        let hour = try #require(statuses[0].limitReached)
        #expect(hour.lowerBound >= Samples.day(2).lowerBound && hour.upperBound <= Samples.day(2).upperBound)
    }

    @Test func refundsOfAPartialReportMakeItUncertain() throws {
        var ledger = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "61 USD"), ("2026-06-01T09:00:00Z", "-1 USD"),
        ])
        ledger = try ledger.merging(SpendingSamples.ledger([("2026-06-02T09:00:00Z", nil)]))
        let now = Timestamp.at("2026-06-11T00:00:00Z")
        // Within a day the refund cannot be seen in the sum, but in the extremes.
        let measured = try ledger.report(
            ReportQuery(every: .day, measures: Set.standard.union([.extremes]))
        ).status(of: Self.budget(), at: now)
        #expect(measured.judgement == .exceeded && !measured.isCertain)
        let byHour = try ledger.report(every: .hour).status(of: Self.budget(), at: now)
        #expect(byHour.judgement == .exceeded && !byHour.isCertain)
        #expect(byHour.spent.description == "incomplete: 60 USD")
    }

    @Test func rowsOfAnUnknownTimeAreNotCounted() throws {
        let report = try SpendingSamples.ledger([(nil, "5 USD"), ("2026-06-01T08:00:00Z", "1 USD")]).report(every: .day)
        let status = try report.status(of: Self.budget(), at: .at("2026-06-11T00:00:00Z"))
        #expect(status.spent.description == "at least 1 USD")
    }

    /// An old report is not taken for a slow period, nor is one of a later time.
    @Test(arguments: [
        ("2026-05-01T00:00:00Z", "2026-05-20T00:00:00Z"), ("2026-07-01T00:00:00Z", "2026-07-03T00:00:00Z"),
    ])
    func aBudgetOfWhichNothingWasReadIsAsOfItsStart(start: String, end: String) throws {
        let report = try SpendingSamples.ledger([(start, "9 USD")]).report(every: .day)
            .with(walks: [SpendingSamples.walk(.between(start, end))])
        let now = Timestamp.at(end) + .seconds(22 * 86_400)
        let status = try report.status(of: Self.budget(), at: now)
        #expect("\(status)" == "at least 0 USD of 50 USD as of 2026-06-01T00:00:00Z")
        #expect(status.projection == nil && status.exhaustion == nil)
        #expect(status.abovePace == BoundedMoney(Samples.money("0 USD"), .atLeast))
        // How long ago the source was read is known of the earlier time.
        let isEarlier = Timestamp.at(end) < Samples.june.lowerBound
        #expect(status.completeness.readThrough == (isEarlier ? .at(end) : nil))
        #expect(status.age == (isEarlier ? .seconds(22 * 86_400) : nil))
    }
}
