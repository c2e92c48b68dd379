import Testing

@testable import UsageKit

@Suite struct RecordColumnsTests {
    @Test func keepsEachFieldInItsOwnColumn() throws {
        var columns = RecordColumns()
        let charge = Money(exact: try #require(ExactDecimal("0.25")), currency: .eur)
        try columns.append(
            UsageRecord(
                provider: .aurous, time: Timestamp(seconds: 2), model: "m", tokens: TokenCounts(input: 7),
                quantities: [Quantity(exact: ExactDecimal(3), unit: "image")], charge: charge,
                duration: .milliseconds(5)))
        #expect(columns.count == 1)
        #expect(columns.times[0] == 2_000_000_000)
        #expect(columns.inputTokens[0] == 7)
        #expect(columns.outputTokens[0] == PackedColumn.missing)
        #expect(columns.durations[0] == 5_000_000)
        let model = columns.dimension(.model)
        #expect(model.texts[Int(model.symbols[0])] == "m")
        #expect(columns.charges.mantissas[0] == 25)
        #expect(columns.quantities.count == 1)
        #expect(columns.quantityRows[0] == 0)
    }

    private static func record(_ random: inout SeededGenerator) -> UsageRecord {
        func text(_ texts: [String?]) -> String? { texts.randomElement(using: &random) ?? nil }
        let exponent = [-6, -4, -2, 0, 3].randomElement(using: &random) ?? 0
        let mantissas: [Int128] = [0, 7, -25, 1 << 40, .init(Int64.max), 1 << 70]
        let amount = ExactDecimal(
            mantissa: mantissas.randomElement(using: &random) ?? 0, exponent: exponent)
        let currency = Currency(rawValue: text(["EUR", "USD", "credit", "é", "e\u{301}"]) ?? "EUR")
        return UsageRecord(
            provider: ProviderID(rawValue: "p"), requestID: text(["r1", "r2", nil]),
            repeatsRequest: Int.random(in: 0..<4, using: &random) == 0,
            time: Timestamp(seconds: Int64.random(in: 1_770_000_000...1_770_005_000, using: &random)),
            type: "chat", model: text(["m", "n", "é", "e\u{301}", nil]), apiKey: text((0..<6).map { "key-\($0)" }),
            tokens: TokenCounts(input: Int.random(in: 0..<5000, using: &random)),
            quantities: Int.random(in: 0..<3, using: &random) == 0
                ? [
                    Quantity(
                        exact: ExactDecimal(Int.random(in: 0..<9, using: &random)),
                        unit: UsageUnit(rawValue: text(["u", "é", "e\u{301}"]) ?? "u"))
                ] : [],
            charge: amount.map { Money(exact: $0, currency: currency) },
            duration: .milliseconds(Int.random(in: 0..<9000, using: &random)))
    }

    /// Merged columns hold the rows of the first followed by the rows of the second, whatever their lengths.
    @Test(arguments: [(1, 5000), (5000, 1), (4096, 4096), (40, 17_000)])
    func mergingGivesTheRowsOfBoth(first: Int, second: Int) throws {
        var random = SeededGenerator(seed: UInt64(first * 31 + second))
        let records = (0..<first + second).map { _ in Self.record(&random) }
        var (together, left, right) = (UsageLedger(), UsageLedger(), UsageLedger())
        for record in records { try together.append(record) }
        for record in records[..<first] { try left.append(record) }
        for record in records[first...] { try right.append(record) }
        left.merge(right)
        #expect(left.count == first + second)
        let (merged, expected) = (left.columns, together.columns)
        let rows = stride(from: 0, to: left.count, by: 7)
        for dimension in UsageDimension.all {
            let (a, b) = (merged.dimension(dimension), expected.dimension(dimension))
            #expect(rows.allSatisfy { a.texts[Int(a.symbols[$0])] == b.texts[Int(b.symbols[$0])] })
        }
        for column in [\RecordColumns.times, \.inputTokens, \.outputTokens, \.durations, \.quantityRows] {
            let (a, b) = (merged[keyPath: column], expected[keyPath: column])
            #expect(a.count == b.count)
            #expect(stride(from: 0, to: a.count, by: 7).allSatisfy { a[$0] == b[$0] })
        }
        #expect(merged.quantityStarts == expected.quantityStarts)
        #expect(try LedgerFigures.all(of: left) == LedgerFigures.all(of: together))
    }
}
