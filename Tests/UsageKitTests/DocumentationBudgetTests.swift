import Foundation
import Testing
import UsageKit

/// The samples about budgets and rates, word for word; ``DocumentationTests`` compares them with the article.
@Suite struct DocumentationBudgetTests {
    private let now: Timestamp
    private let ledger: UsageLedger
    private let rates: ExchangeRates

    init() throws {
        now = try Timestamp("2026-06-11T00:00:00Z")
        var ledger = UsageLedger()
        for (day, amount, currency) in [
            ("02", "200", Currency.credits), ("03", "6", .usd), ("08", "600", .credits), ("09", "3", .diem),
        ] {
            try ledger.append(
                UsageRecord(
                    provider: .aurous, time: Timestamp("2026-06-\(day)T08:00:00Z"), charge: Money(amount, currency)))
        }
        self.ledger = ledger
        rates = try ExchangeRates(
            into: .usd,
            [
                ExchangeRate(of: .credits, as: Money("0.01", .usd), from: CalendarDay("2026-05-01")),
                ExchangeRate(of: .credits, as: Money("0.02", .usd), from: CalendarDay("2026-06-05")),
            ])
    }

    @Test func aReportIsConvertedIntoOneCurrency() throws {
        let may = try ExchangeRate(of: .credits, as: Money("0.01", .usd), from: CalendarDay("2026-05-01"))
        let june = try ExchangeRate(of: .credits, as: Money("0.02", .usd), from: CalendarDay("2026-06-05"))
        let rates = try ExchangeRates(into: .usd, [may, june])
        let report = try ledger.report(every: .day)
        let converted = try report.converted(by: rates, at: now)
        print(converted)  // at least 20 USD, with 800 credit converted, without 3 DIEM
        for part in converted.parts {
            print(part.charge)  // 2 USD converted from 200 credit (1 credit = 0.01 USD from …)
        }
        #expect("\(converted)" == "at least 20 USD, with 800 credit converted, without 3 DIEM")
        #expect(
            converted.parts.first.map { "\($0.charge)" }
                == "2 USD converted from 200 credit (1 credit = 0.01 USD from 2026-05-01)")
    }

    @Test func aBudgetIsJudged() throws {
        let report = try ledger.report(every: .day)
        let budget = try Budget(limit: Money(30, .usd), window: .month(BillingPeriod("2026-06"), in: .gmt))
        let status = try report.status(of: budget, convertedBy: rates, at: now)
        print(status)  // at least 20 USD of 30 USD as of 2026-06-11T00:00:00Z
        print(status.judgement, status.isCertain)  // undetermined, since a charge has no rate
        for crossing in status.crossings {
            print(crossing.threshold, crossing.bucket.lowerBound)  // 50 2026-06-08T00:00:00Z
        }
        print(status.pace)  // 10 USD: a third of the limit, after a third of the month
        print(status.projection?.description ?? "unknown")  // at least 60 USD at the end of June
        print(status.exhaustion?.day()?.description ?? "never")  // 2026-06-16
        #expect("\(status)" == "at least 20 USD of 30 USD as of 2026-06-11T00:00:00Z")
        #expect(status.judgement == .undetermined && !status.isCertain)
        #expect(status.crossings.map { "\($0.threshold) \($0.bucket.lowerBound)" } == ["50 2026-06-08T00:00:00Z"])
        #expect("\(status.pace)" == "10 USD")
        #expect(status.projection?.description == "at least 60 USD")
        #expect(status.exhaustion?.day()?.description == "2026-06-16")
    }

    @Test func aWeekIsComparedWithTheWeekBefore() throws {
        let days = try TimeWindow(from: Timestamp("2026-06-08T00:00:00Z"), to: Timestamp("2026-06-15T00:00:00Z"))
        let week = ReportQuery(window: days, every: .day)
        let growth = try ledger.report(week).growth(
            since: ledger.report(week.previousPeriod), convertedBy: rates, at: now)
        print(growth)  // at least 12 USD after 8 USD: at least 4 USD more
        #expect("\(growth)" == "at least 12 USD after 8 USD: at least 4 USD more")
    }

    @Test func aMeterIsUsedUp() throws {
        let summary = try Auralytik.Summary([
            "billingPeriod": "2026-06", "usage": ["calls": ["used": 5000, "included": 10_000]],
        ])
        if let calls = try summary.quota(of: "calls", readAt: now) {
            print(calls)  // 5000 calls of 10000 calls as of 2026-06-11T00:00:00Z
            print(calls.exhaustion?.day()?.description ?? "never")  // 2026-06-21
        }
        let calls = try #require(try summary.quota(of: "calls", readAt: now))
        #expect("\(calls)" == "5000 calls of 10000 calls as of 2026-06-11T00:00:00Z")
        #expect(calls.exhaustion?.day()?.description == "2026-06-21")
    }
}
