import Foundation
import Testing

@testable import UsageKit

/// Records and windows at the ends of what their types hold, in ledgers, reports and sketches.
@Suite struct ExtremeRecordTests {
    private func record(
        time: Timestamp? = nil, tokens: Int? = nil, amount: Decimal? = nil, duration: Duration? = nil
    ) -> UsageRecord {
        UsageRecord(
            provider: .aurous, time: time, tokens: TokenCounts(input: tokens, output: tokens),
            quantities: amount.flatMap { try? Quantity($0, unit: "n") }.map { [$0, $0] } ?? [],
            charge: amount.flatMap { try? Money($0, .eur) }, duration: duration)
    }

    private var records: [UsageRecord] {
        ExtremeValues.instants.map { record(time: $0) } + ExtremeValues.durations.map { record(duration: $0) }
            + ExtremeValues.integers.map { record(tokens: Int($0)) } + ExtremeValues.decimals.map { record(amount: $0) }
    }

    private var query: ReportQuery {
        ReportQuery(every: .day, measures: Set<UsageMeasure>.standard.union([.extremes]))
    }

    @Test func aNegativeDurationIsRefused() throws {
        var ledger = UsageLedger()
        var sketch = try UsageSketch()
        let negative = record(duration: Duration(attoseconds: .min))
        #expect(throws: UsageError.self) { try ledger.append(negative) }
        #expect(throws: UsageError.self) { try sketch.add(negative) }
        #expect(ledger.isEmpty)
        #expect(sketch.isEmpty)
    }

    @Test func aSketchAcceptsTheRecordsThatALedgerAccepts() throws {
        var accepted = 0
        for record in records {
            var ledger = UsageLedger()
            var sketch = try UsageSketch(query)
            let isHeld = (try? ledger.append(record)) != nil
            let report = isHeld ? try? ledger.report(query) : nil
            #expect(((try? sketch.add(record)) != nil) == (report != nil), "\(record)")
            guard let report else { continue }
            accepted += 1
            #expect(sketch.total.charges == report.total.charges)
            #expect(sketch.total.units == report.total.units)
            #expect(sketch.total.inputTokens == report.total.inputTokens)
            #expect(sketch.total.latency?.maximum == report.total.latency.maximum)
            #expect(sketch.first?.start == report.first?.start)
        }
        #expect(accepted > 30)
    }

    /// Sums that grow beyond their types are refused, and the sketch keeps what it had.
    @Test func sumsOfExtremeRecordsAreHeldOrRefused() throws {
        var generator = SeededGenerator(seed: 71)
        var ledger = UsageLedger()
        var sketch = try UsageSketch(query)
        for record in (records + records + records).shuffled(using: &generator) {
            let before = sketch
            guard (try? sketch.add(record)) == nil else {
                try ledger.append(record)
                continue
            }
            #expect(sketch == before)
        }
        let report = try ledger.report(query)
        #expect(sketch.total.coverage == report.total.coverage)
        #expect(sketch.total.charges == report.total.charges)
        #expect(sketch.total.inputTokens == report.total.inputTokens)
        #expect(sketch.total.latency?.p50 != nil)
        let copy = try JSONDecoder().decode(UsageSketch.self, from: JSONEncoder().encode(sketch))
        #expect(copy == sketch)
    }

    @Test func mergedSumsBeyondTheirTypeAreRefused() throws {
        for record in [record(tokens: .max), record(amount: Decimal(string: "1e127")), record(tokens: .max - 1)] {
            var sketch = try UsageSketch(query)
            try sketch.add(record)
            let (copy, before) = (sketch, sketch)
            let error = #expect(throws: UsageError.self) {
                for _ in 0..<1000 { try sketch.merge(copy) }
            }
            #expect(error?.code == .inexactNumber)
            if record.tokens.input != nil { #expect(sketch == before) }
        }
    }

    @Test func windowsBetweenExtremeInstantsCountTheirRows() throws {
        var ledger = UsageLedger()
        let held = ExtremeValues.instants.filter { (try? ledger.append(record(time: $0))) != nil }
        #expect(held.count >= 12)
        for start in ExtremeValues.instants {
            for end in ExtremeValues.instants where start < end {
                let window = try TimeWindow(from: start, to: end)
                let count = held.count(where: window.contains)
                #expect(try ledger.report(ReportQuery(window: window)).total.requests == count)
                let monthly = ReportQuery(window: window, every: .month, in: .gmt)
                #expect(try ledger.report(monthly).map(\.requests).reduce(0, +) == count)
                // A window of thousands of years has too many months to fill in a test.
                var filled = monthly
                filled.fillsEmptyBuckets = start.seconds < -1 || end.seconds <= 86_400
                if let report = try? ledger.report(filled) { #expect(report.total.requests == count) }
                #expect(try ledger.report(monthly).total.rate(of: .requests)?.isFinite == true)
            }
        }
    }
}
