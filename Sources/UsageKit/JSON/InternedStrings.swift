/// A cache of the texts that a document repeats, so that each string is created once.
///
/// The hash of a text gives its slot, and a newer text replaces an older one there. If that happens often, the table
/// grows, up to a limit, so a document whose texts never repeat pays little. Texts of at most 16 bytes are equal if
/// their lengths, first eight and last eight bytes are; longer ones are compared in the document.
struct InternedStrings {
    private struct Slot {
        /// The first eight bytes, padded with zeros.
        var head: UInt64 = 0
        /// The last eight bytes, or 0 if there are fewer.
        var tail: UInt64 = 0
        var length = 0
        /// The position of the text in the document.
        var start = 0
        var text = ""
    }

    private static let maximumSlotCount = 4096
    private var slots: [Slot] = []
    /// How far a hash is shifted to give the index of a slot.
    private var shift: UInt64 = 63
    /// How many texts were inserted since the table last grew.
    private var insertions = 0

    /// The text of a range of plain characters.
    @inline(__always)
    mutating func text(_ range: Range<Int>, in bytes: borrowing BorrowedBytes) -> String {
        let length = range.upperBound &- range.lowerBound
        var head = bytes.word(at: range.lowerBound)
        var tail: UInt64 = 0
        if length >= 8 {
            tail = bytes.word(at: range.upperBound &- 8)
        } else {
            head &= 1 &<< UInt64(truncatingIfNeeded: length &* 8) &- 1
        }
        let index = Self.index(head, tail, length, shift)
        if index < slots.count, slots[index].head == head, slots[index].tail == tail, slots[index].length == length,
            length <= 16 || bytes.areEqual(length &- 16, at: range.lowerBound &+ 8, and: slots[index].start &+ 8)
        {
            return slots[index].text
        }
        return insert(Slot(head: head, tail: tail, length: length, start: range.lowerBound), from: bytes)
    }

    @inline(__always)
    private static func index(_ head: UInt64, _ tail: UInt64, _ length: Int, _ shift: UInt64) -> Int {
        let mixed = (head ^ (tail &<< 29 | tail &>> 35) ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> shift)
    }

    @inline(never)
    private mutating func insert(_ slot: Slot, from bytes: borrowing BorrowedBytes) -> String {
        if insertions >= slots.count, slots.count < Self.maximumSlotCount { grow() }
        insertions += 1
        let index = Self.index(slot.head, slot.tail, slot.length, shift)
        slots[index] = slot
        slots[index].text = bytes.plainText(slot.start..<slot.start + slot.length)
        return slots[index].text
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: Swift.max(64, 4 * old.count))
        shift = 64 - UInt64(slots.count.trailingZeroBitCount)
        insertions = 0
        for slot in old where slot.length > 0 {
            slots[Self.index(slot.head, slot.tail, slot.length, shift)] = slot
        }
    }
}
