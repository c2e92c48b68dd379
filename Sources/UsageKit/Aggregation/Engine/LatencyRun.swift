/// Some durations of one group in order, each as its distance from the least of the ledger in a common unit.
enum LatencyRun: Sendable {
    /// The distances in ascending order.
    case sorted(ArraySlice<UInt32>)
    /// The same where distances need more than 32 bits.
    case wide(ArraySlice<UInt64>)
    /// The different distances in ascending order, and for each how many are at most as large.
    case counted([UInt32], [UInt32])

    var count: Int {
        switch self {
        case .sorted(let distances): distances.count
        case .wide(let distances): distances.count
        case .counted(_, let counts): counts.last.map(Int.init) ?? 0
        }
    }

    /// The sum of all distances.
    var sum: Int128 {
        switch self {
        case .sorted(let distances): distances.reduce(0) { $0 + Int128($1) }
        case .wide(let distances): distances.reduce(0) { $0 + Int128($1) }
        case .counted(let distances, let counts):
            distances.indices.reduce(0) { sum, place in
                sum + Int128(distances[place]) * Int128(counts[place] - (place > 0 ? counts[place - 1] : 0))
            }
        }
    }

    /// How many distances are at most as large as one.
    func count(through distance: UInt64) -> Int {
        switch self {
        case .sorted(let distances): distances.count { UInt64($0) <= distance }
        case .wide(let distances): distances.count { $0 <= distance }
        case .counted(let distances, let counts):
            switch distances.count({ UInt64($0) <= distance }) {
            case 0: 0
            case let place: Int(counts[place - 1])
            }
        }
    }

    /// The distance of a rank, which counts from 0.
    subscript(rank: Int) -> UInt64 {
        switch self {
        case .sorted(let distances): return UInt64(distances[distances.startIndex + rank])
        case .wide(let distances): return distances[distances.startIndex + rank]
        case .counted(let distances, let counts):
            return UInt64(distances[counts.firstPlace { Int($0) > rank }])
        }
    }

    /// The distances of a rank and of the next one, which is the same behind the last.
    static func distances(rank: Int, in runs: ArraySlice<LatencyRun>) -> (UInt64, UInt64) {
        if runs.count == 1, case .sorted(let distances) = runs[runs.startIndex] {
            let place = distances.startIndex + rank
            return (UInt64(distances[place]), UInt64(distances[Swift.min(place + 1, distances.endIndex - 1)]))
        }
        let last = runs.reduce(0) { $0 + $1.count } - 1
        return (distance(rank: rank, in: runs), distance(rank: Swift.min(rank + 1, last), in: runs))
    }

    /// The distance of a rank in several runs together.
    static func distance(rank: Int, in runs: ArraySlice<LatencyRun>) -> UInt64 {
        if runs.count == 1 { return runs[runs.startIndex][rank] }
        var low: UInt64 = 0
        var high = runs.reduce(0) { Swift.max($0, $1.count == 0 ? 0 : $1[$1.count - 1]) }
        while low < high {
            let middle = low + (high - low) / 2
            var count = 0
            for run in runs { count += run.count(through: middle) }
            if count > rank { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension RandomAccessCollection {
    /// The first place whose element passes, where all behind the first one do; the end where none does.
    fileprivate func firstPlace(_ passes: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if passes(self[index(startIndex, offsetBy: middle)]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// How many elements pass, where all before the first one that does not do.
    fileprivate func count(_ passes: (Element) -> Bool) -> Int {
        firstPlace { !passes($0) }
    }
}
