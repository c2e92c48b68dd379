/// A range of a batch that holds sorted durations of one cell.
///
/// It holds no reference, because a report has one or more runs for each of its groups.
struct LatencyRun: Sendable {
    private(set) var cell: UInt32
    /// The index of the batch that holds the durations.
    private(set) var batch: UInt32
    let start: UInt32
    let end: UInt32
    /// The number of durations.
    let count: UInt32
    private let median: CachedRank
    private let p95: CachedRank

    /// A rank that is often read, with its distance and the next one.
    ///
    /// They are read while the entries are in the processor's caches: a later read from memory takes longer than all the
    /// rest of a quantile.
    private struct CachedRank {
        let rank: UInt32
        let lower: UInt32
        let upper: UInt32

        static let none = Self(rank: .max, lower: 0, upper: 0)
    }

    /// Creates a run without cached ranks.
    init(cell: Int, batch: Int, _ range: Range<Int>, count: Int) {
        self.cell = UInt32(cell)
        self.batch = UInt32(batch)
        (start, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
        self.count = UInt32(count)
        (median, p95) = (.none, .none)
    }

    /// Creates a run with cached ranks; the entries should be in the processor's caches.
    init(cell: Int, batch: Int, _ range: Range<Int>, of entries: [UInt32], mask: UInt32) {
        func cached(_ share: Int) -> CachedRank {
            let rank = (range.count - 1) * share / 100
            let next = Swift.min(rank + 1, range.count - 1)
            return CachedRank(
                rank: UInt32(rank), lower: entries[range.lowerBound + rank] & mask,
                upper: entries[range.lowerBound + next] & mask)
        }
        self.cell = UInt32(cell)
        self.batch = UInt32(batch)
        (start, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
        count = end - start
        (median, p95) = (cached(50), cached(95))
    }

    /// The range in the batch.
    var range: Range<Int> { Int(start)..<Int(end) }

    /// The distances at a rank and at the next one, if they are cached.
    @inline(__always)
    func cachedDistances(rank: Int) -> (UInt64, UInt64)? {
        if rank == median.rank { return (UInt64(median.lower), UInt64(median.upper)) }
        if rank == p95.rank { return (UInt64(p95.lower), UInt64(p95.upper)) }
        return nil
    }

    /// The run after its batch has moved by a number of indices.
    func shiftingBatch(by batches: Int) -> Self {
        var result = self
        result.batch += UInt32(batches)
        return result
    }

    /// The run with the first cell instead of its own.
    var inFirstCell: Self {
        var result = self
        result.cell = 0
        return result
    }
}
