import Foundation
import GRDB
import Testing

@testable import WarehouseSync

@Suite struct WarehouseTests {
    @Test func anOlderDatabaseKeepsItsRowsAndGetsTheNewTables() async throws {
        try await withDatabase { path in
            let old = try DatabaseQueue(path: path)
            try Schema.migrator.migrate(old, upTo: "1 rows and positions")
            try await old.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO sources (tenant, provider) VALUES ('acme', 'tresor');
                        INSERT INTO usage (tenant, provider, row_id, repeats_request, time, currency, amount_nano,
                            amount_atto, amount_ronto, input_tokens, row)
                        VALUES ('acme', 'tresor', 'a', 0, '2026-05-20T08:00:00.000000000Z', 'EUR', 1500000000, 0, 0, 7,
                            '{}');
                        """)
            }
            try old.close()
            let warehouse = try Warehouse(path: path)
            let group = WarehouseTotals.Group(
                tenant: "acme", provider: "tresor", currency: "EUR", rows: 1, requests: 1, inputTokens: 7,
                outputTokens: nil, amount: try ExactAmount("1.5"))
            #expect(try await warehouse.totals() == WarehouseTotals(groups: [group]))
            let names = try await warehouse.database.read { db in
                try String.fetchAll(
                    db, sql: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
            }
            for name in ["usage", "usage_daily", "usage_totals", "restatements", "syncs", "coverage", "alerts"] {
                #expect(names.contains(name))
            }
        }
    }

    @Test func aDatabaseOfALaterVersionIsRefused() async throws {
        try await withDatabase { path in
            let later = try DatabaseQueue(path: path)
            var migrator = Schema.migrator
            migrator.registerMigration("a later step") { _ in }
            try migrator.migrate(later)
            try later.close()
            #expect(throws: WarehouseError.newerDatabase(path: path)) { try Warehouse(path: path) }
        }
    }

    @Test func aSecondWriterIsRefusedAndAReaderIsNot() async throws {
        try await withDatabase { path in
            let warehouse = try Warehouse(path: path)
            #expect(throws: WarehouseError.inUse(path: path)) { try Warehouse(path: path) }
            var configuration = Configuration()
            configuration.readonly = true
            let reader = try DatabaseQueue(path: path, configuration: configuration)
            #expect(try await reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM usage_daily") } == 0)
            #expect(try await warehouse.totals().groups.isEmpty)
        }
    }

    @Test func onlyTheOwnerCanReadANewDatabase() async throws {
        try await withDatabase { path in
            let warehouse = try Warehouse(path: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: warehouse.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func theDatabaseItselfRefusesAnIDThatComesTwice() async throws {
        try await withDatabase { path in
            let insertion = """
                INSERT INTO usage (tenant, provider, row_id, repeats_request, row) VALUES (?, 'tresor', ?, 0, '{}')
                """
            try await Warehouse(path: path).database.write { db in
                try db.execute(
                    sql: "INSERT INTO sources (tenant, provider) VALUES ('acme', 'tresor'), ('globex', 'tresor')")
                try db.execute(sql: insertion, arguments: ["acme", "a"])
                try db.execute(sql: insertion, arguments: ["globex", "a"])
                // Rows without ids can be equal.
                try db.execute(sql: insertion, arguments: ["acme", nil])
                try db.execute(sql: insertion, arguments: ["acme", nil])
                #expect(throws: DatabaseError.self) { try db.execute(sql: insertion, arguments: ["acme", "a"]) }
                #expect(throws: DatabaseError.self) { try db.execute(sql: insertion, arguments: ["unknown", "b"]) }
            }
        }
    }

    @Test func aDayIsReadByAnIndex() async throws {
        try await withDatabase { path in
            let plan = try await Warehouse(path: path).database.read { db in
                try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN SELECT * FROM usage_daily WHERE day = '2026-05-20' AND tenant = 'acme'"
                ).map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("SEARCH usage USING INDEX usage_day (day=? AND tenant=?)") })
        }
    }
}
