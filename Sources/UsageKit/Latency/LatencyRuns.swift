/// The durations of all cells.
struct LatencyRuns: Sendable {
    private var batches: [LatencyBatch]
    private var runs: [LatencyRun]
    /// For each cell the place of its first run; one more for the end.
    private var starts: [Int]

    /// Runs of a cell with more durations in all are not worth it to be made one.
    private static let fewDurations = 1 << 12

    /// Orders runs by their cells.
    ///
    /// - Parameters:
    ///   - dealt: The runs.
    ///   - batches: The batches that they are of.
    ///   - cells: How many cells there are.
    ///   - parts: On how many threads small runs of one cell are made one, since each quantile would have to look for
    ///     its place in all of them.
    init(_ dealt: [LatencyRun], of batches: [LatencyBatch], cells: Int, parts: Int) {
        self.batches = batches
        var places = [Int](repeating: 0, count: cells + 1)
        for run in dealt { places[Int(run.cell) + 1] += 1 }
        for cell in 1..<places.count { places[cell] += places[cell - 1] }
        starts = places
        runs = dealt
        for run in dealt {
            runs[places[Int(run.cell)]] = run
            places[Int(run.cell)] += 1
        }
        if dealt.count > 1 { join(parts) }
    }

    subscript(cell: Int) -> CellDurations {
        CellDurations(runs[starts[cell]..<starts[cell + 1]], of: batches)
    }

    private mutating func join(_ parts: Int) {
        var split: [Int] = []
        for cell in 0..<starts.count - 1 where isJoinable(cell) { split.append(cell) }
        if split.isEmpty { return }
        let parts = Swift.min(parts, split.count)
        let results = parallelMap(parts) { [self, split] part in
            joined(split[split.count * part / parts..<split.count * (part + 1) / parts], batch: batches.count + part)
        }
        var joinedRuns = results.flatMap(\.runs)[...]
        batches += results.map { .narrow($0.entries, mask: .max) }
        let old = self
        runs.removeAll(keepingCapacity: true)
        for cell in 0..<starts.count - 1 {
            starts[cell] = runs.count
            if let run = joinedRuns.first, run.cell == cell {
                joinedRuns.removeFirst()
                runs.append(run)
            } else {
                for place in old.starts[cell]..<old.starts[cell + 1] { runs.append(old.runs[place]) }
            }
        }
        starts[starts.count - 1] = runs.count
    }

    private func isJoinable(_ cell: Int) -> Bool {
        let places = starts[cell]..<starts[cell + 1]
        var total = 0
        for place in places {
            guard places.count > 1, case .narrow = batches[Int(runs[place].batch)] else { return false }
            total += Int(runs[place].count)
        }
        return places.count > 1 && total <= Self.fewDurations
    }

    private func joined(_ cells: ArraySlice<Int>, batch: Int) -> (entries: [UInt32], runs: [LatencyRun]) {
        var (entries, result): ([UInt32], [LatencyRun]) = ([], [])
        var (left, both): ([UInt32], [UInt32]) = ([], [])
        for cell in cells {
            left.removeAll(keepingCapacity: true)
            for place in starts[cell]..<starts[cell + 1] {
                let run = runs[place]
                guard case .narrow(let own, let mask) = batches[Int(run.batch)] else { continue }
                both.removeAll(keepingCapacity: true)
                both += repeatElement(0, count: left.count + run.places.count)
                Self.merge(left.span, own.span.extracting(run.places), mask, &both)
                swap(&left, &both)
            }
            let start = entries.count
            entries += left
            result.append(LatencyRun(cell: cell, batch: batch, start..<entries.count, of: entries, mask: .max))
        }
        return (entries, result)
    }

    private static func merge(_ left: Span<UInt32>, _ right: Span<UInt32>, _ mask: UInt32, _ result: inout [UInt32]) {
        var result = result.mutableSpan
        var (first, second) = (0, 0)
        while first < left.count, second < right.count {
            let (a, b) = (left[first], right[second] & mask)
            result[first &+ second] = Swift.min(a, b)
            let isLeft = a <= b ? 1 : 0
            first &+= isLeft
            second &+= 1 - isLeft
        }
        while first < left.count {
            result[first + second] = left[first]
            first += 1
        }
        while second < right.count {
            result[first + second] = right[second] & mask
            second += 1
        }
    }
}
