extension ExactColumn {
    /// The exact sums of a group.
    struct Sums<Label: Hashable & Sendable>: Sendable {
        var totals: [Label: ExactDecimal] = [:]
        /// How many amounts were added.
        var count = 0
    }

    /// Adds the amounts of each group, apart for each label.
    ///
    /// - Parameters:
    ///   - groups: The group of each row, below `count`.
    ///   - count: How many groups there are.
    ///   - makeLabel: What a label's text stands for.
    /// - Returns: The sums of each group.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where a sum needs more than 38 digits.
    func sums<Label: Hashable & Sendable>(
        _ groups: [UInt32], count: Int, _ makeLabel: (String) -> Label
    ) throws(UsageError) -> [Sums<Label>] {
        var result = [Sums<Label>](repeating: Sums(), count: count)
        if codes.count == 0 || codes.commonCode == 0 { return result }

        // A cell is a group and a slot; cells are numbered by group, within it by label and exponent, so that the
        // spelling kept for two labels that Swift takes for equal does not depend on the order of the rows.
        var cells = Grouping(ids: groups, count: count)
        cells.refine(by: codes, ranks: slotRanks, rankCount: slots.count)
        var sums = [Int128](repeating: 0, count: cells.count)
        var counts = [Int](repeating: 0, count: cells.count)
        let ids = cells.ids
        mantissas.forEach { row, mantissa in
            let cell = Int(ids[row])
            sums[cell] += Int128(mantissa)
            counts[cell] += 1
        }
        let wideSums = wides.isEmpty ? [:] : wideSums(ids)

        let rows = cells.representatives()
        var cell = 0
        while cell < cells.count {
            let group = groups[rows[cell]]
            var totals: [Label: ExactSum] = [:]
            while cell < cells.count, groups[rows[cell]] == group {
                let slot = slots[Int(codes[rows[cell]])]
                if let text = labels.texts[Int(slot.label)] {
                    let label = makeLabel(text)
                    if let exponent = slot.exponent {
                        totals[label, default: ExactSum()].add(mantissa: sums[cell], exponent: exponent)
                    } else if let wide = wideSums[UInt32(cell)] {
                        totals[label, default: ExactSum()].add(wide)
                    }
                    result[Int(group)].count += counts[cell]
                }
                cell += 1
            }
            for (label, sum) in totals { result[Int(group)].totals[label] = try sum.value() }
        }
        return result
    }

    /// The sums of the wide amounts, by cell.
    private func wideSums(_ cells: [UInt32]) -> [UInt32: ExactSum] {
        var result: [UInt32: ExactSum] = [:]
        codes.forEach { row, code in
            guard slots[Int(code)].exponent == nil else { return }
            result[cells[row], default: ExactSum()].add(wides[Int(mantissas[row])])
        }
        return result
    }

    /// The place of each slot in the order of labels, then of exponents.
    private var slotRanks: [UInt32] {
        let texts = slotTexts
        let order = slots.indices.sorted { left, right in
            if slots[left].label != slots[right].label { return InternTable.precedes(texts[left], texts[right]) }
            return (slots[left].exponent ?? .max) < (slots[right].exponent ?? .max)
        }
        var ranks = [UInt32](repeating: 0, count: slots.count)
        for (rank, slot) in order.enumerated() { ranks[slot] = UInt32(rank) }
        return ranks
    }
}
