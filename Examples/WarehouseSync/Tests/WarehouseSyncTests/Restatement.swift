import GRDB
import UsageKit
import WarehouseSync

/// A figure of a day, for comparison.
struct DayFigure: Hashable {
    var rows = 0
    var amount: ExactAmount?

    /// The figures of ledgers in memory, by tenant, provider, day and currency.
    static func expected(of tenants: [Tenant], in window: TimeWindow) async throws -> [[String?]: DayFigure] {
        var figures: [[String?]: DayFigure] = [:]
        for tenant in tenants {
            for (provider, ledger) in try await tenant.ledgers(in: window) {
                for group in try ledger.report(every: .day, by: [.currency]) where group.coverage.rows > 0 {
                    let day = group.start.map { String("\($0)".prefix(10)) }
                    figures[[tenant.name, provider, day, group[.currency]]] = DayFigure(
                        rows: group.coverage.rows, amount: try group.amounts.first.map(ExactAmount.init))
                }
            }
        }
        return figures
    }

    /// The figures of the view `usage_daily`.
    static func stored(in warehouse: Warehouse) throws -> [[String?]: DayFigure] {
        try warehouse.database.read { db in
            var figures: [[String?]: DayFigure] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM usage_daily") {
                figures[[row["tenant"], row["provider"], row["day"], row["currency"]]] = DayFigure(
                    rows: row["rows"], amount: try (row["amount"] as String?).map { try ExactAmount($0) })
            }
            return figures
        }
    }
}

/// What changed in a day that an earlier sync had covered.
struct Restatement: Hashable {
    let key: [String?]
    let before: DayFigure
    let after: DayFigure

    /// The differences of two sets of figures.
    static func differences(
        from before: [[String?]: DayFigure], to after: [[String?]: DayFigure]
    ) throws -> Set<Restatement> {
        var differences: Set<Restatement> = []
        for key in Set(before.keys).union(after.keys) where before[key] != after[key] {
            // A group without rows has no amount, and a day that has none of a currency has spent zero of it.
            let empty = DayFigure(amount: key[3] == nil ? nil : try ExactAmount("0"))
            differences.insert(
                Restatement(key: key, before: before[key] ?? empty, after: after[key] ?? empty))
        }
        return differences
    }

    /// All restatements of a warehouse.
    static func stored(in warehouse: Warehouse) throws -> [Restatement] {
        try warehouse.database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM restatements").map { row in
                func figure(_ name: String) throws -> DayFigure {
                    DayFigure(
                        rows: row["rows_\(name)"],
                        amount: try (row["amount_\(name)"] as String?).map { try ExactAmount($0) })
                }
                return Restatement(
                    key: [row["tenant"], row["provider"], row["day"], row["currency"]], before: try figure("before"),
                    after: try figure("after"))
            }
        }
    }
}
