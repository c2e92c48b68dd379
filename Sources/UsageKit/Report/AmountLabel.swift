/// A currency or a unit of a report, with the slots of its amounts.
struct AmountLabel: Sendable {
    let text: String
    /// The index of each slot in its column, and its exponent; nil for wide amounts.
    let slots: [(index: Int, exponent: Int?)]
    private let isASCII: Bool

    init(text: String, slots: [(index: Int, exponent: Int?)]) {
        self.text = text
        self.slots = slots
        isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// Whether a text has the same UTF-8 bytes.
    func matches(_ other: String) -> Bool {
        // A different text that Swift treats as equal to an ASCII text has more UTF-8 bytes.
        if isASCII { return text == other && text.utf8.count == other.utf8.count }
        return ByteString(text) == ByteString(other)
    }

    /// The labels of a column in the order of their UTF-8 bytes, so that no result depends on the order of the rows.
    static func labels(of column: ExactColumn) -> [AmountLabel] {
        let texts = column.slotTexts
        var slots: [UInt32: [(Int, Int?)]] = [:]
        for (index, slot) in column.slots.enumerated() { slots[slot.label, default: []].append((index, slot.exponent)) }
        return slots.values.compactMap { slots in
            texts[slots[0].0].map { AmountLabel(text: $0, slots: slots.map { (index: $0.0, exponent: $0.1) }) }
        }
        .sorted { InternTable.precedes($0.text, $1.text) }
    }
}

// MARK: - Sums of a label

extension DecimalSums {
    /// The number of amounts of a label in a cell.
    func count(of label: AmountLabel, inCell cell: Int) -> Int {
        label.slots.reduce(0) { count, slot in
            guard slot.exponent == nil else { return count + sum(cell: cell, slot: slot.index).count }
            return count + (wide(cell: cell, slot: slot.index)?.count ?? 0)
        }
    }

    /// The sum of the amounts of a label in a cell, and their number; nil if there are no amounts.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if the sum needs more than 38 digits.
    func sum(of label: AmountLabel, inCell cell: Int) throws(UsageError) -> (sum: ExactDecimal, count: Int)? {
        var count = 0
        // Most labels have one slot, which needs no sum of several scales.
        var single: ExactDecimal?
        var several: ExactSum?
        for (index, exponent) in label.slots {
            guard let exponent else {
                guard let wide = wide(cell: cell, slot: index) else { continue }
                count += wide.count
                var total = several ?? ExactSum()
                if let single { total.add(single) }
                total.add(wide.sum)
                (single, several) = (nil, total)
                continue
            }
            let slotSum = sum(cell: cell, slot: index)
            if slotSum.count == 0 { continue }
            count += slotSum.count
            if single == nil, several == nil,
                let value = ExactDecimal(mantissa: slotSum.mantissa, exponent: exponent)
            {
                single = value
            } else {
                var total = several ?? ExactSum()
                if let single { total.add(single) }
                total.add(mantissa: slotSum.mantissa, exponent: exponent)
                (single, several) = (nil, total)
            }
        }
        if count == 0 { return nil }
        if let single { return (single, count) }
        guard let several else { return nil }
        return (try several.value(), count)
    }

    /// The least and the greatest amount of a label in a cell; nil if there are no amounts.
    func extremes(of label: AmountLabel, inCell cell: Int) -> (least: ExactDecimal, greatest: ExactDecimal)? {
        var result: (least: ExactDecimal, greatest: ExactDecimal)?
        func widen(_ least: ExactDecimal, _ greatest: ExactDecimal) {
            result = result.map { (Swift.min($0.least, least), Swift.max($0.greatest, greatest)) } ?? (least, greatest)
        }
        for (index, exponent) in label.slots {
            if let exponent {
                let slotSum = sum(cell: cell, slot: index)
                if slotSum.count > 0, let least = ExactDecimal(mantissa: Int128(slotSum.least), exponent: exponent),
                    let greatest = ExactDecimal(mantissa: Int128(slotSum.greatest), exponent: exponent)
                {
                    widen(least, greatest)
                }
            } else if let wide = wide(cell: cell, slot: index) {
                widen(wide.least, wide.greatest)
            }
        }
        return result
    }

    /// Whether the sum of a label certainly needs at most 38 digits.
    func hasPlainSum(of label: AmountLabel, inCell cell: Int) -> Bool {
        guard label.slots.count == 1, label.slots[0].exponent != nil else { return false }
        return sum(cell: cell, slot: label.slots[0].index).mantissa.magnitude <= ExactDecimal.largestMantissa.magnitude
    }
}
