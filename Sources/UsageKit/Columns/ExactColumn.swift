/// A column of exact amounts, each with a label (a currency or a unit), some of them missing.
///
/// An amount is an integer at the scale of its slot, that is of a label and an exponent. An amount takes the finest
/// slot of its label in which it fits; where it fits in none, it opens one, and where its digits need more than 64
/// bits, it is kept aside. So nothing is ever rounded, and sums run over plain integers.
struct ExactColumn: Sendable {
    struct Slot: Sendable {
        let label: UInt32
        /// Nil where the column holds places in ``wides`` instead of amounts.
        let exponent: Int?
    }

    private(set) var labels = InternTable()
    /// Slot 0 is that of the missing amount.
    private(set) var slots = [Slot(label: 0, exponent: 0)]
    /// The slot of each row.
    private(set) var codes = PackedColumn()
    private(set) var mantissas = PackedColumn()
    private(set) var wides: [ExactDecimal] = []
    /// For each label its slots, the finest first, without the one for wide amounts.
    private var slotsOfLabel: [[UInt32]] = [[]]
    private var wideSlotOfLabel: [UInt32?] = [nil]
    /// The finest slot of the label that came last, which takes most amounts.
    private var usual: Usual?

    private struct Usual: Sendable {
        let label: UInt32
        let slot: UInt32
        let exponent: Int
    }

    init() {}

    var count: Int { codes.count }

    /// The text of each slot's label.
    var slotTexts: [String?] { slots.map { labels.texts[Int($0.label)] } }

    mutating func appendMissing() {
        codes.append(0)
        mantissas.append(0)
    }

    @inline(__always)
    mutating func append<Form: ColumnText>(
        _ amount: ExactDecimal, label: Form.Label, of: Form.Type, in bytes: borrowing BorrowedBytes
    ) {
        append(amount, label: known(Form.symbol(ofLabel: label, in: &labels, bytes)))
    }

    private mutating func append(_ amount: ExactDecimal, label: UInt32) {
        if let usual, usual.label == label, amount.exponent >= usual.exponent,
            amount.exponent &- usual.exponent < Self.powersOfTen.count, let mantissa = Int64(exactly: amount.mantissa),
            case let (scaled, overflow) = mantissa.multipliedReportingOverflow(
                by: Self.powersOfTen[amount.exponent &- usual.exponent]), !overflow, scaled != PackedColumn.missing
        {
            codes.append(Int64(usual.slot))
            mantissas.append(scaled)
            return
        }
        appendUnusual(amount, label: label)
    }

    @inline(never)
    private mutating func appendUnusual(_ amount: ExactDecimal, label: UInt32) {
        defer {
            usual = slotsOfLabel[Int(label)].first.flatMap { slot in
                slots[Int(slot)].exponent.map { Usual(label: label, slot: slot, exponent: $0) }
            }
        }
        for slot in slotsOfLabel[Int(label)] {
            guard let exponent = slots[Int(slot)].exponent, exponent <= amount.exponent,
                let scaled = amount.mantissa(atExponent: exponent), let mantissa = Self.narrow(scaled)
            else { continue }
            codes.append(Int64(slot))
            mantissas.append(mantissa)
            return
        }
        if let mantissa = Self.narrow(amount.mantissa) {
            codes.append(Int64(slot(label, exponent: amount.exponent)))
            mantissas.append(mantissa)
        } else {
            codes.append(Int64(slot(label, exponent: nil)))
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
        codes.append(contentsOf: other.codes, replacing: mapping)
        guard isWide.contains(true), firstWide > 0 else { return mantissas.append(contentsOf: other.mantissas) }
        var row = 0
        other.mantissas.forEach { mantissa in
            mantissas.append(isWide[Int(other.codes[row])] ? mantissa + firstWide : mantissa)
            row += 1
        }
    }

    private static let powersOfTen = PowersOfTen.values.prefix(19).map { Int64(truncatingIfNeeded: $0) }

    /// The mantissa in the form of the column, or nil where it does not fit.
    private static func narrow(_ mantissa: Int128) -> Int64? {
        Int64(exactly: mantissa).flatMap { $0 == PackedColumn.missing ? nil : $0 }
    }

    @inline(__always)
    private mutating func label(_ text: String?) -> UInt32 {
        known(text.map { labels.code(forUsual: $0) } ?? 0)
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
        let own = slotsOfLabel[Int(label)]
        let place = own.firstIndex { (slots[Int($0)].exponent ?? exponent) >= exponent } ?? own.endIndex
        if place < own.endIndex, slots[Int(own[place])].exponent == exponent { return own[place] }
        slotsOfLabel[Int(label)].insert(new, at: place)
        slots.append(Slot(label: label, exponent: exponent))
        return new
    }
}
