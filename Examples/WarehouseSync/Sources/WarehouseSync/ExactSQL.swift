/// SQL that writes exact amounts as text, with integers only.
///
/// Everything works in the plain `sqlite3` shell, because no function of this program is called.
enum ExactSQL {
    private static let base = ExactAmount.base

    /// The text of an amount whose columns have one sign; null if it has no amount.
    static func text(_ nano: String, _ atto: String, _ ronto: String) -> String {
        """
        CASE WHEN \(nano) IS NOT NULL THEN rtrim(rtrim(printf('%s%d.%09d%09d%09d',
            CASE WHEN min(\(nano), \(atto), \(ronto)) < 0 THEN '-' ELSE '' END,
            abs(\(nano)) / \(base), abs(\(nano)) % \(base), abs(\(atto)), abs(\(ronto))), '0'), '.') END
        """
    }

    /// A query with the exact sum of amounts as text.
    ///
    /// - Parameters:
    ///   - name: The name of the column for the sum.
    ///   - columns: The other columns of the query.
    ///   - query: A query with these columns and the sums `nano`, `atto` and `ronto`, which may have different signs.
    /// - Returns: The query.
    static func sums(as name: String, with columns: [String], of query: String) -> String {
        let others = columns.joined(separator: ", ")
        // First everything below a nano becomes positive and is carried. If the sum is then negative, its opposite is
        // written after a minus sign.
        return """
            SELECT \(others),
                CASE WHEN nano IS NOT NULL THEN rtrim(rtrim(printf('%s%d.%09d%09d%09d',
                    CASE WHEN negative THEN '-' ELSE '' END,
                    nano / \(base), nano % \(base), atto, ronto), '0'), '.') END AS \(name)
            FROM (
                SELECT \(others), nano < 0 AS negative,
                    CASE WHEN nano < 0 THEN -nano - (atto + (ronto > 0) > 0) ELSE nano END AS nano,
                    CASE WHEN nano < 0 THEN (\(base) - atto - (ronto > 0)) % \(base) ELSE atto END AS atto,
                    CASE WHEN nano < 0 THEN (\(base) - ronto) % \(base) ELSE ronto END AS ronto
                FROM (
                    SELECT \(others), \(checked("nano + \(quotient("atto"))")) AS nano, \(remainder("atto")) AS atto,
                        ronto
                    FROM (
                        SELECT \(others), nano, atto + \(quotient("ronto")) AS atto, \(remainder("ronto")) AS ronto
                        FROM (\(query)))))
            """
    }

    /// The remainder by the base, which is never negative.
    private static func remainder(_ value: String) -> String {
        "((\(value) % \(base) + \(base)) % \(base))"
    }

    /// The quotient by the base, rounded down.
    private static func quotient(_ value: String) -> String {
        "((\(value) - \(remainder(value))) / \(base))"
    }

    /// The value, or an error if it is so large that SQLite may have continued with a `REAL`; `SUM` fails by itself.
    private static func checked(_ value: String) -> String {
        let limit = Int64.max - 1 - Int64.max % base
        return """
            CASE WHEN \(value) NOT BETWEEN -\(limit) AND \(limit) THEN abs(-9223372036854775807 - 1) ELSE \(value) END
            """
    }
}
