/// What rows of a walk or a file changed in a store.
struct StoreChanges: Sendable {
    var added = 0
    var revised = 0
    var removed = 0
    var restatements: [Restatement] = []
}

/// What is known of a walk after a part of its rows.
struct WalkProgress: Sendable {
    let report: WalkReport
    /// The checkpoint after the rows, as its JSON; nil if the walk cannot go on there.
    let checkpoint: String?
    /// Whether the checkpoint counts on the order in which ids are handed back.
    let needsOrder: Bool
}
