/// Values in several runs, each in ascending order, whose quantiles are found without merging them.
struct SortedRuns {
    private var runs: [[Int128]] = []
    /// Values that are in no run.
    private var others: [Int128] = []

    mutating func add(_ value: Int128) {
        others.append(value)
    }

    /// Adds all values of other runs.
    mutating func add(_ other: SortedRuns) {
        runs += other.runs
        others += other.others
    }

    /// Makes a run of the values that are in none.
    mutating func sort() {
        guard !others.isEmpty else { return }
        runs.append(others.sorted())
        others = []
    }

    /// Makes one run of all values if there are many runs.
    mutating func merge() {
        guard runs.count > 16 else { return }
        runs = [runs.flatMap(\.self).sorted()]
    }

    /// A quantile, in attoseconds if the values are in nanoseconds; nil without a value.
    ///
    /// - Complexity: O(*k* log *n*) in the number of runs and of values, if all values are in runs.
    func quantile(_ quantile: Quantile, _ definition: QuantileDefinition) -> Int128? {
        var copy = self
        copy.sort()
        let runs = copy.runs
        guard let first = runs.first, let low = runs.compactMap(\.first).min(), let high = runs.compactMap(\.last).max()
        else { return nil }
        return definition.value(count: runs.reduce(0) { $0 + $1.count }, at: quantile) { position in
            if runs.count == 1 { return first[position] }
            // The least value up to which there are more values than the position.
            var (low, high) = (low, high)
            while low < high {
                let middle = low + (high - low) / 2
                let count = runs.reduce(0) { $0 + $1.count(through: middle) }
                if count > position { high = middle } else { low = middle + 1 }
            }
            return low
        }
    }
}

extension [Int128] {
    /// How many elements are not above a bound; they are in ascending order.
    fileprivate func count(through bound: Int128) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > bound { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
