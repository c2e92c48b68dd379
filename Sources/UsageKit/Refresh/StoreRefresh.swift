/// What a refresh of a store did.
public struct StoreRefresh: Sendable {
    /// Where the rows come from.
    public let source: StoreSource
    /// How many rows are new.
    public internal(set) var added = 0
    /// How many rows have other content than before; the later state counts.
    public internal(set) var revised = 0
    /// How many rows the provider does not return any more, so that they do not count.
    public internal(set) var removed = 0
    /// The figures that were known and have changed, by day and currency.
    public internal(set) var restatements: [Restatement] = []
    /// What was walked or read: one report for each window.
    public internal(set) var walks: [WalkReport] = []
    /// Whether the source was known by its key alone, and has the label of its account from now on.
    public let isLabelled: Bool

    /// Whether every walk reached its last row.
    public var isComplete: Bool { walks.allSatisfy(\.isComplete) }

    init(source: StoreSource, isLabelled: Bool) {
        self.source = source
        self.isLabelled = isLabelled
    }

    mutating func add(_ changes: StoreChanges) {
        added += changes.added
        revised += changes.revised
        removed += changes.removed
        restatements += changes.restatements
    }
}
