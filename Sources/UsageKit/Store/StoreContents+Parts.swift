extension StoreContents {
    /// Rows cut where chunks begin.
    func parts(of rows: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = rows.lowerBound
        while start < rows.upperBound {
            let end = min((start / PackedChunk.capacity + 1) * PackedChunk.capacity, rows.upperBound)
            parts.append(start..<end)
            start = end
        }
        return parts
    }

    /// How many of some rows come in parts that are no full chunk.
    func rowsInPartialChunks(of rows: Range<Int>) -> Int {
        parts(of: rows).filter { $0.count < PackedChunk.capacity }.map(\.count).reduce(0, +)
    }

    /// Which sources some rows are of, and their times.
    func summary(of rows: Range<Int>) -> StoreSummary {
        var summary: [StoreSummary.Run] = []
        var index = rows.isEmpty ? runs.count : indexOfRun(ofRow: rows.lowerBound)
        while index < runs.count, runs[index].start < rows.upperBound {
            let end = index + 1 < runs.count ? runs[index + 1].start : count
            let part = rows.clamped(to: runs[index].start..<end)
            summary.append(run(of: part, source: runs[index].source))
            index += 1
        }
        return StoreSummary(rows: rows.upperBound, runs: summary, sources: Set(summary.map(\.source)).sorted())
    }

    /// Rows of a source with their time.
    func run(of rows: some Collection<Int>, source: Int) -> StoreSummary.Run {
        var (first, last): (Int64?, Int64?)
        var isUntimed = false
        for row in rows {
            guard let time = columns.time(ofRow: row) else {
                isUntimed = true
                continue
            }
            first = min(first ?? time, time)
            last = max(last ?? time, time)
        }
        return StoreSummary.Run(
            firstRow: rows.first ?? 0, count: rows.count, source: source, first: isUntimed ? nil : first,
            last: isUntimed ? nil : last)
    }
}
