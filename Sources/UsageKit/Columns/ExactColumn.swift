/// A column of exact amounts, each with a label (a currency or a unit); an amount may be missing.
///
/// A slot is a pair of a label and a decimal exponent, and an amount is stored as a 64-bit mantissa at the scale of its
/// slot. It goes to the slot of its label with the least exponent in which it fits; if it fits in no slot, a new one is
/// added. An amount whose digits need more than 64 bits is stored separately. So nothing is ever rounded, and sums run
/// over plain integers.
struct ExactColumn: Sendable {
    struct Slot: Sendable {
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
