/// The rows that a walk delivered: the id of each, by which it is known again, with a hash of its content, by which a
/// row that changed is told from one that merely comes twice.
///
/// A dictionary would hash each id anew whenever it grows.
struct DeliveredRows: Sendable {
    /// The ids in the order of their delivery.
    private(set) var ids: [String] = []
    /// The hash of the content of each row but the first ones, which an earlier run delivered.
    private var contents: [UInt64] = []
    /// Half a hash and a place counted from 1, or 0; a hash that is taken goes to the next slot.
    private var slots = [UInt64](repeating: 0, count: 16)

    /// Whether a row was delivered.
    func contains(_ id: RowID) -> Bool {
        if case .taken = slot(of: id) { true } else { false }
    }

    /// Notes a row, or says that it was delivered before.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - contentHash: The hash of its content.
    /// - Returns: What is known of the row; nil where it is new.
    mutating func insert(_ id: RowID, contentHash: UInt64) -> RowVerdict? {
        switch slot(of: id) {
        case .taken(let place):
            let restored = ids.count - contents.count
            return place < restored || contents[place - restored] == contentHash ? .same : .revised
        case .free(let index):
            contents.append(contentHash)
            note(id, at: index)
            return nil
        }
    }

    /// Notes rows that an earlier run delivered, before there are any others.
    mutating func restore(_ restored: [String]) {
        for id in restored {
            let id = RowID(id)
            if case .free(let index) = slot(of: id) { note(id, at: index) }
        }
    }

    /// Takes the last row back.
    mutating func removeLast() {
        ids.removeLast()
        contents.removeLast()
        place(in: slots.count)
    }

    // MARK: Slots

    private enum Slot {
        case free(index: Int)
        case taken(place: Int)
    }

    private func slot(of id: RowID) -> Slot {
        let half = Self.half(of: id.hash)
        let mask = slots.count - 1
        var index = Int(half) & mask
        while slots[index] != 0 {
            let place = Self.place(in: slots[index])
            if slots[index] >> 32 == half, ByteString(ids[place]) == ByteString(id.text) { return .taken(place: place) }
            index = (index + 1) & mask
        }
        return .free(index: index)
    }

    private mutating func note(_ id: RowID, at index: Int) {
        ids.append(id.text)
        slots[index] = Self.half(of: id.hash) << 32 | UInt64(ids.count)
        if 2 * ids.count > slots.count { place(in: 2 * slots.count) }
    }

    /// Places all rows anew in so many slots.
    private mutating func place(in count: Int) {
        var placed = [UInt64](repeating: 0, count: count)
        for slot in slots where slot != 0 && Self.place(in: slot) < ids.count {
            var index = Int(slot >> 32) & (count - 1)
            while placed[index] != 0 { index = (index + 1) & (count - 1) }
            placed[index] = slot
        }
        slots = placed
    }

    private static func half(of hash: UInt64) -> UInt64 { UInt64(UInt32(truncatingIfNeeded: hash)) }

    private static func place(in slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 1 }
}
