/// The numbers of groups, in the order in which a sketch shows them.
///
/// A new group mostly belongs at the end or at the beginning, but it may belong anywhere. So that not every insertion
/// moves all others, the most recent numbers are kept in a small buffer, each with its position among the others, until
/// the buffer is large enough for one pass over all numbers to pay off.
struct SketchOrder: Sendable {
    private struct Buffered {
        /// How many numbers of the base come before.
        let rank: Int
        let number: UInt32
    }

    /// Where a number is inserted.
    struct InsertionPoint {
        fileprivate let rank: Int
        fileprivate let index: Int
    }

    private var base: [UInt32] = []
    private var buffer: [Buffered] = []

    static let bufferLimit = 512

    init() {}

    var count: Int { base.count + buffer.count }

    /// The number at a position.
    subscript(position: Int) -> Int {
        // The buffered number at index i has the position of its rank plus i.
        let index = Self.partition(buffer.count) { buffer[$0].rank + $0 < position }
        if index < buffer.count, buffer[index].rank + index == position { return Int(buffer[index].number) }
        return Int(base[position - index])
    }

    /// Where a new number belongs; `precedes` says whether a known number comes before it.
    func insertionPoint(where precedes: (_ known: Int) -> Bool) -> InsertionPoint {
        let rank = Self.partition(base.count) { precedes(Int(base[$0])) }
        let index = Self.partition(buffer.count) { index in
            buffer[index].rank < rank || buffer[index].rank == rank && precedes(Int(buffer[index].number))
        }
        return InsertionPoint(rank: rank, index: index)
    }

    mutating func insert(_ number: Int, at point: InsertionPoint) {
        buffer.insert(Buffered(rank: point.rank, number: UInt32(number)), at: point.index)
        if buffer.count == Self.bufferLimit { flush() }
    }

    /// Merges the buffer into the base.
    private mutating func flush() {
        var merged: [UInt32] = []
        merged.reserveCapacity(count)
        var next = 0
        for entry in buffer {
            merged += base[next..<entry.rank]
            merged.append(entry.number)
            next = entry.rank
        }
        merged += base[next...]
        base = merged
        buffer.removeAll(keepingCapacity: true)
    }

    /// How many indices below a count satisfy a condition; the condition holds for no index after the first that fails.
    private static func partition(_ count: Int, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The bytes on the heap.
    var approximateBytes: Int { base.approximateBytes + buffer.approximateBytes }
}
