/// The state of a walk after a page, from which the checkpoint is made if the caller asks for it.
///
/// A page holds it and not the engine: the engine's tables of all rows would be copied for the next page if an earlier
/// page still held them.
struct WalkSnapshot<Row: Hashable & Sendable>: Sendable {
    let walk: Walk<Row>
    let source: WalkSource
    let pageSize: String?
    let report: WalkReport
    let segment: Int
    let position: PagePosition
    let judge: PageJudge.Snapshot

    /// The checkpoint after the page.
    ///
    /// - Complexity: O(*n*) in the number of rows that were delivered if it includes their ids, otherwise O(1).
    func checkpoint(includingIDs: Bool) -> WalkCheckpoint {
        WalkCheckpoint(
            WalkCheckpoint.Contents(
                source: source, createdAt: walk.client.now(), report: report, segment: segment, position: position,
                pageSize: pageSize, known: judge.state(includingIDs: includingIDs)))
    }

    /// The checkpoint after the page for a caller that keeps the ids of rows, but not the rows: without ids, and with the
    /// digests of the last rows if those have none.
    var checkpointWithoutIDs: WalkCheckpoint {
        var checkpoint = checkpoint(includingIDs: false)
        checkpoint.contents.known.frontier = judge.frontier
        return checkpoint
    }
}
