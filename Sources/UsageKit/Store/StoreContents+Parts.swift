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
            let times = part.compactMap { columns.time(ofRow: $0) }
            summary.append(
                StoreSummary.Run(
                    firstRow: part.lowerBound, count: part.count, source: runs[index].source, first: times.min(),
                    last: times.max()))
            index += 1
        }
        return StoreSummary(rows: rows.upperBound, runs: summary)
    }
}
