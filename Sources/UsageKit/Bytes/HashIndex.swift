/// An open-addressing index from the hashes of keys to their positions; the keys themselves are kept by its owner.
///
/// A slot holds half of a hash as a tag, and a position. So the index grows without asking for a key again, and a key is
/// compared only if its tag is the same. Positions are below 2³² − 1.
struct HashIndex: Sendable {
    /// The tag in the upper half and the position, counted from 1, in the lower half; 0 marks a free slot.
    ///
    /// Empty until the first key is inserted.
    private var slots: [UInt64] = []
    private(set) var count = 0

    /// Creates an index with room for some keys.
    init(capacity: Int = 0) {
        if capacity == 0 { return }
        var size = 16
        while size < 2 * capacity { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
    }

    /// The position of a key.
    ///
    /// - Parameters:
    ///   - hash: The hash of the key.
    ///   - isSame: Whether the key at a position is the one that is looked for.
    /// - Returns: The position; nil if the index does not have the key.
    /// - Complexity: O(1) on average.
    @inline(__always)
    func find(_ hash: UInt64, isSame: (Int) -> Bool) -> Int? {
        slots.isEmpty ? nil : slot(of: Self.tag(hash), isSame).position
    }

    /// The position of a key, or nil after noting a position for it.
    ///
    /// - Parameters:
    ///   - hash: The hash of the key.
    ///   - position: The position of the key if the index does not have it.
    ///   - isSame: Whether the key at a position is the one that is looked for.
    /// - Returns: The position; nil if the key is new.
    /// - Complexity: O(1) on average.
    @inline(__always)
    mutating func find(_ hash: UInt64, orInsertAt position: Int, isSame: (Int) -> Bool) -> Int? {
        makeRoom()
        let tag = Self.tag(hash)
        let (index, known) = slot(of: tag, isSame)
        if let known { return known }
        slots[index] = Self.slot(tag, position)
        count &+= 1
        return nil
    }

    /// Notes the position of a key that the index does not have.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    mutating func insert(_ hash: UInt64, at position: Int) {
        makeRoom()
        Self.place(Self.slot(Self.tag(hash), position), in: &slots)
        count &+= 1
    }

    /// Removes the keys from a position on.
    ///
    /// - Complexity: O(*n*) in the number of keys.
    mutating func removeAll(from position: Int) {
        if slots.isEmpty { return }
        rehash(into: slots.count) { $0 < position }
    }

    /// The slot of a key and its position, or the free slot for it.
    @inline(__always)
    private func slot(of tag: UInt64, _ isSame: (Int) -> Bool) -> (index: Int, position: Int?) {
        let mask = slots.count &- 1
        var index = Int(truncatingIfNeeded: tag) & mask
        while slots[index] != 0 {
            if slots[index] &>> 32 == tag, case let position = Self.position(in: slots[index]), isSame(position) {
                return (index, position)
            }
            index = (index &+ 1) & mask
        }
        return (index, nil)
    }

    @inline(__always)
    private static func slot(_ tag: UInt64, _ position: Int) -> UInt64 {
        tag &<< 32 | UInt64(truncatingIfNeeded: position &+ 1)
    }

    @inline(__always)
    private mutating func makeRoom() {
        if 2 &* (count &+ 1) > slots.count { rehash(into: max(16, 2 * slots.count)) { _ in true } }
    }

    private mutating func rehash(into size: Int, keeping isKept: (Int) -> Bool) {
        var placed = [UInt64](repeating: 0, count: size)
        count = 0
        for slot in slots where slot != 0 && isKept(Self.position(in: slot)) {
            Self.place(slot, in: &placed)
            count += 1
        }
        slots = placed
    }

    @inline(__always)
    private static func place(_ slot: UInt64, in slots: inout [UInt64]) {
        let mask = slots.count &- 1
        var index = Int(truncatingIfNeeded: slot &>> 32) & mask
        while slots[index] != 0 { index = (index &+ 1) & mask }
        slots[index] = slot
    }

    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt64 { hash & 0xFFFF_FFFF }

    @inline(__always)
    private static func position(in slot: UInt64) -> Int { Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1 }

    /// The bytes on the heap.
    var approximateBytes: Int { slots.capacity * MemoryLayout<UInt64>.stride }
}
