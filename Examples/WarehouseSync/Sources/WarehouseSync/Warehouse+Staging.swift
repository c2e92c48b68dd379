import Foundation
import GRDB
import UsageKit

/// A walk that was interrupted.
struct StagedWalk<Row: WarehouseRow>: Sendable {
    /// The position after the last page that was committed.
    let checkpoint: WalkCheckpoint
    /// When the walk began.
    let beganAt: Timestamp
    /// All rows of the pages, also those that a later row replaces.
    let rows: [Row]
}

/// The rows of pages that are committed together.
struct StagedRows: Sendable {
    /// The rows as JSON.
    let texts: [String]
    /// The ordinals of earlier rows that these rows replace.
    let replaced: [Int]
}

extension Warehouse {
    /// Reads the walk of a source that was interrupted; nil if there was none.
    func stagedWalk<Row: WarehouseRow>(of source: SourceID, as type: Row.Type) async throws -> StagedWalk<Row>? {
        try await database.read { db in
            let position = try GRDB.Row.fetchOne(
                db, sql: "SELECT checkpoint, began_at FROM positions WHERE tenant = ? AND provider = ?",
                arguments: source.arguments)
            guard let position else { return nil }
            let rows = try String.fetchCursor(
                db, sql: "SELECT row FROM staged_rows WHERE tenant = ? AND provider = ? ORDER BY ordinal",
                arguments: source.arguments
            ).map { try Row.read($0) }
            let text: String = position["checkpoint"]
            return StagedWalk(
                checkpoint: try JSONDecoder().decode(WalkCheckpoint.self, from: Data(text.utf8)),
                beganAt: try Timestamp(position["began_at"] as String), rows: try Array(rows))
        }
    }

    /// Forgets the pages of a walk that cannot be continued.
    func discardStagedWalk(of source: SourceID) async throws {
        try await database.write { try Self.clearStaging(of: source, $0) }
    }

    /// Commits pages of a walk together with the position after them.
    ///
    /// - Parameters:
    ///   - rows: Their rows.
    ///   - ordinal: How many rows of the walk were committed before.
    ///   - source: The source.
    ///   - beganAt: When the walk began.
    ///   - checkpoint: The position, without ids, because the rows have them.
    /// - Throws: `DatabaseError` if nothing could be committed.
    func commit(
        _ rows: StagedRows, at ordinal: Int, of source: SourceID, beganAt: Timestamp, _ checkpoint: WalkCheckpoint
    ) async throws {
        let position = String(decoding: try JSONEncoder().encode(checkpoint), as: UTF8.self)
        try await database.write { db in
            try Self.addSource(source, db)
            try Self.stage(rows, at: ordinal, of: source, db)
            try db.execute(
                sql: """
                    INSERT INTO positions (tenant, provider, began_at, pages, checkpoint) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET pages = excluded.pages, checkpoint = excluded.checkpoint
                    """,
                arguments: source.arguments + [beganAt.sortable, checkpoint.report.pages, position])
        }
    }

    static func addSource(_ source: SourceID, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO sources (tenant, provider) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: source.arguments)
    }

    static func stage(_ rows: StagedRows, at ordinal: Int, of source: SourceID, _ db: Database) throws {
        let insertion = try db.cachedStatement(
            sql: "INSERT INTO staged_rows (tenant, provider, ordinal, row) VALUES (?, ?, ?, ?)")
        for (offset, text) in rows.texts.enumerated() {
            try insertion.execute(arguments: source.arguments + [ordinal + offset, text])
        }
        let replacement = try db.cachedStatement(
            sql: "UPDATE staged_rows SET is_replaced = 1 WHERE tenant = ? AND provider = ? AND ordinal = ?")
        for ordinal in rows.replaced { try replacement.execute(arguments: source.arguments + [ordinal]) }
    }

    static func clearStaging(of source: SourceID, _ db: Database) throws {
        for table in ["staged_rows", "positions"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE tenant = ? AND provider = ?", arguments: source.arguments)
        }
    }
}
