/// The durations of one cell, in one or several runs.
struct CellDurations: Sendable {
    private let runs: ArraySlice<LatencyRun>
    private let batches: [LatencyBatch]
    /// The number of durations.
    let count: Int

    init(_ runs: ArraySlice<LatencyRun>, of batches: [LatencyBatch]) {
        self.runs = runs
        self.batches = batches
        count = runs.reduce(0) { $0 + Int($1.count) }
    }

    /// The sum of all distances.
    var sum: Int128 { runs.reduce(0) { $0 + batches[Int($1.batch)].sum($1) } }

    /// The distances at a rank and at the next one; at the last rank, the two are the same.
    func distances(rank: Int) -> (UInt64, UInt64) {
        if runs.count == 1, let cached = runs[runs.startIndex].cachedDistances(rank: rank) { return cached }
        return (distance(rank: rank), distance(rank: Swift.min(rank + 1, count - 1)))
    }

    /// The distance at a rank; ranks count from 0.
    func distance(rank: Int) -> UInt64 {
        if runs.count == 1 {
            let run = runs[runs.startIndex]
            return batches[Int(run.batch)].distance(run, rank: rank)
        }
        let greatest = runs.reduce(0) { high, run in
            Swift.max(high, batches[Int(run.batch)].distance(run, rank: Int(run.count) - 1))
        }
        return runs.count > Self.manyRuns ? radixSelect(rank, greatest) : bisect(rank, greatest)
    }

    /// From this many runs, counting digits is faster than bisecting.
    private static let manyRuns = 1 << 8

    /// The distance at a rank, digit by digit from the highest: the value of a digit whose distances include the rank is
    /// the prefix of the distances in which the next digit is counted.
    private func radixSelect(_ rank: Int, _ greatest: UInt64) -> UInt64 {
        var rank = rank
        var prefix: UInt64 = 0
        for digit in RadixSort.Digit<UInt64>.split(0..<UInt64.bitWidth - greatest.leadingZeroBitCount).reversed() {
            var counts = [Int](repeating: 0, count: digit.count)
            for run in runs { batches[Int(run.batch)].count(run, by: digit, prefix: prefix, into: &counts) }
            var value = 0
            while rank >= counts[value] {
                rank -= counts[value]
                value += 1
            }
            prefix = prefix << UInt64(digit.mask.nonzeroBitCount) | UInt64(value)
        }
        return prefix
    }

    /// The distance at a rank: the least one at or below which more distances lie than the rank.
    private func bisect(_ rank: Int, _ greatest: UInt64) -> UInt64 {
        var low: UInt64 = 0
        var high = greatest
        while low < high {
            let middle = low + (high - low) / 2
            var count = 0
            for run in runs { count += batches[Int(run.batch)].count(run, atMost: middle) }
            if count > rank { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
