/// Numbers of groups in the order in which a summary shows them.
///
/// A new group mostly belongs at the end or at the beginning, but may belong anywhere. So that it does not move all
/// others each time, the last few are kept aside, each with its place among the others, until there are enough of them
/// to pay for a pass over all.
struct SketchOrder: Sendable {
    private struct Recent {
        /// How many of the settled numbers come before.
        let rank: Int
        let number: UInt32
    }

    struct Spot {
        fileprivate let rank: Int
        fileprivate let place: Int
    }

    private var settled: [UInt32] = []
    private var recent: [Recent] = []

    private static let recentLimit = 512

    init() {}

    var count: Int { settled.count + recent.count }

    /// The number at a place.
    subscript(place: Int) -> Int {
        // The recent number at index i stands at its rank plus i.
        let after = Self.partition(recent.count) { recent[$0].rank + $0 < place }
        if after < recent.count, recent[after].rank + after == place { return Int(recent[after].number) }
        return Int(settled[place - after])
    }

    /// Where a new number belongs; `precedes` says whether a known number comes before it.
    func spot(where precedes: (_ known: Int) -> Bool) -> Spot {
        let rank = Self.partition(settled.count) { precedes(Int(settled[$0])) }
        let place = Self.partition(recent.count) { index in
            recent[index].rank < rank || recent[index].rank == rank && precedes(Int(recent[index].number))
        }
        return Spot(rank: rank, place: place)
    }

    mutating func insert(_ number: Int, at spot: Spot) {
        recent.insert(Recent(rank: spot.rank, number: UInt32(number)), at: spot.place)
        if recent.count == Self.recentLimit { settle() }
    }

    private mutating func settle() {
        var merged: [UInt32] = []
        merged.reserveCapacity(count)
        var next = 0
        for entry in recent {
            merged += settled[next..<entry.rank]
            merged.append(entry.number)
            next = entry.rank
        }
        merged += settled[next...]
        settled = merged
        recent.removeAll(keepingCapacity: true)
    }

    /// How many indices below a count a condition holds for, where it holds for none behind the first that it fails.
    private static func partition(_ count: Int, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The bytes on the heap.
    var approximateBytes: Int { settled.approximateBytes + recent.approximateBytes }
}
