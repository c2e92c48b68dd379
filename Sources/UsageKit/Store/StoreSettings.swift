/// What a store is told about rows that come.
struct StoreSettings: Codable, Equatable, Sendable {
    /// Which texts are replaced.
    var rules = LabelRules()
    /// The instant before which rows are not kept; nil if all are.
    var prunedBefore: Timestamp?

    /// The time of which rows are kept.
    var kept: TimeWindow { TimeWindow(unchecked: prunedBefore, nil) }
}
