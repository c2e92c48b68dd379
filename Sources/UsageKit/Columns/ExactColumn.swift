/// A column of exact amounts, each with a label (a currency or a unit); an amount may be missing.
///
/// A slot is a pair of a label and a decimal exponent, and an amount is stored as a 64-bit mantissa at the scale of its
/// slot. It goes to the slot of its label with the least exponent in which it fits; if it fits in no slot, a new one is
/// added. An amount whose digits need more than 64 bits is stored separately. So nothing is ever rounded, and sums run
/// over plain integers.
struct ExactColumn: Sendable {
    struct Slot: Hashable, Sendable {
        let label: UInt32
        /// Nil for the slot of wide amounts, whose mantissas are indices into ``wides``.
        let exponent: Int?
    }

    /// The texts of the labels; the symbol 0 means a missing amount.
    private(set) var labels = InternTable()
    /// Slot 0 is the slot of the missing amount.
    private(set) var slots = [Slot(label: 0, exponent: 0)]
    /// The index of the slot of each row.
    private(set) var slotIndices = PackedColumn()
    /// The mantissa of each row at the exponent of its slot.
    private(set) var mantissas = PackedColumn()
    /// The amounts whose mantissas need more than 64 bits.
    private(set) var wides: [ExactDecimal] = []
    /// Whether there are slots or amounts that are lost.
    private(set) var isDamaged = false
    /// The slots of each label in ascending order of the exponent, without the slot for wide amounts.
    private var slotsOfLabel: [[UInt32]] = [[]]
    private var wideSlotOfLabel: [UInt32?] = [nil]
    /// The slot with the least exponent of the previous label; most amounts go there.
    private var recentSlot: RecentSlot?

    private struct RecentSlot: Sendable {
        let label: UInt32
        let slot: UInt32
        let exponent: Int
    }

    init() {}

    var count: Int { slotIndices.count }

    /// Whether there can be amounts of more than 64 bits.
    var hasWides: Bool { wideSlotOfLabel.contains { $0 != nil } }

    /// The text of each slot's label.
    var slotTexts: [String?] { slots.map { labels.texts[Int($0.label)] } }

    mutating func appendMissing() {
        slotIndices.append(0)
        mantissas.append(0)
    }

    @inline(__always)
    mutating func append<Form: ColumnText>(
        _ amount: ExactDecimal, label: Form.Label, of: Form.Type, in bytes: borrowing BorrowedBytes
    ) {
        append(amount, label: known(Form.symbol(ofLabel: label, in: &labels, bytes)))
    }

    private mutating func append(_ amount: ExactDecimal, label: UInt32) {
        if let recentSlot, recentSlot.label == label, amount.exponent >= recentSlot.exponent,
            amount.exponent &- recentSlot.exponent < Self.powersOfTen.count,
            let mantissa = Int64(exactly: amount.mantissa),
            case let (scaled, overflow) = mantissa.multipliedReportingOverflow(
                by: Self.powersOfTen[amount.exponent &- recentSlot.exponent]), !overflow, scaled != PackedColumn.missing
        {
            slotIndices.append(Int64(recentSlot.slot))
            mantissas.append(scaled)
            return
        }
        appendToOtherSlot(amount, label: label)
    }

    @inline(never)
    private mutating func appendToOtherSlot(_ amount: ExactDecimal, label: UInt32) {
        defer {
            recentSlot = slotsOfLabel[Int(label)].first.flatMap { slot in
                slots[Int(slot)].exponent.map { RecentSlot(label: label, slot: slot, exponent: $0) }
            }
        }
        for slot in slotsOfLabel[Int(label)] {
            guard let exponent = slots[Int(slot)].exponent, exponent <= amount.exponent,
                let scaled = amount.mantissa(atExponent: exponent), let mantissa = Self.narrow(scaled)
            else { continue }
            slotIndices.append(Int64(slot))
            mantissas.append(mantissa)
            return
        }
        if let mantissa = Self.narrow(amount.mantissa) {
            slotIndices.append(Int64(slot(label, exponent: amount.exponent)))
            mantissas.append(mantissa)
        } else {
            slotIndices.append(Int64(slot(label, exponent: nil)))
            mantissas.append(Int64(wides.count))
            wides.append(amount)
        }
    }

    mutating func append(contentsOf other: ExactColumn) {
        let firstWide = Int64(wides.count)
        wides += other.wides
        var mapping: [UInt32] = [0]
        var isWide = [false]
        for slot in other.slots.dropFirst() {
            mapping.append(self.slot(label(other.labels.texts[Int(slot.label)]), exponent: slot.exponent))
            isWide.append(slot.exponent == nil)
        }
        slotIndices.append(contentsOf: other.slotIndices, replacing: mapping)
        guard isWide.contains(true), firstWide > 0 else { return mantissas.append(contentsOf: other.mantissas) }
        var row = 0
        other.mantissas.forEach { mantissa in
            mantissas.append(isWide[Int(other.slotIndices[row])] ? mantissa + firstWide : mantissa)
            row += 1
        }
    }

