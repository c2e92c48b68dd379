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

    init() {}

    var count: Int { codes.count }

    /// The text of each slot's label.
    var slotTexts: [String?] { slots.map { labels.texts[Int($0.label)] } }

    mutating func appendMissing() {
        codes.append(0)
        mantissas.append(0)
    }

    mutating func append(_ amount: ExactDecimal, label text: String) {
        let label = label(text)
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
        var row = 0
        other.mantissas.forEach { mantissa in
            let code = Int(other.codes[row])
            codes.append(Int64(mapping[code]))
            mantissas.append(isWide[code] ? mantissa + firstWide : mantissa)
            row += 1
        }
    }

    /// The mantissa in the form of the column, or nil where it does not fit.
    private static func narrow(_ mantissa: Int128) -> Int64? {
        Int64(exactly: mantissa).flatMap { $0 == PackedColumn.missing ? nil : $0 }
    }

    private mutating func label(_ text: String?) -> UInt32 {
        let label = labels.code(for: text)
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
