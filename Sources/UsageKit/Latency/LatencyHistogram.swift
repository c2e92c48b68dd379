/// The durations of one cell, counted by their distances: for cells with far more rows than there are different
/// durations.
struct LatencyHistogram: Sendable {
    private let scale: LatencyScale
    /// The distances of a chunk.
    private var distances = [UInt32](repeating: 0, count: PackedChunk.capacity)
    /// How many durations there are of each distance, and between which distances they lie.
    private var counts: [UInt32] = []
    private var range = 0..<0
    /// The cell.
    private(set) var cell = -1

    /// So many distances can be read for each chunk, if they must be.
    private static let fewDistances: UInt64 = 1 << 20

    /// Nil where there are too many different distances.
    init?(_ scale: LatencyScale) {
        guard scale.spread < Self.fewDistances else { return nil }
        self.scale = scale
    }

    /// Counts a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The durations.
    ///   - takes: 1 for a row that counts and 0 for one that does not.
    ///   - cell: The cell of all rows; what was counted of another one must have been taken out.
    mutating func add(_ chunk: PackedChunk, takes: [UInt8], of cell: Int) {
        guard let values = chunk.range else { return }
        self.cell = cell
        if counts.isEmpty { counts = Array(repeating: 0, count: Int(scale.spread) + 1) }
        let first = Int(scale.distance(values.lowerBound))
        let end = Int(scale.distance(values.upperBound)) + 1
        range = range.isEmpty ? first..<end : min(first, range.lowerBound)..<max(end, range.upperBound)
        chunk.unpackDistances(into: &distances, from: scale.origin, in: scale.unit)
        Self.count(distances, chunk.count, takes, &counts)
    }

    private static func count(_ distances: [UInt32], _ count: Int, _ takes: [UInt8], _ counts: inout [UInt32]) {
        let (distances, takes) = (distances.span, takes.span)
        var counts = counts.mutableSpan
        precondition(count <= distances.count && count <= takes.count)
        for row in 0..<count { counts[Int(distances[row])] &+= UInt32(takes[row]) }
    }

    /// Takes out what was counted.
    ///
    /// - Returns: The different distances, and for each how many durations are at most as large.
    mutating func takeOut() -> (distances: [UInt32], totals: [UInt32]) {
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
