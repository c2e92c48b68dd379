/// Texts that a document repeats, so that each is made once.
///
/// A text has one slot by its hash, and a newer one takes the place of an older one there. Where that happens often
/// there are more slots, up to a limit, so a document of texts that never repeat costs no more than its texts. Texts of
/// at most 16 bytes are equal where length, first and last eight bytes are; longer ones are compared in the document.
struct InternedStrings {
    private struct Slot {
        /// The first eight bytes, zeros behind a shorter text.
        var head: UInt64 = 0
        /// The last eight bytes, or 0 where there are fewer.
        var tail: UInt64 = 0
        var length = 0
        /// Where the text stood in the document.
        var start = 0
        var text = ""
    }

    private static let mostSlots = 4096
    private var slots: [Slot] = []
    /// How far a hash is shifted to be the index of a slot.
    private var shift: UInt64 = 63
    /// How many texts were made since there were last more slots.
    private var made = 0

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
        if made >= slots.count, slots.count < Self.mostSlots { makeSlots() }
        made += 1
        let index = Self.index(slot.head, slot.tail, slot.length, shift)
        slots[index] = slot
        slots[index].text = bytes.plainText(slot.start..<slot.start + slot.length)
        return slots[index].text
    }

    private mutating func makeSlots() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: Swift.max(64, 4 * old.count))
        shift = 64 - UInt64(slots.count.trailingZeroBitCount)
        made = 0
        for slot in old where slot.length > 0 {
            slots[Self.index(slot.head, slot.tail, slot.length, shift)] = slot
        }
    }
}
