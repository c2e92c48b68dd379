/// The state of a walk after a page: what a later run needs to continue as if there had been no interruption.
///
/// It holds no key and no row, but the ids of the delivered rows, some 50 bytes for each: they keep a row from being
/// delivered twice. Store it in one transaction with the rows of its page.
public struct WalkCheckpoint: Hashable, Sendable {
    /// The version of this format.
    public static let currentVersion = 2

    /// What is stored, apart from the version and the checksum.
    struct Contents: Hashable, Sendable, Codable {
        let source: WalkSource
        let createdAt: Timestamp
        let report: WalkReport
        let segment: Int
        let position: PagePosition
        /// How many rows a page was asked to have.
        let pageSize: String?
        var known: PageJudgeState
    }

    var contents: Contents

    init(_ contents: Contents) {
        self.contents = contents
    }

    /// What the walk reads; a walk that reads something else cannot continue after the checkpoint.
    public var source: WalkSource { contents.source }
    /// The provider whose ledger is walked.
    public var provider: ProviderID { source.provider }
    /// The endpoint that is walked.
    public var endpoint: String { source.endpoint }
    /// The window, pinned.
    public var window: TimeWindow { report.window }
    /// When the checkpoint was made.
    public var createdAt: Timestamp { contents.createdAt }
    /// What the walk did up to here.
    public var report: WalkReport { contents.report }

    var segment: Int { contents.segment }
    var position: PagePosition { contents.position }

    /// How long ago the checkpoint was made.
    ///
    /// The cursors of providers expire after a time that is mostly undocumented.
    public func age(at now: Timestamp = .now()) -> Duration {
        now.duration(since: createdAt)
    }

    /// Returns the checkpoint with the ids of the delivered rows.
    ///
    /// If the rows have no ids, hand the rows back with ``Walk/resumed(from:after:)``.
    public func restoring(ids: some Sequence<String>) -> WalkCheckpoint {
        var checkpoint = self
        checkpoint.contents.known.ids = Array(ids)
        return checkpoint
    }
}

extension WalkEngine {
    /// Continues after a checkpoint whose source is that of the walk.
    mutating func resume(from checkpoint: WalkCheckpoint) throws(UsageError) {
        guard plan.segments.indices.contains(checkpoint.segment) else {
            throw Self.mismatch("its window has fewer parts than it is in")
        }
        let present = plan.segments[checkpoint.segment]
        var known = checkpoint.contents.known
        guard present.endpoint.canContinue(at: checkpoint.position) else {
            throw Self.mismatch("its position is invalid")
        }
        if checkpoint.position == present.endpoint.first, known.pass == 1, known.consumed == nil, !known.isRest,
            known.confirmation == nil, known.passRows > 0
        {
            throw UsageError(
                .checkpointDamaged, "the checkpoint counts rows of a listing and is before its first page")
        }
        // Rows without ids are known by their number on the page at which the walk stopped.
        if known.consumed != nil, !present.endpoint.promises.givesIDs || known.hasRowsWithoutIDs,
            present.endpoint.pageSize != checkpoint.contents.pageSize
        {
            throw Self.mismatch("it stopped within a page, and the page size differs")
        }
        let rows = walk.rowsBefore
        if let rows {
            known.frontier = known.frontier.restoring(
                rows, time: { present.endpoint.key($0).time }, digest: present.endpoint.digest)
        }
        segment = checkpoint.segment
        let startsAgain = try judge.restore(
            checkpoint.report, known, after: rows?.map(present.endpoint.key), in: present.listing)
        judge.delivered.deliversAgain = walk.deliversKnownRowsAgain
        position = startsAgain ? present.endpoint.first : checkpoint.position
        // The first page of such a part has no cursor, so the part is determined again.
        if known.isRest, !startsAgain { readRest(of: present) }
        if case .page(let number, _, _) = position { recovery.mustCompareLastPage = number > 1 }
    }

    private static func mismatch(_ difference: String) -> UsageError {
        UsageError(.checkpointMismatch, "the checkpoint is not of this walk: \(difference)")
    }
}
