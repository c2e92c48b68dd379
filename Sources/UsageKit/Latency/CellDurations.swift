/// The durations of one cell, in one run or in several.
struct CellDurations: Sendable {
    private let runs: ArraySlice<LatencyRun>
    private let batches: [LatencyBatch]
    /// How many there are.
    let count: Int

    init(_ runs: ArraySlice<LatencyRun>, of batches: [LatencyBatch]) {
        self.runs = runs
        self.batches = batches
        count = runs.reduce(0) { $0 + Int($1.count) }
    }

    /// The sum of all distances.
    var sum: Int128 { runs.reduce(0) { $0 + batches[Int($1.batch)].sum($1) } }

    /// The distances of a rank and of the next one, which is the same behind the last.
    func distances(rank: Int) -> (UInt64, UInt64) {
        if runs.count == 1, let marked = runs[runs.startIndex].marked(rank) { return marked }
        return (distance(rank: rank), distance(rank: Swift.min(rank + 1, count - 1)))
    }

    /// The distance of a rank.
    func distance(rank: Int) -> UInt64 {
        if runs.count == 1 {
            let run = runs[runs.startIndex]
            return batches[Int(run.batch)].distance(run, rank: rank)
        }
        let greatest = runs.reduce(0) { high, run in
            Swift.max(high, batches[Int(run.batch)].distance(run, rank: Int(run.count) - 1))
        }
        return runs.count > Self.manyRuns ? selected(rank, greatest) : found(rank, greatest)
    }

    /// So many runs take longer to be searched than to be counted.
    private static let manyRuns = 1 << 8

    /// The distance of a rank, digit by digit: the one that has the rank says in which the next digit is looked for.
    private func selected(_ rank: Int, _ greatest: UInt64) -> UInt64 {
        var rank = rank
        var prefix: UInt64 = 0
        for digit in RadixSort.Digit<UInt64>.cut(0..<UInt64.bitWidth - greatest.leadingZeroBitCount).reversed() {
            var counts = [Int](repeating: 0, count: digit.count)
            for run in runs { batches[Int(run.batch)].count(run, by: digit, below: prefix, into: &counts) }
            var value = 0
            while rank >= counts[value] {
                rank -= counts[value]
                value += 1
            }
            prefix = prefix << UInt64(digit.mask.nonzeroBitCount) | UInt64(value)
        }
        return prefix
    }

    /// The distance of a rank, which lies where as many are below it in all runs.
    private func found(_ rank: Int, _ greatest: UInt64) -> UInt64 {
        var low: UInt64 = 0
        var high = greatest
        while low < high {
            let middle = low + (high - low) / 2
            var count = 0
            for run in runs { count += batches[Int(run.batch)].count(run, through: middle) }
            if count > rank { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
