/// Some durations of one cell in order: where they stand, and how many they are.
///
/// It holds no reference, since a report has a run or more for each of its groups.
struct LatencyRun: Sendable {
    private(set) var cell: UInt32
    /// The number of the batch that has them.
    private(set) var batch: UInt32
    let start: UInt32
    let end: UInt32
    let count: UInt32
    private let median: Mark
    private let p95: Mark

    /// A rank that is asked for most, with its distance and the next one.
    ///
    /// They are taken while they are near: each visit to far memory takes longer than all that a quantile computes.
    private struct Mark {
        let rank: UInt32
        let lower: UInt32
        let upper: UInt32

        static let none = Self(rank: .max, lower: 0, upper: 0)
    }

    /// A run of a batch.
    init(cell: Int, batch: Int, _ places: Range<Int>, count: Int) {
        self.cell = UInt32(cell)
        self.batch = UInt32(batch)
        (start, end) = (UInt32(places.lowerBound), UInt32(places.upperBound))
        self.count = UInt32(count)
        (median, p95) = (.none, .none)
    }

    /// A run of entries that are near.
    init(cell: Int, batch: Int, _ places: Range<Int>, of entries: [UInt32], mask: UInt32) {
        func mark(_ share: Int) -> Mark {
            let rank = (places.count - 1) * share / 100
            let next = Swift.min(rank + 1, places.count - 1)
            return Mark(
                rank: UInt32(rank), lower: entries[places.lowerBound + rank] & mask,
                upper: entries[places.lowerBound + next] & mask)
        }
        self.cell = UInt32(cell)
        self.batch = UInt32(batch)
        (start, end) = (UInt32(places.lowerBound), UInt32(places.upperBound))
        count = end - start
        (median, p95) = (mark(50), mark(95))
    }

    /// The distances of a rank and of the next one, if they are marked.
    @inline(__always)
    func marked(_ rank: Int) -> (UInt64, UInt64)? {
        if rank == median.rank { return (UInt64(median.lower), UInt64(median.upper)) }
        if rank == p95.rank { return (UInt64(p95.lower), UInt64(p95.upper)) }
        return nil
    }

    /// The run where the batches of another tally stand before its own.
    func behind(_ batches: Int) -> Self {
        var result = self
        result.batch += UInt32(batches)
        return result
    }

    /// The run as one of the first cell.
    var ofFirstCell: Self {
        var result = self
        result.cell = 0
        return result
    }
}
