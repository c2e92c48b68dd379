/// Where a walk stands behind a page: what a later run needs to go on as if nothing had happened.
///
/// It holds no key and no row, but the ids of the delivered rows, some 50 bytes for each: they are what keeps a row
/// from being delivered twice. Store it in one transaction with the rows of its page.
public struct WalkCheckpoint: Hashable, Sendable, Codable {
    /// The version of this format.
    public static let currentVersion = 1

    /// The version in which it was written.
    public let version: Int
    /// Whose ledger is walked.
    public let provider: ProviderID
    /// Which endpoint.
    public let endpoint: String
    /// A digest of the query without its window.
    public let fingerprint: String
    /// The window, pinned.
    public let window: TimeWindow
    /// When the checkpoint was made.
    public let createdAt: Timestamp
    /// What the walk did up to here.
    public internal(set) var report: WalkReport
    let shards: Int
    let segment: Int
    let position: PagePosition
    var known: PageJudgeState

    /// How long ago the checkpoint was made; a provider's cursors die after a time, mostly undocumented.
    public func age(at now: Timestamp = .now()) -> Duration {
        now.duration(since: createdAt)
    }

    /// Returns the checkpoint with the ids of the rows that were delivered.
    public func restoring(ids: some Sequence<String>) -> WalkCheckpoint {
        var checkpoint = self
        checkpoint.known.ids = Array(ids)
        return checkpoint
    }

    /// Refuses a checkpoint that is not of this walk.
    func validate<Row>(for walk: Walk<Row>) throws(UsageError) {
        let difference: String? =
            if version != Self.currentVersion {
                "it has version \(version), and this one is \(Self.currentVersion)"
            } else if provider != walk.client.provider || endpoint != walk.name {
                "it is of \(provider) \(endpoint)"
            } else if walk.window.start != window.start || (walk.window.end != nil && walk.window.end != window.end) {
                "its window is \(window)"
            } else if fingerprint != walk.fingerprint(in: window) {
                "its query is another one"
            } else if !position.isPossible {
                "its place is none"
            } else {
                nil
            }
        if let difference {
            throw UsageError(.checkpointMismatch, "the checkpoint is not of this walk: \(difference)")
        }
    }
}
