import GRDB
public import UsageKit

/// The news that a tenant has spent more than a bound today.
public struct SpendAlert: Hashable, Sendable {
    /// The label of the tenant.
    public let tenant: String
    /// The day in UTC, `YYYY-MM-DD`.
    public let day: String
    /// The currency; amounts in other currencies do not count towards its bound.
    public let currency: Currency
    /// The bound that was passed.
    public let bound: ExactAmount
    /// What had been spent at all providers when the sync saw it.
    public let amount: ExactAmount
}

/// How much each tenant may spend in a day before an alert.
public struct SpendBounds: Sendable {
    /// The bound of each currency of a tenant.
    public var bounds: [String: [Currency: ExactAmount]]
    /// The day that counts as today, `YYYY-MM-DD`; nil for that of the clock in UTC.
    public var today: String?

    /// Creates bounds.
    public init(_ bounds: [String: [Currency: ExactAmount]] = [:], today: String? = nil) {
        self.bounds = bounds
        self.today = today
    }

    /// Adds an alert for each bound that today's spend has passed, once a day.
    ///
    /// This runs in the transaction that publishes rows, so no alert is lost if the process ends after it.
    func check(_ tenant: String, at now: Timestamp, _ db: Database) throws {
        let day = today ?? String(now.sortable.prefix(10))
        for (currency, bound) in bounds[tenant] ?? [:] {
            let sum = try Row.fetchOne(
                db,
                sql: """
                    SELECT sum(amount_nano) AS nano, sum(amount_atto) AS atto, sum(amount_ronto) AS ronto FROM usage
                    WHERE day = ? AND tenant = ? AND currency = ?
                    """, arguments: [day, tenant, currency.rawValue])
            guard let sum, let nano = sum["nano"] as Int64? else { continue }
            let amount = try ExactAmount(sumOfNano: nano, atto: sum["atto"], ronto: sum["ronto"])
            guard amount > bound else { continue }
            try db.execute(
                sql: """
                    INSERT INTO alerts (tenant, day, currency, bound, amount, raised_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [tenant, day, currency.rawValue, "\(bound)", "\(amount)", now.sortable])
        }
    }
}

extension Warehouse {
    /// Hands over the alerts that have not been delivered.
    ///
    /// An alert can come twice if the process ends between its delivery and the note of it, but it is never lost.
    ///
    /// - Parameter deliver: Sends an alert; if it throws, the alert stays and is handed over by the next sync.
    /// - Throws: `DatabaseError`, or the error of a delivery.
    func deliverAlerts(_ deliver: @Sendable (SpendAlert) async throws -> Void) async throws {
        let alerts = try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM alerts WHERE delivered_at IS NULL").map { row in
                SpendAlert(
                    tenant: row["tenant"], day: row["day"], currency: Currency(rawValue: row["currency"]),
                    bound: try ExactAmount(row["bound"] as String), amount: try ExactAmount(row["amount"] as String))
            }
        }
        for alert in alerts {
            try await deliver(alert)
            try await database.write { db in
                try db.execute(
                    sql: """
                        UPDATE alerts SET delivered_at = ?
                        WHERE tenant = ? AND day = ? AND currency = ? AND bound = ?
                        """,
                    arguments: [
                        Timestamp.now().sortable, alert.tenant, alert.day, alert.currency.rawValue, "\(alert.bound)",
                    ])
            }
        }
    }
}
