internal import Foundation

/// The hashes of ids, split into heaps by their first bits, so that each heap fits in the cache.
struct IDHashSet: Sendable {
    private static let heapCount = 64
    private var heaps = [[UInt64]](repeating: [], count: heapCount)

    init() {}

    /// Adds the hash of an id.
    @inline(__always)
    mutating func append(_ hash: UInt64) {
        heaps[Int(truncatingIfNeeded: hash &>> 58)].append(hash)
    }

    /// Adds the hash of an id.
    mutating func append(_ id: String) {
        append(BorrowedBytes.hash(of: id))
    }

    /// Whether no two ids have the same hash, which says that none comes twice.
    static func areDisjoint(_ all: [IDHashSet]) -> Bool {
        let isLarge = all.contains { $0.heaps[0].count > 1 << 8 }
        let groupCount = isLarge ? min(heapCount, ProcessInfo.processInfo.activeProcessorCount) : 1
        let answers = parallelMap(groupCount) { group in
            stride(from: group, to: heapCount, by: groupCount).allSatisfy { heap in areDisjoint(all, heap) }
        }
        return answers.allSatisfy(\.self)
    }

    private static func areDisjoint(_ all: [IDHashSet], _ heap: Int) -> Bool {
        let count = all.reduce(0) { $0 + $1.heaps[heap].count }
        var slotCount = 16
        while slotCount < 2 * count { slotCount *= 2 }
        var slots = [UInt64](repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for ids in all {
            for hash in ids.heaps[heap] {
                // 0 marks a free slot.
                let hash = Swift.max(hash, 1)
                var index = Int(truncatingIfNeeded: hash) & mask
                while slots[index] != 0 {
                    if slots[index] == hash { return false }
                    index = (index &+ 1) & mask
                }
                slots[index] = hash
            }
        }
        return true
    }
}
