import GRDB
import Logging
import UsageKit

/// A sync of one source.
struct SourceSync: Sendable {
    let source: SourceID
    let warehouse: Warehouse
    let options: SyncOptions
    let bounds: SpendBounds
    let logger: Logger

    /// Ends a walk that was interrupted, then reads what is missing.
    ///
    /// - Parameter walk: Makes the walk over a window.
    /// - Returns: What each walk changed.
    /// - Throws: The error that ended a walk. Its pages stay committed, and the next sync continues after them.
    func run<Row: WarehouseRow>(_ walk: (TimeWindow) -> Walk<Row>) async throws -> [SyncSummary] {
        var summaries: [SyncSummary] = []
        if let resumed = try await resume(walk) {
            summaries.append(resumed)
            if let end = options.end, try await warehouse.covers(end, of: source) { return summaries }
        }
        let window = try await warehouse.window(of: source, options)
        summaries.append(try await read(walk(window), after: [], beganAt: .now()))
        return summaries
    }

    /// Why a walk is begun again that was interrupted: it cannot be continued, or gets no further.
    private static let discarding: Set<UsageError.Code> = [
        .checkpointMismatch, .checkpointDamaged, .paginationStalled,
    ]

    /// Continues the walk that was interrupted; nil if there was none, or if it cannot be continued.
    private func resume<Row: WarehouseRow>(_ walk: (TimeWindow) -> Walk<Row>) async throws -> SyncSummary? {
        do {
            guard let staged = try await warehouse.stagedWalk(of: source, as: Row.self) else { return nil }
            let resumed = walk(staged.checkpoint.source.window).resumed(from: staged.checkpoint, after: staged.rows)
            logger.info(
                "continuing after an interruption",
                metadata: [
                    "tenant": "\(source.tenant)", "provider": "\(source.provider)",
                    "pages": "\(staged.checkpoint.report.pages)", "rows": "\(staged.rows.count)",
                ])
            return try await read(resumed, after: staged.rows, beganAt: staged.beganAt)
        } catch let error as UsageError where Self.discarding.contains(error.code) {
            logger.warning(
                "reading the window again, because its walk cannot be continued",
                metadata: ["tenant": "\(source.tenant)", "provider": "\(source.provider)", "error": "\(error)"])
            try await warehouse.discardStagedWalk(of: source)
            return nil
        }
    }

    /// Walks to the end: each page is committed with the position after it, the last one with the end of the walk.
    private func read<Row: WarehouseRow>(
        _ walk: Walk<Row>, after rows: [Row], beganAt: Timestamp
    ) async throws -> SyncSummary {
        // A number of the walk counts from its first row in this process; an ordinal counts from the first row of all.
        let offset = rows.count
        var ordinal = offset
        var texts: [String] = []
        var replaced: [Int] = []
        var pages = walk.pages.makeAsyncIterator()
        while let page = try await pages.next() {
            texts += try page.rows.map { try StoredRow($0).text }
            replaced += page.replaced.map { offset + $0 }
            guard let checkpoint = page.checkpoint(includingIDs: false) else { continue }
            try await warehouse.commit(
                StagedRows(texts: texts, replaced: replaced), at: ordinal, of: source, beganAt: beganAt, checkpoint)
            ordinal += texts.count
            (texts, replaced) = ([], [])
        }
        return try await publish(
            StagedRows(texts: texts, replaced: replaced), at: ordinal,
            Publication<Row>(source: source, report: pages.report, beganAt: beganAt, now: .now()))
    }

    /// Makes the rows of the walk visible, in one transaction with its last page.
    private func publish<Row: WarehouseRow>(
        _ rows: StagedRows, at ordinal: Int, _ publication: Publication<Row>
    ) async throws -> SyncSummary {
        let source = source
        let bounds = bounds
        let summary = try await warehouse.database.write { db in
            try Warehouse.addSource(source, db)
            try Warehouse.stage(rows, at: ordinal, of: source, db)
            let summary = try publication.publish(db)
            try bounds.check(source.tenant, at: publication.now, db)
            return summary
        }
        let metadata: Logger.Metadata = [
            "tenant": "\(source.tenant)", "provider": "\(source.provider)", "pages": "\(summary.report.pages)",
            "rows": "\(summary.report.rows)", "added": "\(summary.added)", "revised": "\(summary.revised)",
            "removed": "\(summary.removed)", "restatements": "\(summary.restatements)",
            "unsettled": "\(summary.report.unsettled)",
        ]
        if let reason = summary.reason {
            logger.warning("rows may be missing: \(reason)", metadata: metadata)
        } else {
            logger.info("up to date", metadata: metadata)
        }
        SyncMetrics.count(summary, of: source)
        return summary
    }
}
