/// The state of a walk after a page: what a later run needs to continue as if there had been no interruption.
///
/// It holds no key and no row, but the ids of the delivered rows, some 50 bytes for each: they keep a row from being
/// delivered twice. Store it in one transaction with the rows of its page.
public struct WalkCheckpoint: Hashable, Sendable, Codable {
    /// The version of this format.
    public static let currentVersion = 1

    /// The version of the format in which it was written.
    public let version: Int
    /// The provider whose ledger is walked.
    public let provider: ProviderID
    /// The endpoint that is walked.
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

    /// How long ago the checkpoint was made.
    ///
    /// The cursors of providers expire after a time that is mostly undocumented.
    public func age(at now: Timestamp = .now()) -> Duration {
        now.duration(since: createdAt)
    }

    /// Returns the checkpoint with the ids of the delivered rows.
    public func restoring(ids: some Sequence<String>) -> WalkCheckpoint {
        var checkpoint = self
        checkpoint.known.ids = Array(ids)
        return checkpoint
    }

    /// Throws if the checkpoint is not of this walk.
    func validate<Row>(for walk: Walk<Row>) throws(UsageError) {
        let difference: String? =
            if version != Self.currentVersion {
                "its format has version \(version), and only version \(Self.currentVersion) can be read"
            } else if provider != walk.client.provider || endpoint != walk.name {
                "it is of \(provider) \(endpoint), not of \(walk.client.provider) \(walk.name)"
            } else if !walk.window.canLead(to: window) {
                "its window is \(window), not \(walk.window)"
            } else if fingerprint != walk.fingerprint(in: window) {
                "its query or its path differs"
            } else if !position.isPossible {
                "its position is invalid"
            } else {
                nil
            }
        if let difference {
            throw UsageError(.checkpointMismatch, "the checkpoint is not of this walk: \(difference)")
        }
    }
}

extension Walk {
    /// A digest of the path and the query, without the bounds of the window.
    func fingerprint(in window: TimeWindow) -> String {
        guard let endpoint = try? endpoint(window) else { return "" }
        let bounds = [window.start?.description, window.end?.description]
        let query = endpoint.query(endpoint.first).filter { !bounds.contains($0.value) }
        let text = ([endpoint.path] + query.map { "\($0.name)=\($0.value)" }).joined(separator: "\n")
        return Digest.sha256Base64(of: text)
    }
}
