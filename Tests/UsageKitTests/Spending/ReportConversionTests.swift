import Foundation
import Testing

@testable import UsageKit

@Suite struct ReportConversionTests {
    private typealias Samples = BudgetSamples
    private static let now = Timestamp.at("2026-07-02T00:00:00Z")

    @Test func eachPartIsConvertedByTheRateOfItsDay() throws {
        let ledger = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "10 credit"), ("2026-06-01T09:00:00Z", "2.5 USD"),
            ("2026-06-02T00:00:00Z", "10 credit"), ("2026-06-01T23:59:59.999999999Z", "1 EUR"),
        ])
        let rates = try Samples.rates([
            "credit=0.01 USD@2026-06-01", "credit=0.02 USD@2026-06-02", "EUR=1.1 USD@2026-01-01",
        ])
        let report = try ledger.report(every: .day).converted(by: rates, at: Self.now)
        // National currencies come first, each by its name.
        #expect(
            report.parts.map(\.charge.original) == ["1 EUR", "2.5 USD", "10 credit", "10 credit"].map(Samples.money))
        #expect(
            report.parts.map(\.charge.converted) == ["1.1 USD", "2.5 USD", "0.1 USD", "0.2 USD"].map(Samples.money))
        #expect(
            report.parts.map { $0.charge.rate?.day.description } == ["2026-01-01", nil, "2026-06-01", "2026-06-02"])
        #expect(report.parts.map(\.span) == [1, 1, 1, 2].map(Samples.day))
        #expect(report.total == BoundedMoney(Samples.money("3.9 USD")))
        #expect(report.unconverted.isEmpty && report.completeness.isComplete)
        #expect("\(report)" == "3.9 USD, with 1 EUR and 20 credit converted")
        #expect(try report.sum { $0.span == Samples.day(1) } == BoundedMoney(Samples.money("3.7 USD")))
    }

    @Test func whatHasNoRateIsNamedAndInNoSum() throws {
        let ledger = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "10 credit"), ("2026-06-02T08:00:00Z", "10 credit"),
            ("2026-06-02T09:00:00Z", "3 DIEM"), ("2026-06-02T09:00:00Z", "12.34 USD"),
        ])
        let rates = try Samples.rates(["credit=0.01 USD@2026-06-02"])
        let report = try ledger.report(every: .day).converted(by: rates, at: Self.now)
        #expect(report.unconverted.map(\.charge) == ["10 credit", "3 DIEM"].map(Samples.money))
        #expect(report.unconverted.map(\.reason) == [.noRate, .noRate])
        #expect(report.unconverted.map(\.span) == [1, 2].map(Samples.day))
        #expect(report.total == BoundedMoney(Samples.money("12.44 USD"), .atLeast))
        #expect("\(report)" == "at least 12.44 USD, with 10 credit converted, without 3 DIEM and 10 credit")
        #expect(
            report.completeness.gaps == [
                "3 DIEM is not in the sum: no rate into USD is from its day or an earlier one",
                "10 credit is not in the sum: no rate into USD is from its day or an earlier one",
            ])
        #expect(try report.sum { $0.span == Samples.day(1) } == BoundedMoney(Samples.money("0 USD"), .atLeast))
    }

    @Test func withoutRatesOnlyTheCurrencyItselfCounts() throws {
        let ledger = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "1 USD"), ("2026-06-01T08:00:00Z", "1 EUR")])
        let report = try ledger.report().converted(by: ExchangeRates(into: .usd), at: Self.now)
        #expect("\(report)" == "at least 1 USD, without 1 EUR")
        #expect(report.unconverted.first?.reason == .unknownDay)
    }

    @Test func theDayIsThatOfTheZoneOfTheReport() throws {
        let ledger = try SpendingSamples.ledger([("2026-06-01T22:30:00Z", "100 credit")])
        let rates = try Samples.rates(["credit=0.01 USD@2026-06-01", "credit=0.02 USD@2026-06-02"])
        for (zone, bucket, expected) in [
            ("Europe/Berlin", TimeBucket.day, "2 USD"), ("GMT", .day, "1 USD"), ("America/New_York", .hour, "1 USD"),
            ("Asia/Kolkata", .fiveMinutes, "2 USD"),
        ] {
            let report = try ledger.report(every: bucket, in: try #require(TimeZone(identifier: zone)))
            #expect(try report.converted(by: rates, at: Self.now).total.money == Samples.money(expected), "\(zone)")
        }
    }

    @Test(
        arguments: [
            (TimeBucket.month, TimeWindow.all, ["credit=0.01 USD@2026-06-01", "credit=1 USD@2026-07-01"], nil),
            (.month, .all, ["credit=0.01 USD@2026-05-01", "credit=1 USD@2026-06-30"], MissingRate.severalRates),
            (.month, .all, ["credit=0.01 USD@2026-06-02"], .noRate),
            (.week, .all, ["credit=0.01 USD@2026-06-01", "credit=1 USD@2026-06-08"], nil),
            (.week, .all, ["credit=0.01 USD@2026-06-01", "credit=1 USD@2026-06-07"], .severalRates),
            // Only the days of the window count.
            (
                .month, .between("2026-06-02T00:00:00Z", "2026-06-05T00:00:00Z"),
                ["credit=0.01 USD@2026-06-02", "credit=1 USD@2026-06-05"], nil
            ),
            (
                nil, .between("2026-06-02T00:00:00Z", "2026-06-05T00:00:00Z"),
                ["credit=0.01 USD@2026-06-02", "credit=1 USD@2026-06-05"], nil
            ),
            (
                nil, .between("2026-06-02T00:00:00Z", "2026-06-05T00:00:00.001Z"),
                ["credit=0.01 USD@2026-06-02", "credit=1 USD@2026-06-05"], .severalRates
            ),
            (nil, .since("2026-06-02T00:00:00Z"), ["credit=0.01 USD@2026-01-01"], .unknownDay),
        ] as [(TimeBucket?, TimeWindow, [String], MissingRate?)])
    func aBucketOfSeveralDaysNeedsOneRate(
        bucket: TimeBucket?, window: TimeWindow, rates: [String], reason: MissingRate?
    ) throws {
        let ledger = try SpendingSamples.ledger([("2026-06-03T08:00:00Z", "100 credit")])
        let report = try ledger.report(ReportQuery(window: window, every: bucket))
            .converted(by: Samples.rates(rates), at: Self.now)
        #expect(report.unconverted.map(\.reason) == (reason.map { [$0] } ?? []))
        #expect(report.total.money == Samples.money(reason == nil ? "1 USD" : "0 USD"))
        #expect(report.total.bound == (reason == nil ? .exact : .atLeast))
    }

    @Test func rowsWithoutATimeHaveNoRate() throws {
        let ledger = try SpendingSamples.ledger([(nil, "1 credit"), (nil, "2 USD")])
        let report = try ledger.report(every: .day).converted(
            by: Samples.rates(["credit=1 USD@2026-01-01"]), at: Self.now)
        #expect(report.unconverted.map(\.reason) == [.unknownDay])
        #expect(report.total == BoundedMoney(Samples.money("2 USD"), .atLeast))
        #expect(report.completeness.gaps.first == "2 rows have no time, so their charges are in no bucket")
    }

    @Test func keysAndOthersAreKept() throws {
        var ledger = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "5 USD")], model: "b")
        for model in ["a", nil] {
            let more = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "1 USD")], model: model)
            ledger = ledger.merging(more)
        }
        let all = try ledger.report(every: .day, by: [.model]).converted(by: ExchangeRates(into: .usd), at: Self.now)
        #expect(all.dimensions == [.model])
        #expect(all.parts.map(\.key) == [["a"], ["b"], [nil]])
        #expect(try all.sum { $0.key == ["b"] }.money == Samples.money("5 USD"))
        let top = try ledger.report(
            ReportQuery(every: .day, by: [.model], top: .init(1, by: .sum(.charge(.usd)))))
        let others = try top.converted(by: ExchangeRates(into: .usd), at: Self.now)
        #expect(others.parts.map(\.isOther) == [false, true])
        #expect(others.total == all.total)
    }

    @Test func aReportWithoutChargesIsRefused() throws {
        let report = try SpendingSamples.ledger([]).report(ReportQuery(every: .day, measures: [.tokens]))
        let error = #expect(throws: UsageError.self) {
            try report.converted(by: ExchangeRates(into: .usd), at: Self.now)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("`.charges`") == true)
    }

    @Test func aTotalIsRoundedOnce() throws {
        // Two halves of the last digit: each product is rounded to the even digit, and their sum is exact.
        let odd = "33333333333333333333333333333333333333 credit"
        let ledger = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", odd), ("2026-06-02T08:00:00Z", odd)])
        let report = try ledger.report(every: .day).converted(
            by: Samples.rates(["credit=1.5 USD@2026-01-01"]), at: Self.now)
        #expect(
            Set(report.parts.map(\.charge.converted.exact)) == [Samples.exact("50000000000000000000000000000000000000")]
        )
        #expect(report.total.money.exact == Samples.exact("99999999999999999999999999999999999999"))
    }

    @Test func aConvertedReportIsCoded() throws {
        let ledger = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "10 credit"), ("2026-06-02T09:00:00Z", "3 DIEM"),
        ])
        let report = try ledger.report(every: .day, by: [.model])
            .converted(by: Samples.rates(["credit=0.01 USD@2026-06-01"]), at: Self.now)
        let text = try json(report)
        #expect(text.contains(#""total":{"bound":"atLeast","money":{"amount":"0.1","currency":"USD"}}"#))
        #expect(text.contains(#""reason":"noRate""#))
        #expect(try coded(report) == report)
        #expect(throws: DecodingError.self) {
            try decoded(
                ConvertedReport.self,
                text.replacing(#""money":{"amount":"0.1""#, with: #""money":{"amount":"0.2""#))
        }
    }

    @Test(arguments: PropertySeeds.some(30))
    func agreesWithProductsOnPaper(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let currencies = ["USD", "EUR", "credit", "DIEM"]
        let rows = (0..<60).map { _ in
            (
                day: Int.random(in: 1...30, using: &random),
                currency: currencies.randomElement(using: &random) ?? "USD",
                amount: Samples.number(digits: 1...17, using: &random)
            )
        }
        var rates: [(day: Int, rate: ExchangeRate)] = []
        for day in (1...30).shuffled(using: &random).prefix(8) {
            let currency = currencies[Int.random(in: 1...3, using: &random)]
            let price = Samples.number(digits: 3...30, isSigned: false, using: &random) + "1"
            rates.append((day, try Samples.rate("\(currency)=\(price) USD@2026-06-\(day < 10 ? "0" : "")\(day)")))
        }
        let report = try SpendingSamples.ledger(
            rows.map { ((Samples.day($0.day).lowerBound + .seconds(3600)).description, "\($0.amount) \($0.currency)") }
        ).report(every: .day).converted(by: ExchangeRates(into: .usd, rates.map(\.rate)), at: Self.now)
        var (sum, missing) = (NaiveNumber("0"), [String: NaiveNumber]())
        for row in rows {
            let own = rates.filter { $0.rate.source.rawValue == row.currency && $0.day <= row.day }
            if row.currency == "USD" {
                sum = sum + NaiveNumber(row.amount)
            } else if let rate = own.max(by: { $0.day < $1.day })?.rate {
                sum = sum + NaiveNumber(row.amount) * NaiveNumber("\(rate.price.exact)")
            } else {
                missing["\(row.day) \(row.currency)", default: NaiveNumber("0")] =
                    missing["\(row.day) \(row.currency)", default: NaiveNumber("0")] + NaiveNumber(row.amount)
            }
        }
        #expect(report.total.money.exact.description == sum.rounded)
        // What adds up to 0 on a day needs no rate.
        missing = missing.filter { !$0.value.isZero }
        #expect(report.unconverted.count == missing.count)
        #expect(report.completeness.isComplete == missing.isEmpty)
        #expect(try coded(report) == report)
    }

    /// Charges of 0 are 0 at any rate; those of two days that add up to 0 are not.
    @Test func aSumOfNothingNeedsNoRate() throws {
        let now = Timestamp.at("2026-06-11T00:00:00Z")
        let nothing = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "0 DIEM"), ("2026-06-02T08:00:00Z", "1 USD"),
        ])
        let status = try nothing.report(every: .day).status(
            of: Budget(limit: Samples.money("5 USD"), period: Samples.june), at: now)
        #expect(status.judgement == .within && status.spent == BoundedMoney(Samples.money("1 USD")))
        // A charge and its refund of one day have one rate.
        let returned = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "3 DIEM"), ("2026-06-01T09:00:00Z", "-3 DIEM"),
        ])
        let usd = try ExchangeRates(into: .usd)
        #expect(try returned.report(every: .day).converted(by: usd, at: now).unconverted.isEmpty)
        // In a week they could be of two days, unless the extremes show that no charge is negative.
        func week(_ ledger: UsageLedger, _ measures: Set<UsageMeasure>) throws -> [MissingRate] {
            try ledger.report(ReportQuery(every: .week, measures: measures)).converted(by: usd, at: now)
                .unconverted.map(\.reason)
        }
        #expect(try week(returned, [.charges]) == [.noRate] && week(returned, [.charges, .extremes]) == [.noRate])
        #expect(try week(nothing, [.charges]) == [.noRate] && week(nothing, [.charges, .extremes]) == [])
    }

    @Test func aConvertedReportHasTheDocumentedForm() throws {
        let rows = [("2026-06-01T08:00:00Z", "10 credit"), ("2026-06-02T09:00:00Z", "3 DIEM")]
        let report = try SpendingSamples.ledger(rows, model: "m").report(every: .day, by: [.model])
            .converted(by: Samples.rates(["credit=0.01 USD@2026-05-31"]), at: Self.now)
        let text = """
            {"completeness":{"doubts":[],\
            "gaps":["3 DIEM is not in the sum: no rate into USD is from its day or an earlier one"]},\
            "dimensions":["model"],\
            "parts":[{"charge":{"converted":{"amount":"0.1","currency":"USD"},\
            "original":{"amount":"10","currency":"credit"},\
            "rate":{"day":"2026-05-31","price":{"amount":"0.01","currency":"USD"},"source":"credit"}},\
            "isOther":false,"key":["m"],"span":["2026-06-01T00:00:00Z","2026-06-02T00:00:00Z"]}],\
            "rates":{"rates":[{"day":"2026-05-31","price":{"amount":"0.01","currency":"USD"},"source":"credit"}],\
            "target":"USD"},\
            "total":{"bound":"atLeast","money":{"amount":"0.1","currency":"USD"}},\
            "unconverted":[{"charge":{"amount":"3","currency":"DIEM"},"isOther":false,"key":["m"],"reason":"noRate",\
            "span":["2026-06-02T00:00:00Z","2026-06-03T00:00:00Z"]}]}
            """
        #expect(try json(report) == text)
        #expect(try decoded(ConvertedReport.self, text) == report)
    }
}
