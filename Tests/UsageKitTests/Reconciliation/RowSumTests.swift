import Testing

@testable import UsageKit

/// Sums of groups of rows against sums of all of them at once.
@Suite struct RowSumTests {
    @Test func theMedianOfTwoRunsIsThatOfAllValues() {
        var runs = SortedRuns()
        for value in [5, 1, 3] as [Int128] { runs.add(value) }
        runs.sort()
        for value in [4, 2] as [Int128] { runs.add(value) }
        #expect(runs.quantile(.p50, .linear) == 3_000_000_000)
        #expect(SortedRuns().quantile(.p50, .linear) == nil)
    }

    @Test(arguments: PropertySeeds.some(40, long: 2000)) func quantilesOfRunsAreThoseOfAllValues(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (runs, all): (SortedRuns, [Int128]) = (SortedRuns(), [])
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            var run = SortedRuns()
            for _ in 0..<Int.random(in: 0...9, using: &generator) {
                let value = Int128.random(in: -20...20, using: &generator)
                run.add(value)
                all.append(value)
            }
            if Bool.random(using: &generator) { run.sort() }
            runs.add(run)
        }
        all.sort()
        for definition in QuantileDefinition.allCases {
            for quantile in [Quantile.p50, .p90, .p95, .p99] {
                #expect(runs.quantile(quantile, definition) == definition.value(all, at: quantile))
            }
        }
    }

    private static func rows(_ generator: inout SeededGenerator) throws -> ([ReconciledRows.Row], [UInt64]) {
        var rows: [ReconciledRows.Row] = []
        var removed: [UInt64] = []
        for _ in 0..<Int.random(in: 1...40, using: &generator) {
            let request = Int.random(in: 0..<12, using: &generator)
            let charge = Int.random(in: 0...999, using: &generator)
            var record = UsageRecord(provider: .venice, status: .completed, charge: try Money("0.\(charge)", .usd))
            record.requestID = "r\(request)"
            record.repeatsRequest = request < 9
            record.tokens.input = request
            record.duration = .milliseconds(request)
            rows.append(ReconciledRows.Row(record: record, role: .counted))
            // Rows of one request are in several groups.
            removed.append(UInt64.random(in: 0...3, using: &generator))
        }
        return (rows, removed)
    }

    @Test(arguments: PropertySeeds.some(40, long: 2000)) func requestsOfSeveralGroupsCountOnce(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (rows, removed) = try Self.rows(&generator)
        var entry = EntryRows(rows, RowTerms(rows))
        for row in rows.indices.shuffled(using: &generator) {
            entry.add(
                row, EntryRows.Treatment(windows: EntryRows.Treatment.ownWindow, needed: 0, removed: removed[row]))
        }
        for causes: UInt64 in [0, 1, 2, 3, 0] {
            let supposed = EntryRows.Supposition(causes: causes)
            let sums = try entry.sums(supposed)
            let counted = rows.indices.filter { removed[$0] & causes == 0 }
            let repeated = Set(counted.filter { rows[$0].record.repeatsRequest }.map { rows[$0].record.requestID })
            let others = counted.filter { !rows[$0].record.repeatsRequest }.map { rows[$0].record.requestID }
            let requests = (Array(repeated) + others).compactMap { $0.flatMap { Int($0.dropFirst()) } }
            #expect(sums.rows == counted.count && sums.requests == requests.count)
            #expect(
                try sums.value(of: .inputTokens, adding: [])
                    == (requests.isEmpty ? .zero : ExactDecimal(requests.reduce(0, +))))
            let median = QuantileDefinition.linear.value(requests.sorted().map { Int128($0) * 1_000_000 }, at: .p50)
            #expect(
                try sums.value(of: .latency(.p50), adding: [])
                    == median.flatMap { ExactDecimal(mantissa: $0, exponent: -15) })
            for places in 0...2 {
                let rounding = EntryRows.ChargeRule.Rule(places: places, rounding: .halfEven)
                var expected = ExactSum()
                for row in counted {
                    let charge = try #require(rows[row].record.charge?.exact)
                    expected.add(try #require(charge.rounded(to: places, .halfEven)))
                }
                let charges = try entry.charges(supposed, EntryRows.ChargeRule(rounding: rounding))
                #expect(
                    try sums.value(of: .charge(.usd), adding: [], .linear, charges: charges)
                        == (counted.isEmpty ? .zero : expected.value()))
            }
        }
    }
}
