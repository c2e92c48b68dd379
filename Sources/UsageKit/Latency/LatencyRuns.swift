/// The runs of all cells, grouped by cell.
struct LatencyRuns: Sendable {
    private var batches: [LatencyBatch]
    private var runs: [LatencyRun]
    /// The index of the first run of each cell, followed by the number of runs.
    private var starts: [Int]

    /// Maximum number of durations of a cell for which merging its runs pays off.
    private static let mergeLimit = 1 << 12

    /// Groups runs by cell, and merges the runs of cells with few durations, because every quantile would have to search
    /// all of them.
    ///
    /// - Parameters:
    ///   - unordered: The runs.
    ///   - batches: The batches of the runs.
    ///   - cells: The number of cells.
    ///   - parts: The number of threads that merge runs.
    init(_ unordered: [LatencyRun], of batches: [LatencyBatch], cells: Int, parts: Int) {
        self.batches = batches
        var next = [Int](repeating: 0, count: cells + 1)
        for run in unordered { next[Int(run.cell) + 1] += 1 }
        for cell in 1..<next.count { next[cell] += next[cell - 1] }
        starts = next
        runs = unordered
        for run in unordered {
            runs[next[Int(run.cell)]] = run
            next[Int(run.cell)] += 1
        }
        if unordered.count > 1 { mergeSmallRuns(parts) }
    }

    subscript(cell: Int) -> CellDurations {
        CellDurations(runs[starts[cell]..<starts[cell + 1]], of: batches)
    }

    private mutating func mergeSmallRuns(_ parts: Int) {
        let cells = (0..<starts.count - 1).filter(isMergeable)
        if cells.isEmpty { return }
        let parts = Swift.min(parts, cells.count)
        let results = parallelMap(parts) { [self, cells] part in
            merged(cells[cells.count * part / parts..<cells.count * (part + 1) / parts], batch: batches.count + part)
        }
        var mergedRuns = results.flatMap(\.runs)[...]
        batches += results.map { .narrow($0.entries, mask: .max) }
        let old = self
        runs.removeAll(keepingCapacity: true)
        for cell in 0..<starts.count - 1 {
            starts[cell] = runs.count
            if let run = mergedRuns.first, run.cell == cell {
                mergedRuns.removeFirst()
                runs.append(run)
            } else {
                runs += old.runs[old.starts[cell]..<old.starts[cell + 1]]
            }
        }
        starts[starts.count - 1] = runs.count
    }

    private func isMergeable(_ cell: Int) -> Bool {
        let indices = starts[cell]..<starts[cell + 1]
        var total = 0
        for index in indices {
            guard indices.count > 1, case .narrow = batches[Int(runs[index].batch)] else { return false }
            total += Int(runs[index].count)
        }
        return indices.count > 1 && total <= Self.mergeLimit
    }

    private func merged(_ cells: ArraySlice<Int>, batch: Int) -> (entries: [UInt32], runs: [LatencyRun]) {
        var (entries, result): ([UInt32], [LatencyRun]) = ([], [])
        var (left, both): ([UInt32], [UInt32]) = ([], [])
        for cell in cells {
            left.removeAll(keepingCapacity: true)
            for run in runs[starts[cell]..<starts[cell + 1]] {
                guard case .narrow(let right, let mask) = batches[Int(run.batch)] else { continue }
                both.removeAll(keepingCapacity: true)
                both += repeatElement(0, count: left.count + run.range.count)
                Self.merge(left.span, right.span.extracting(run.range), mask, &both)
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
