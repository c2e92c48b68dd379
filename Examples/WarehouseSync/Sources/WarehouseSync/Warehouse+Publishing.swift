import GRDB
public import UsageKit

/// What a walk that reached its end changed.
public struct SyncSummary: Hashable, Sendable {
    /// The report of the walk.
    public let report: WalkReport
    /// Rows that are new.
    public internal(set) var added = 0
    /// Rows whose state changed.
    public internal(set) var revised = 0
    /// Rows without ids that the provider no longer lists.
    public internal(set) var removed = 0
    /// Rows that were not stored, because they have neither an id nor an instant by which a later copy could be known.
    public internal(set) var unplaced = 0
    /// How many figures of days changed that an earlier sync had covered.
    public internal(set) var restatements = 0

    /// Whether the database has all rows of the window.
    public var isComplete: Bool { report.isComplete && unplaced == 0 }

    /// Why the database may lack rows of the window.
    public var reason: String? {
        if let stopped = report.stopped { return stopped.message }
        return unplaced == 0 ? nil : "\(unplaced) rows have neither an id nor an instant, so they were not stored"
    }
}

/// The end of a walk, which makes its rows visible.
struct Publication<Row: WarehouseRow> {
    let source: SourceID
    let report: WalkReport
    let beganAt: Timestamp
    let now: Timestamp

    /// Takes the staged rows over, in the transaction of the caller.
    func publish(_ db: Database) throws -> SyncSummary {
        var summary = SyncSummary(report: report)
        let (start, end) = try bounds()
        let covered = try GRDB.Row.fetchOne(
            db, sql: "SELECT covered_from, covered_through FROM sources WHERE tenant = ? AND provider = ?",
            arguments: source.arguments)
        let (from, through): (String?, String?) = (covered?["covered_from"], covered?["covered_through"])
        try Changes.begin(db, covered: from.flatMap { from in through.map { (from, $0) } })

        // A listing that is not complete may lack rows, so it does not take rows away that an earlier one had.
        let replacedFrom = report.isComplete ? start : max(start, through ?? start)
        var known = try RowsWithoutIDs(of: source, from: replacedFrom, to: end, db)
        let texts = try String.fetchCursor(
            db,
            sql: """
                SELECT row FROM staged_rows WHERE tenant = ? AND provider = ? AND NOT is_replaced ORDER BY ordinal
                """,
            arguments: source.arguments)
        while let text = try texts.next() {
            let row = try StoredRow(Row.read(text))
            if let id = row.record.id {
                try upsert(row, id, &summary, db)
            } else if let time = row.time {
                // Of the rows before `replacedFrom` it is not known which are there already.
                if time < replacedFrom || known.contains(text) { continue }
                try row.insert(into: source, db)
                try Changes.add(.added, db.lastInsertedRowID, db)
                summary.added += 1
            } else {
                summary.unplaced += 1
            }
        }
        for id in known.rest {
            try Changes.add(.removed, id, db)
            try db.execute(sql: "DELETE FROM usage WHERE id = ?", arguments: [id])
            summary.removed += 1
        }
        try Warehouse.clearStaging(of: source, db)
        let sync = try record(summary, start, end, db)
        summary.restatements = try Changes.end(source, sync: sync, learnedAt: now, db)
        if summary.isComplete {
            try db.execute(
                sql: """
                    UPDATE sources SET covered_from = min(coalesce(covered_from, ?1), ?1),
                        covered_through = max(coalesce(covered_through, ?2), ?2)
                    WHERE tenant = ?3 AND provider = ?4
                    """, arguments: [start, end] + source.arguments)
        }
        return summary
    }

    private func bounds() throws -> (start: String, end: String) {
        guard let start = report.window.start, let end = report.window.end else {
            throw WarehouseError.damaged("the walk of \(source) has no bounds: \(report.window)")
        }
        return (start.sortable, end.sortable)
    }

    /// The later state of a row wins.
    private func upsert(_ row: StoredRow, _ id: String, _ summary: inout SyncSummary, _ db: Database) throws {
        let known = try db.cachedStatement(
            sql: "SELECT id, row = ? AS is_same FROM usage WHERE tenant = ? AND provider = ? AND row_id = ?")
        let found = try GRDB.Row.fetchOne(known, arguments: [row.text] + source.arguments + [id])
        guard let found else {
            try row.insert(into: source, db)
            try Changes.add(.added, db.lastInsertedRowID, db)
            summary.added += 1
            return
        }
        if found["is_same"] as Bool { return }
        try Changes.add(.removed, found["id"], db)
        try row.replace(found["id"], db)
        try Changes.add(.added, found["id"], db)
        summary.revised += 1
    }

    private func record(_ summary: SyncSummary, _ start: String, _ end: String, _ db: Database) throws -> Int64 {
        let figures: [(any DatabaseValueConvertible)?] = [
            beganAt.sortable, now.sortable, start, end, report.pages, report.rows, summary.added, summary.revised,
            summary.removed, summary.isComplete, summary.reason,
        ]
        try db.execute(
            sql: """
                INSERT INTO syncs (tenant, provider, began_at, ended_at, window_start, window_end, pages, rows, added,
                    revised, removed, is_complete, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: source.arguments + StatementArguments(figures))
        return db.lastInsertedRowID
    }
}

/// The stored rows without ids of a window; rows of equal content are told apart by their number only.
private struct RowsWithoutIDs {
    // By bytes: two texts that Swift calls equal can be different rows.
    private var ids: [[UInt8]: [Int64]] = [:]

    init(of source: SourceID, from start: String, to end: String, _ db: Database) throws {
        let rows = try GRDB.Row.fetchCursor(
            db,
            sql: """
                SELECT id, row FROM usage
                WHERE tenant = ? AND provider = ? AND time >= ? AND time < ? AND row_id IS NULL ORDER BY id DESC
                """, arguments: source.arguments + [start, end])
        while let row = try rows.next() { ids[Array((row["row"] as String).utf8), default: []].append(row["id"]) }
    }

    /// Whether a row is stored; each stored row is found once.
    mutating func contains(_ text: String) -> Bool {
        ids[Array(text.utf8)]?.popLast() != nil
    }

    /// The rows that were not found.
    var rest: [Int64] { ids.values.flatMap(\.self).sorted() }
}
