import Testing

@testable import UsageKit

@Suite struct ExactColumnTests {
    @Test func storesMantissasAtTheExponentOfTheirSlot() throws {
        var column = ExactColumn()
        column.append(try #require(ExactDecimal("0.0312")), label: "credit")
        column.appendMissing()
        column.append(try #require(ExactDecimal("0.5")), label: "credit")
        column.append(try #require(ExactDecimal("7")), label: "EUR")
        // Slot 0 is that of the missing amount.
        #expect((0..<4).map { column.slotIndices[$0] } == [1, 0, 1, 2])
        #expect((0..<4).map { column.mantissas[$0] } == [312, 0, 5000, 7])
        #expect(column.slots.map(\.exponent) == [0, -4, 0])
        #expect(column.slotTexts == [nil, "credit", "EUR"])
    }

    @Test func keepsAmountsOfMoreThan64BitsSeparately() throws {
        var column = ExactColumn()
        let amount = try #require(ExactDecimal(mantissa: 1 << 70, exponent: -2))
        column.append(amount, label: "EUR")
        #expect(column.wides == [amount])
        #expect(column.slots[1].exponent == nil)
        #expect(column.mantissas[0] == 0)
    }

    private struct Amount {
        let value: ExactDecimal
        let label: String
    }

    private static func amounts(using random: inout SeededGenerator) -> [Amount?] {
        let mantissas: [Int128] = [0, 7, -25, 1 << 40, Int128(Int64.max), Int128(Int64.min), 1 << 70]
        return (0..<Int.random(in: 0...50, using: &random)).map { _ in
            let label = ["EUR", "EUR", "USD", "é", "e\u{301}"].randomElement(using: &random) ?? "EUR"
            let value = ExactDecimal(
                mantissa: mantissas.randomElement(using: &random) ?? 0,
                exponent: [-12, -6, -2, 0, 3].randomElement(using: &random) ?? 0)
            return Int.random(in: 0..<5, using: &random) == 0 ? nil : value.map { Amount(value: $0, label: label) }
        }
    }

    private static func column(_ amounts: [Amount?]) -> ExactColumn {
        var column = ExactColumn()
        for amount in amounts {
            if let amount { column.append(amount.value, label: amount.label) } else { column.appendMissing() }
        }
        return column
    }

    private static func amount(_ row: Int, of column: ExactColumn) -> Amount? {
        let slot = Int(column.slotIndices[row])
        guard let text = column.slotTexts[slot] else { return nil }
        let mantissa = column.mantissas[row]
        guard let exponent = column.slots[slot].exponent else {
            return Amount(value: column.wides[Int(mantissa)], label: text)
        }
        return ExactDecimal(mantissa: Int128(mantissa), exponent: exponent).map { Amount(value: $0, label: text) }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func givesBackTheAmountsOfBothColumnsAfterAppending(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (left, right) = (Self.amounts(using: &random), Self.amounts(using: &random))
        var column = Self.column(left)
        column.append(contentsOf: Self.column(right))
        let expected = left + right
        #expect(column.count == expected.count)
        for (row, amount) in expected.enumerated() {
            let found = Self.amount(row, of: column)
            #expect(found?.value == amount?.value)
            #expect(found.map { Array($0.label.utf8) } == amount.map { Array($0.label.utf8) })
        }
    }
}
