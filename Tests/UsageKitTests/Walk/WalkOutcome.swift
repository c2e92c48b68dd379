import UsageKit

/// The outcome of a walk to its end or to an error.
struct WalkOutcome: Sendable {
    /// The rows that were delivered, as on the wire, each in its last state.
    var rows: [JSONValue] = []
    /// The same rows as records.
    var records: [UsageRecord] = []
    /// How many rows each page delivered.
    var pageSizes: [Int] = []
    var report: WalkReport
    /// The checkpoint after the last page.
    var checkpoint: WalkCheckpoint?
    /// The same without the ids of the rows.
    var checkpointWithoutIDs: WalkCheckpoint?
    /// The error that ended the walk.
    var error: (any Error)?

    var failure: UsageError? { error as? UsageError }

    init<Row: UsageRow & JSONRepresentable>(
        of walk: Walk<Row>, pages limit: Int = .max, keepsPages: Bool = false, afterEach: @Sendable () -> Void = {}
    ) async {
        var replaced: Set<Int> = []
        var kept: [WalkPages<Row>.Page] = []
        var pages = walk.pages.makeAsyncIterator()
        report = pages.report
        do {
            while pageSizes.count < limit, let page = try await pages.next() {
                if keepsPages { kept.append(page) }
                rows += page.rows.map(\.jsonValue)
                records += page.rows.map(\.usageRecord)
                replaced.formUnion(page.replaced)
                pageSizes.append(page.rows.count)
                afterEach()
                guard pageSizes.count == limit else { continue }
                checkpoint = page.checkpoint()
                checkpointWithoutIDs = page.checkpoint(includingIDs: false)
            }
        } catch {
            self.error = error
        }
        report = pages.report
        if keepsPages { rows = kept.flatMap { $0.rows.map(\.jsonValue) } }
        rows = rows.indices.filter { !replaced.contains($0) }.map { rows[$0] }
        records = records.indices.filter { !replaced.contains($0) }.map { records[$0] }
    }
}
