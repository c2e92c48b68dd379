import GRDB
import UsageKit

/// The changes of a transaction to days that an earlier sync had covered, from which restatements are made.
///
/// Rows after the covered span are new and restate nothing. A row without an instant restates the group of unknown days.
enum Changes {
    enum Kind: Int {
        case removed = -1
        case added = 1
    }

    /// Begins to collect changes.
    ///
    /// - Parameters:
    ///   - db: The database.
    ///   - covered: The span that had been covered, half-open; nil if nothing had been, so that nothing is restated.
    /// - Throws: `DatabaseError`.
    static func begin(_ db: Database, covered: (from: String, through: String)?) throws {
        try db.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS covered (from_time TEXT NOT NULL, through_time TEXT NOT NULL);
                CREATE TEMP TABLE IF NOT EXISTS changes (day TEXT, currency TEXT, rows INTEGER NOT NULL,
                    nano INTEGER, atto INTEGER, ronto INTEGER);
                DELETE FROM temp.covered;
                DELETE FROM temp.changes;
                """)
        if let covered {
            try db.execute(sql: "INSERT INTO temp.covered VALUES (?, ?)", arguments: [covered.from, covered.through])
        }
    }

    /// Adds a stored row as it is now.
    static func add(_ kind: Kind, _ id: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO temp.changes
                SELECT day, currency, ?1, ?1 * amount_nano, ?1 * amount_atto, ?1 * amount_ronto
                FROM usage, temp.covered
                WHERE id = ?2 AND (time IS NULL OR time >= from_time AND time < through_time)
                """
        ).execute(arguments: [kind.rawValue, id])
    }

    /// Writes the restatements: for each day and currency the figure before and after.
    ///
    /// - Parameters:
    ///   - source: The source.
    ///   - sync: The number of the sync.
    ///   - learnedAt: When it ended.
    ///   - db: The database.
    /// - Returns: How many there are.
    /// - Throws: `DatabaseError`, or ``WarehouseError/amountOutOfRange(_:)`` if a figure is too large.
    static func end(_ source: SourceID, sync: Int64, learnedAt: Timestamp, _ db: Database) throws -> Int {
        let changes = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT day, currency, sum(rows) AS rows, sum(nano) AS nano, sum(atto) AS atto, sum(ronto) AS ronto
                FROM temp.changes GROUP BY day, currency
                HAVING sum(rows) <> 0 OR sum(nano) <> 0 OR sum(atto) <> 0 OR sum(ronto) <> 0 ORDER BY day, currency
                """)
        var count = 0
        for change in changes {
            let (day, currency): (String?, String?) = (change["day"], change["currency"])
            let after = try GRDB.Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS rows, coalesce(sum(amount_nano), 0) AS nano,
                        coalesce(sum(amount_atto), 0) AS atto, coalesce(sum(amount_ronto), 0) AS ronto
                    FROM usage, temp.covered
                    WHERE tenant = ? AND provider = ? AND day IS ? AND currency IS ?
                        AND (time IS NULL OR time >= from_time AND time < through_time)
                    """, arguments: source.arguments + [day, currency])
            guard let after else { continue }
            let amounts = try amounts(currency, after: after, change: change)
            let rows: Int = after["rows"]
            // Different parts of amounts can have the same sum.
            if change["rows"] == 0, amounts?.before == amounts?.after { continue }
            count += 1
            let values: [(any DatabaseValueConvertible)?] = [
                day, currency, rows - (change["rows"] as Int), rows, amounts?.before, amounts?.after,
                learnedAt.sortable,
            ]
            try db.execute(
                sql: """
                    INSERT INTO restatements (sync, tenant, provider, day, currency, rows_before, rows_after,
                        amount_before, amount_after, learned_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, arguments: [sync] + source.arguments + StatementArguments(values))
        }
        return count
    }

    /// The amounts before and after; nil for rows without a currency.
    private static func amounts(
        _ currency: String?, after: GRDB.Row, change: GRDB.Row
    ) throws -> (before: String, after: String)? {
        guard currency != nil else { return nil }
        let after = try ExactAmount(sumOfNano: after["nano"], atto: after["atto"], ronto: after["ronto"])
        let change = try ExactAmount(sumOfNano: change["nano"], atto: change["atto"], ronto: change["ronto"])
        return ("\(try after.subtracting(change))", "\(after)")
    }
}
