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
        var low: UInt64 = 0
        var high = runs.reduce(0) { high, run in
            Swift.max(high, batches[Int(run.batch)].distance(run, rank: Int(run.count) - 1))
        }
        while low < high {
            let middle = low + (high - low) / 2
            var count = 0
            for run in runs { count += batches[Int(run.batch)].count(run, through: middle) }
            if count > rank { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
