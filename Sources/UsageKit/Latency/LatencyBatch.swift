/// Durations of one or more cells, each as its distance from the least duration of the ledger in a common unit.
///
/// The durations of a run are consecutive and in ascending order.
enum LatencyBatch: Sendable {
    /// Entries whose distances are the bits of the mask.
    case narrow([UInt32], mask: UInt32)
    /// Entries of 64 bits whose distances are the bits of the mask.
    case wide([UInt64], mask: UInt64)
    /// The different distances of one cell, and for each the number of durations up to it.
    case counted([UInt32], [UInt32])

    /// The sum of all distances of a run.
    func sum(_ run: LatencyRun) -> Int128 {
        switch self {
        case .narrow(let distances, let mask): distances[run.range].reduce(0) { $0 + Int128($1 & mask) }
        case .wide(let distances, let mask): distances[run.range].reduce(0) { $0 + Int128($1 & mask) }
        case .counted(let distances, let counts):
            distances.indices.reduce(0) { sum, index in
                sum + Int128(distances[index]) * Int128(counts[index] - (index > 0 ? counts[index - 1] : 0))
            }
        }
    }

    /// The number of durations of a run up to a distance.
    func count(_ run: LatencyRun, atMost distance: UInt64) -> Int {
        switch self {
        case .narrow(let distances, let mask):
            run.range.countPrefix { UInt64(distances[$0] & mask) <= distance }
        case .wide(let distances, let mask):
            run.range.countPrefix { distances[$0] & mask <= distance }
        case .counted(let distances, let counts):
            switch run.range.countPrefix({ UInt64(distances[$0]) <= distance }) {
            case 0: 0
            case let index: Int(counts[index - 1])
            }
        }
    }

    /// Counts the values of a digit among the distances of a run whose bits above the digit are those of a prefix.
    func count(_ run: LatencyRun, by digit: RadixSort.Digit<UInt64>, prefix: UInt64, into counts: inout [Int]) {
        switch self {
        case .narrow(let distances, let mask):
            let mask = UInt64(mask)
            Self.count(distances.span.extracting(run.range), mask, digit, prefix, &counts)
        case .wide(let distances, let mask):
            Self.count(distances.span.extracting(run.range), mask, digit, prefix, &counts)
        case .counted(let distances, let totals):
            var before = 0
            for index in run.range {
                let (distance, total) = (UInt64(distances[index]), Int(totals[index]))
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
        for index in entries.indices {
            let distance = UInt64(truncatingIfNeeded: entries[index]) & mask
            if digit.prefix(distance) == prefix { counts[digit(distance)] &+= 1 }
        }
    }

    /// The distance at a rank of a run; ranks count from 0.
    func distance(_ run: LatencyRun, rank: Int) -> UInt64 {
        switch self {
        case .narrow(let distances, let mask): UInt64(distances[Int(run.start) + rank] & mask)
        case .wide(let distances, let mask): distances[Int(run.start) + rank] & mask
        case .counted(let distances, let counts): UInt64(distances[run.range.countPrefix { counts[$0] <= rank }])
        }
    }
}

extension LatencyBatch {
    /// Appends a run for each cell of sorted entries.
    ///
    /// - Parameters:
    ///   - cells: The range of each cell in the entries. Cells count from `firstCell`.
    ///   - firstCell: The first cell.
    ///   - batchIndex: The index that the batch will have.
    ///   - runs: The runs to append to.
    func appendRuns(
        _ cells: [(cell: Int, range: Range<Int>)], firstCell: Int, batchIndex: Int, to runs: inout [LatencyRun]
    ) {
        switch self {
        case .narrow(let entries, let mask):
            for (cell, range) in cells {
                runs.append(LatencyRun(cell: firstCell + cell, batch: batchIndex, range, of: entries, mask: mask))
            }
        case .wide, .counted:
            for (cell, range) in cells {
                runs.append(LatencyRun(cell: firstCell + cell, batch: batchIndex, range, count: range.count))
            }
        }
    }
}

extension Range<Int> {
    /// The number of indices that pass, by bisection; no index that passes may follow one that does not.
    fileprivate func countPrefix(_ passes: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if passes(middle) { low = middle + 1 } else { high = middle }
        }
        return low - lowerBound
    }
}
