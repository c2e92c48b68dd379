/// Counts the durations of one cell by their distances, for cells with far more rows than different durations.
struct LatencyHistogram: Sendable {
    private let scale: LatencyScale
    /// The distances of the current chunk.
    private var distances = [UInt32](repeating: 0, count: PackedChunk.capacity)
    /// The number of durations of each distance.
    private var counts: [UInt32] = []
    /// The distances outside of which all counts are 0.
    private var range = 0..<0
    /// The cell whose durations are counted; -1 if there is none.
    private(set) var cell = -1

    /// Limit on the number of distances, because every count is read whenever the cell changes.
    private static let distanceLimit: UInt64 = 1 << 20

    /// Creates an empty histogram; nil if there are too many different distances.
    init?(_ scale: LatencyScale) {
        guard scale.spread < Self.distanceLimit else { return nil }
        self.scale = scale
    }

    /// Counts a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The durations.
    ///   - includeMask: 1 for a row that counts and 0 for any other.
    ///   - cell: The cell of all rows. The counts of another cell must have been drained before.
    mutating func add(_ chunk: PackedChunk, includeMask: [UInt8], of cell: Int) {
        guard let known = chunk.range else { return }
        self.cell = cell
        if counts.isEmpty { counts = Array(repeating: 0, count: Int(scale.spread) + 1) }
        let first = Int(scale.distance(known.lowerBound))
        let end = Int(scale.distance(known.upperBound)) + 1
        range = range.isEmpty ? first..<end : min(first, range.lowerBound)..<max(end, range.upperBound)
        chunk.unpackDistances(into: &distances, from: scale.origin, in: scale.unit)
        Self.count(distances, chunk.count, includeMask, &counts)
    }

    private static func count(_ distances: [UInt32], _ count: Int, _ includeMask: [UInt8], _ counts: inout [UInt32]) {
        let (distances, includeMask) = (distances.span, includeMask.span)
        var counts = counts.mutableSpan
        precondition(count <= distances.count && count <= includeMask.count)
        for row in 0..<count { counts[Int(distances[row])] &+= UInt32(includeMask[row]) }
    }

    /// Returns the counts and sets them to 0.
    ///
    /// - Returns: The different distances in ascending order, and for each the number of durations up to it.
    mutating func drain() -> (distances: [UInt32], totals: [UInt32]) {
        var found: [UInt32] = []
        var totals: [UInt32] = []
        var total: UInt32 = 0
        for distance in range where counts[distance] != 0 {
            total &+= counts[distance]
            counts[distance] = 0
            found.append(UInt32(distance))
            totals.append(total)
        }
        range = 0..<0
        return (found, totals)
    }
}
