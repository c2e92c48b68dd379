/// How the durations of one ledger are represented: as distances from the least one, in a unit that divides them all.
struct LatencyScale: Sendable {
    /// The least duration in nanoseconds.
    let origin: Int64
    /// The unit of the distances in nanoseconds.
    let unit: Int64
    /// The greatest distance.
    let spread: UInt64
}

extension LatencyScale {
    init(_ durations: PackedColumn) {
        let (range, unit) = durations.spread() ?? (0...0, 1)
        origin = range.lowerBound
        self.unit = unit
        spread = UInt64(bitPattern: range.upperBound &- range.lowerBound) / UInt64(unit)
    }

    /// The distance of a duration of the ledger in units.
    func distance(_ duration: Int64) -> UInt64 { UInt64(bitPattern: duration &- origin) / UInt64(unit) }
}
