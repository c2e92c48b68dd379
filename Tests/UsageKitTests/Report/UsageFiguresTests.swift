import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageFiguresTests {
    private func report() throws -> UsageReport {
        var generator = SeededGenerator(seed: 8)
        var ledger = UsageLedger()
        for record in RandomRecords.make(2000, using: &generator) { try ledger.append(record) }
        return try ledger.report(every: .day, by: [.provider, .model])
    }

    @Test func theFiguresOfAGroupAreItsOwn() throws {
        for group in try report() {
            let figures = group.figures
            #expect(figures.bucket == group.bucket)
            #expect(figures[.model] == group[.model])
            #expect(figures[.user] == nil)
            #expect((figures.requests, figures.succeeded) == (group.requests, group.succeeded))
            #expect((figures.failed, figures.cancelled) == (group.failed, group.cancelled))
            #expect((figures.inputTokens, figures.outputTokens) == (group.inputTokens, group.outputTokens))
            #expect(Dictionary(uniqueKeysWithValues: figures.charges.map { ($0.currency, $0.amount) }) == group.charges)
            #expect(Dictionary(uniqueKeysWithValues: figures.units.map { ($0.unit, $0.value) }) == group.units)
            #expect(figures.latency?.p95 == group.latency.p95)
            #expect(figures.latency?.maximum == group.latency.maximum)
            #expect((figures.latency == nil) == (group.latency.count == 0))
            #expect(figures.coverage == group.coverage)
        }
    }

    @Test func figuresAreReadAsTheyWereWritten() throws {
        let report = try report()
        for figures in report.map(\.figures) + [report.total.figures, UsageFigures()] {
            #expect(try coded(figures) == figures)
        }
    }

    @Test func nationalMoneyComesBeforeVirtualUnits() throws {
        var ledger = UsageLedger()
        for currency in [Currency.vcu, .diem, .usd, .credits, .eur] {
            try ledger.append(UsageRecord(provider: .venice, charge: Money(1, currency)))
        }
        #expect(try ledger.report().total.amounts.map(\.currency) == [.eur, .usd, .diem, .vcu, .credits])
        var sketch = try UsageSketch(ReportQuery())
        for currency in [Currency.diem, .usd] {
            try sketch.add(UsageRecord(provider: .aurous, charge: Money(1, currency)))
        }
        #expect(sketch.total.amounts == [try Money(1, .usd), try Money(1, .diem)])
    }

    @Test func statisticsAreReadAsTheyWereWritten() throws {
        let total = try report().total
        let statistics = try #require(total.statistics(of: .duration))
        #expect(try coded(statistics) == statistics)
        let extremes = UsageStatistics(
            count: 2, sum: try #require(Decimal(string: "0.1000000000000000000000000000000000001")), minimum: -1,
            maximum: 2)
        #expect(
            try json(extremes)
                == #"{"count":2,"maximum":"2","minimum":"-1","sum":"0.1000000000000000000000000000000000001"}"#)
        #expect(try coded(extremes) == extremes)
        #expect(throws: DecodingError.self) { try decoded(UsageStatistics.self, #"{"count":0,"sum":"0"}"#) }
        #expect(throws: DecodingError.self) { try decoded(UsageStatistics.self, #"{"count":1,"sum":0.5}"#) }
        #expect(throws: UsageError.self) { try json(UsageStatistics(count: 1, sum: .nan)) }
        #expect(try coded(total.coverage) == total.coverage)
    }
}
