import Foundation
import GRDB
import Testing
import UsageKit
import UsageKitTesting
import WarehouseSync

/// The built command, with its embedded fakes and with configurations.
@Suite struct CommandTests {
    @Test func theDemoPrintsTheTotalsOfItsDatabaseAndPrintsThemAgain() async throws {
        try await withDatabase { path in
            let first = try SyncProcess(["--demo", path])
            #expect(await first.status() == 0, "\(first.diagnostics)")
            let totals = try await Warehouse(path: path).totals()
            #expect(first.output == "\(totals)\n")
            #expect(Set(totals.groups.map { [$0.tenant, $0.provider] }).count == 15)
            #expect(first.diagnostics.contains("today's spend has passed a bound"))
            let second = try SyncProcess(["--demo", path])
            #expect(await second.status() == 0)
            #expect(second.output == first.output)
            // The alert was delivered, and the fakes have no new rows.
            #expect(!second.diagnostics.contains("today's spend"))
            #expect(!second.diagnostics.contains("added=400"))
            let without = try SyncProcess(["--demo"])
            #expect(await without.status() == 0)
            #expect(without.output == first.output)
        }
    }

    @Test func theQueriesOfTheREADMEWork() async throws {
        let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        let blocks = try String(contentsOf: readme, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
        let queries = blocks.flatMap { block in
            (block.components(separatedBy: "```").first ?? "").components(separatedBy: ";")
                .filter { $0.contains("SELECT") }
        }
        #expect(queries.count >= 4)
        try await withDatabase { path in
            let demo = try SyncProcess(["--demo", path])
            #expect(await demo.status() == 0)
            // Without any function of this package, as in the shell of SQLite.
            let database = try DatabaseQueue(path: path)
            try await database.write { db in
                for query in queries {
                    let count = try Row.fetchAll(db, sql: query).count
                    // A first sync restates nothing.
                    #expect(count > 0 || query.contains("restatements"), "\(query)")
                }
            }
        }
    }

    @Test(arguments: [
        ([], "Give a database and --configuration"),
        (["--demo", "--configuration", "x"], "--demo needs no --configuration"),
        (["x", "--configuration", "y", "--overlap-hours", "-1"], "--overlap-hours"),
        (["--demo", "--log-level", "loud"], "--log-level"),
        (["--demo", "--end", "tomorrow"], "--end"),
    ])
    func anInvalidCommandLineIsRefused(arguments: [String], reason: String) async throws {
        let process = try SyncProcess(arguments)
        #expect(await process.status() == 64)
        #expect(process.diagnostics.contains(reason), "\(process.diagnostics)")
        #expect(process.output.isEmpty)
    }

    @Test(arguments: [
        (#"{"tenants": [{"name": "acme"}]}"#, "cannot be read"),
        (#"{"tenants": [{"name": "a", "providers": [{"provider": "tresor", "key": "NO_KEY"}]}]}"#, "NO_KEY"),
        (#"{"tenants": [{"name": "a", "providers": [{"provider": "unknown", "key": "KEY"}]}]}"#, "unknown provider"),
        (#"{"tenants": [{"name": "a", "alerts": {"EUR": "much"}, "providers": []}]}"#, "the amount much"),
        (
            #"{"tenants": [{"name": "a", "providers": [{"provider": "venice", "key": "KEY"}, "#
                + #"{"provider": "venice", "key": "KEY"}]}]}"#,
            "is there twice"
        ),
    ])
    func aConfigurationThatCannotBeUsedIsRefused(text: String, reason: String) async throws {
        try await withDatabase { path in
            try text.write(toFile: path + ".json", atomically: true, encoding: .utf8)
            let process = try SyncProcess([path, "--configuration", path + ".json"], environment: ["KEY": "a-key"])
            #expect(await process.status() == 1)
            #expect(process.diagnostics.contains(reason), "\(process.diagnostics)")
            #expect(!process.diagnostics.contains("a-key"))
        }
    }

    @Test func aSourceThatFailsEndsWithStatus3() async throws {
        try await withDatabase { path in
            let fake = TresorFake(rows: [TresorFake.row(at: instant("2026-05-20T08:00:00Z"), cost: 2)])
            let server = try LoopbackServer(fake)
            defer { server.stop() }
            let text = """
                {"tenants": [{"name": "acme", "providers": [
                    {"provider": "tresor", "key": "KEY", "baseURL": "\(server.baseURL)"}]}]}
                """
            try text.write(toFile: path + ".json", atomically: true, encoding: .utf8)
            let arguments = [
                path, "--configuration", path + ".json", "--start", "2026-05-18T00:00:00Z", "--end",
                "2026-05-25T00:00:00Z",
            ]
            let refused = try SyncProcess(arguments, environment: ["KEY": "tr-another-key"])
            #expect(await refused.status() == 3)
            #expect(refused.diagnostics.contains("unauthorized"))
            let accepted = try SyncProcess(arguments, environment: ["KEY": TresorFake.testKey])
            #expect(await accepted.status() == 0)
            #expect(accepted.output.contains("EUR"))
        }
    }
}
