/// The durations of many cells, each as its distance from the least of the ledger in a common unit; those of a run
/// follow one another in ascending order.
enum LatencyBatch: Sendable {
    /// The distances in the bits of a mask.
    case narrow([UInt32], mask: UInt32)
    /// The same where they need more than 32 bits.
    case wide([UInt64], mask: UInt64)
    /// The different distances of one cell, and for each how many are at most as large.
    case counted([UInt32], [UInt32])

    /// The sum of all distances of a run.
    func sum(_ run: LatencyRun) -> Int128 {
        switch self {
        case .narrow(let distances, let mask): distances[run.places].reduce(0) { $0 + Int128($1 & mask) }
        case .wide(let distances, let mask): distances[run.places].reduce(0) { $0 + Int128($1 & mask) }
        case .counted(let distances, let counts):
            distances.indices.reduce(0) { sum, place in
                sum + Int128(distances[place]) * Int128(counts[place] - (place > 0 ? counts[place - 1] : 0))
            }
        }
    }

    /// How many distances of a run are at most as large as one.
    func count(_ run: LatencyRun, through distance: UInt64) -> Int {
        switch self {
        case .narrow(let distances, let mask):
            run.places.count { UInt64(distances[$0] & mask) <= distance }
        case .wide(let distances, let mask):
            run.places.count { distances[$0] & mask <= distance }
        case .counted(let distances, let counts):
            switch run.places.count({ UInt64(distances[$0]) <= distance }) {
            case 0: 0
            case let place: Int(counts[place - 1])
            }
        }
    }

    /// Counts the digits of the distances of a run whose higher bits are those of a prefix.
    func count(_ run: LatencyRun, by digit: RadixSort.Digit<UInt64>, below prefix: UInt64, into counts: inout [Int]) {
        switch self {
        case .narrow(let distances, let mask):
            let mask = UInt64(mask)
            Self.count(distances.span.extracting(run.places), mask, digit, prefix, &counts)
        case .wide(let distances, let mask):
            Self.count(distances.span.extracting(run.places), mask, digit, prefix, &counts)
        case .counted(let distances, let totals):
            var before = 0
            for place in run.places {
                let (distance, total) = (UInt64(distances[place]), Int(totals[place]))
                if digit.prefix(distance) == prefix { counts[digit(distance)] += total - before }
                before = total
            }
        }
    }

    private static func count<Entry: FixedWidthInteger & UnsignedInteger>(
        _ entries: Span<Entry>, _ mask: UInt64, _ digit: RadixSort.Digit<UInt64>, _ prefix: UInt64,
        _ counts: inout [Int]
    ) {
        var counts = counts.mutableSpan
        for place in entries.indices {
            let distance = UInt64(truncatingIfNeeded: entries[place]) & mask
            if digit.prefix(distance) == prefix { counts[digit(distance)] &+= 1 }
        }
    }

    /// The distance of a rank of a run, which counts from 0.
    func distance(_ run: LatencyRun, rank: Int) -> UInt64 {
        switch self {
        case .narrow(let distances, let mask): UInt64(distances[Int(run.start) + rank] & mask)
        case .wide(let distances, let mask): distances[Int(run.start) + rank] & mask
        case .counted(let distances, let counts): UInt64(distances[run.places.count { counts[$0] <= rank }])
        }
    }
}

extension LatencyRun {
    var places: Range<Int> { Int(start)..<Int(end) }
}

extension Range<Int> {
    /// How many places pass, where all before the first one that does not do.
    fileprivate func count(_ passes: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if passes(middle) { low = middle + 1 } else { high = middle }
        }
        return low - lowerBound
    }
}