    // MARK: Parts

    /// The amount of a row; nil if it is missing.
    func amount(_ row: Int) -> (amount: ExactDecimal, label: String)? {
        let slot = slots[Int(slotIndices[row])]
        guard let label = labels.texts[Int(slot.label)] else { return nil }
        let mantissa = mantissas[row]
        guard let exponent = slot.exponent else { return (wides[Int(mantissa)], label) }
        return ExactDecimal(mantissa: Int128(mantissa), exponent: exponent).map { ($0, label) }
    }

    /// Adds labels in the order of their symbols.
    mutating func append(labels texts: [String]) {
        for text in texts { _ = known(labels.symbol(for: text)) }
    }

    /// Skips labels that are lost; no row may have one of them.
    mutating func skip(labels count: Int) {
        if count > 0 { isDamaged = true }
        labels.skip(count)
        for _ in 0..<count { _ = known(UInt32(slotsOfLabel.count)) }
    }

    /// Skips slots that are lost; no row may have one of them.
    mutating func skip(slots count: Int) {
        if count > 0 { isDamaged = true }
        for _ in 0..<count { slots.append(Slot(label: 0, exponent: 0)) }
    }

    /// Skips wide amounts that are lost; no row may have one of them.
    mutating func skip(wides count: Int) {
        if count > 0 { isDamaged = true }
        wides += repeatElement(.zero, count: count)
    }

    /// Adds slots in the order of their indices, which rows that are added by ``append(slots:mantissas:)`` have.
    mutating func append(slots added: [Slot]) {
        for added in added where Int(added.label) < slotsOfLabel.count {
            _ = slot(added.label, exponent: added.exponent)
        }
    }

    /// Adds amounts that need more than 64 bits, in the order of their indices.
    mutating func append(wides added: [ExactDecimal]) { wides += added }

    /// Adds rows with slots and wide amounts that the column has.
    mutating func append(slots indices: PackedChunk, mantissas: PackedChunk) {
        slotIndices.append(indices)
        self.mantissas.append(mantissas)
    }

    /// The rows that are kept, without labels and slots that no row has any more.
    func keeping(_ isKept: [Bool]) -> ExactColumn {
        var kept = ExactColumn()
        var mapping = [UInt32?](repeating: nil, count: slots.count)
        mapping[0] = 0
        var row = 0
        for index in 0..<slotIndices.chunkCount {
            let (chunk, mantissas) = (slotIndices.chunk(index), self.mantissas.chunk(index))
            for offset in 0..<chunk.count {
                defer { row += 1 }
                guard isKept[row] else { continue }
                let slot = Int(chunk[offset])
                let exponent = slots[slot].exponent
                let new =
                    mapping[slot] ?? kept.slot(kept.label(labels.texts[Int(slots[slot].label)]), exponent: exponent)
                mapping[slot] = new
                kept.slotIndices.append(Int64(new))
                if exponent == nil {
                    kept.mantissas.append(Int64(kept.wides.count))
                    kept.wides.append(wides[Int(mantissas[offset])])
                } else {
                    kept.mantissas.append(mantissas[offset])
                }
            }
        }
        return kept
    }

    private static let powersOfTen = PowersOfTen.values.prefix(19).map { Int64(truncatingIfNeeded: $0) }

    /// The mantissa as it is stored, or nil if it does not fit.
    private static func narrow(_ mantissa: Int128) -> Int64? {
        Int64(exactly: mantissa).flatMap { $0 == PackedColumn.missing ? nil : $0 }
    }

    @inline(__always)
    private mutating func label(_ text: String?) -> UInt32 {
        known(text.map { labels.symbol(forRepeated: $0) } ?? 0)
    }

    /// Makes room for the slots of a label that may be new.
    @inline(__always)
    private mutating func known(_ label: UInt32) -> UInt32 {
        if Int(label) == slotsOfLabel.count {
            slotsOfLabel.append([])
            wideSlotOfLabel.append(nil)
        }
        return label
    }

    private mutating func slot(_ label: UInt32, exponent: Int?) -> UInt32 {
        let new = UInt32(slots.count)
        guard let exponent else {
            if let known = wideSlotOfLabel[Int(label)] { return known }
            wideSlotOfLabel[Int(label)] = new
            slots.append(Slot(label: label, exponent: nil))
            return new
        }
        let known = slotsOfLabel[Int(label)]
        let position = known.firstIndex { (slots[Int($0)].exponent ?? exponent) >= exponent } ?? known.endIndex
        if position < known.endIndex, slots[Int(known[position])].exponent == exponent { return known[position] }
        slotsOfLabel[Int(label)].insert(new, at: position)
        slots.append(Slot(label: label, exponent: exponent))
        return new
    }
}
