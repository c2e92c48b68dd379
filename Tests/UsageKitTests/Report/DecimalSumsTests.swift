import Testing

@testable import UsageKit

@Suite struct DecimalSumsTests {
    @Test func addsAmountsOfOneLabelAtDifferentScales() throws {
        var column = ExactColumn()
        column.append(try #require(ExactDecimal("1.5")), label: "EUR")
        column.append(try #require(ExactDecimal("0.25")), label: "EUR")
        column.append(try #require(ExactDecimal("2")), label: "USD")
        column.appendMissing()
        var sums = DecimalSums(cells: 1, slots: column.slots.count, defaultSlot: nil, withExtremes: true)
        var cells = ChunkCells(common: 0, count: 4)
        sums.add(column, chunk: 0, &cells)
        let labels = AmountLabel.labels(of: column)
        #expect(labels.map(\.text) == ["EUR", "USD"])
        let euros = try #require(try sums.sum(of: labels[0], inCell: 0))
        #expect(euros.sum.description == "1.75")
        #expect(euros.count == 2)
        let extremes = try #require(sums.extremes(of: labels[0], inCell: 0))
        #expect(extremes.least.description == "0.25")
        #expect(extremes.greatest.description == "1.5")
        #expect(try sums.sum(of: labels[1], inCell: 0)?.sum.description == "2")
        #expect(sums.count(of: labels[1], inCell: 0) == 1)
    }

    private struct Amount {
        let value: ExactDecimal
        let label: String
    }

    private static func amount(using random: inout SeededGenerator) -> Amount? {
        if Int.random(in: 0..<5, using: &random) == 0 { return nil }
        let mantissas: [Int128] = [0, 7, -25, 123_456, Int128(Int64.max), Int128(Int64.min), 1 << 65, -(1 << 70)]
        let exponents = [-9, -2, 0, 3]
        let value = ExactDecimal(
            mantissa: mantissas.randomElement(using: &random) ?? 0,
            exponent: exponents.randomElement(using: &random) ?? 0)
        let label = ["EUR", "USD", "é", "e\u{301}"].randomElement(using: &random) ?? "EUR"
        return value.map { Amount(value: $0, label: label) }
    }

    /// With very many cells, only the cells that occur have an entry.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithSchoolbookAddition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let amounts = (0..<Int.random(in: 1...60, using: &random)).map { _ in Self.amount(using: &random) }
        var column = ExactColumn()
        for amount in amounts {
            if let amount { column.append(amount.value, label: amount.label) } else { column.appendMissing() }
        }
        let isDense = Bool.random(using: &random)
        let cellCount = isDense ? Int.random(in: 1...4, using: &random) : 1 << 40
        let usedCells = Swift.min(cellCount, 4)
        let empty = DecimalSums(
            cells: cellCount, slots: column.slots.count, defaultSlot: isDense ? Int(column.slotIndices[0]) : nil,
            withExtremes: true)
        var whole = empty
        var expected = [[Amount]](repeating: [], count: usedCells)
        var rows = [Int](repeating: 0, count: usedCells)
        for _ in 0..<2 {
            var part = empty
            var cells = ChunkCells.random(count: amounts.count, cells: usedCells, using: &random)
            part.add(column, chunk: 0, &cells)
            for (row, cell) in cells.pairs {
                rows[cell] += 1
                if let amount = amounts[row] { expected[cell].append(amount) }
            }
            whole.merge(part)
        }
        whole.finalize(rows: rows)
        for label in AmountLabel.labels(of: column) {
            for cell in 0..<usedCells { try expectAgreement(of: whole, label, cell, with: expected[cell]) }
            try expectAgreement(of: whole.collapsed, label, 0, with: expected.flatMap(\.self))
        }
    }

    private func expectAgreement(
        of sums: DecimalSums, _ label: AmountLabel, _ cell: Int, with all: [Amount]
    ) throws {
        let values = all.filter { Array($0.label.utf8) == Array(label.text.utf8) }.map(\.value)
        let sum = try sums.sum(of: label, inCell: cell)
        #expect(sum?.count ?? 0 == values.count)
        #expect(sums.count(of: label, inCell: cell) == values.count)
        #expect(sum?.sum.description == (values.isEmpty ? nil : SchoolSum(values.map(\.description)).description))
        let extremes = sums.extremes(of: label, inCell: cell)
        #expect(extremes?.least == values.min())
        #expect(extremes?.greatest == values.max())
    }

    @Test func addsSingleAmounts() throws {
        var column = ExactColumn()
        column.append(ExactDecimal(3), label: "image")
        column.append(ExactDecimal(4), label: "image")
        var sums = DecimalSums(cells: 2, slots: column.slots.count, defaultSlot: nil, withExtremes: false)
        sums.addOne(column, at: 1, cell: 0)
        sums.addOne(column, at: 0, cell: 1)
        sums.addOne(column, at: 1, cell: 1)
        let label = try #require(AmountLabel.labels(of: column).first)
        #expect(try sums.sum(of: label, inCell: 0)?.sum == ExactDecimal(4))
        #expect(try sums.sum(of: label, inCell: 1)?.sum == ExactDecimal(7))
        #expect(sums.count(of: label, inCell: 1) == 2)
    }
}
