internal import Foundation

/// The hashes of ids, partitioned by their first bits so that each partition fits in the cache.
struct IDHashSet: Sendable {
    private static let partitionCount = 64
    private var partitions = [[UInt64]](repeating: [], count: partitionCount)

    init() {}

    /// Adds the hash of an id.
    @inline(__always)
    mutating func append(_ hash: UInt64) {
        partitions[Int(truncatingIfNeeded: hash &>> 58)].append(hash)
    }

    /// Hashes an id and adds the hash.
    mutating func append(_ id: String) {
        append(BorrowedBytes.hash(of: id))
    }

    /// Whether no two ids have the same hash, in which case every id is unique.
    static func areDisjoint(_ all: [IDHashSet]) -> Bool {
        let isLarge = all.contains { $0.partitions[0].count > 1 << 8 }
        let groupCount = isLarge ? min(partitionCount, ProcessInfo.processInfo.activeProcessorCount) : 1
        let answers = parallelMap(groupCount) { group in
            stride(from: group, to: partitionCount, by: groupCount).allSatisfy { areDisjoint(all, $0) }
        }
        return answers.allSatisfy(\.self)
    }

    private static func areDisjoint(_ all: [IDHashSet], _ partition: Int) -> Bool {
        let count = all.reduce(0) { $0 + $1.partitions[partition].count }
        var slotCount = 16
        while slotCount < 2 * count { slotCount *= 2 }
        var slots = [UInt64](repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for ids in all {
            for hash in ids.partitions[partition] {
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
