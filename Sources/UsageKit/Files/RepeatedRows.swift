/// Finds rows without ids that came before, in bounded memory.
///
/// Equal rows of one instant may be equal charges, so a row counts as repeated only if another instant, or the end of a
/// part of the file, came between.
struct RepeatedRows: Sendable {
    /// The maximum number of rows that are remembered, which take up to 32 MiB.
    private static let maximumCount = 1 << 21

    /// The content hashes of the rows of earlier instants.
    private var known: Set<UInt64> = []
    /// The content hashes of the rows of the last instant.
    private var last: [UInt64] = []
    private var time: Timestamp?

    /// Begins a part of the file that may overlap the parts before it.
    mutating func beginPart() {
        for hash in last where known.count < Self.maximumCount { known.insert(hash) }
        last.removeAll(keepingCapacity: true)
    }

    /// Adds a row.
    ///
    /// - Returns: Whether it came before.
    mutating func insert(_ key: RowKey) -> Bool {
        if key.time != time {
            beginPart()
            time = key.time
        }
        if known.contains(key.contentHash) { return true }
        if last.count < Self.maximumCount { last.append(key.contentHash) }
        return false
    }
}
