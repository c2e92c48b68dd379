import Foundation
import GRDB
import Testing
import UsageKit
import UsageKitTesting
import WarehouseSync

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Three tenants with five providers each, behind loopback servers, and the built command as a process that is killed.
@Suite(.serialized) struct KilledProcessTests {
    private static let firstEnd = instant("2026-05-24T12:00:00Z")

    /// The servers, and what the command needs to reach them.
    private final class World {
        let tenants: [Tenant]
        let path: String
        let gate: Gate
        private let servers: [LoopbackServer]
        private let configuration: URL
        private let environment: [String: String]

        init(path: String) throws {
            self.path = path
            let window = try TimeWindow(from: Tenant.start, to: Tenant.end)
            let tenants = ["acme", "globex", "initech"].enumerated().map { number, name in
                Tenant(name, seed: UInt64(number + 11), in: window)
            }
            self.tenants = tenants
            // The gate reads the database before the first process does.
            _ = try Warehouse(path: path)
            let gate = try Gate(path: path)
            self.gate = gate
            let fakes: [any HTTPTransport] = [
                FakeTenants(tenants.map(\.aurous)), FakeTenants(tenants.map(\.venice)),
                FakeTenants(tenants.map(\.tresor)), FakeTenants(tenants.map(\.chatBotKit)),
                FakeTenants(tenants.map(\.auralytik)),
            ]
            let servers = try fakes.map { try LoopbackServer(GatedTransport(base: $0, gate: gate)) }
            self.servers = servers
            var environment: [String: String] = [:]
            let named = tenants.map { tenant in
                WarehouseConfiguration.Tenant(
                    name: tenant.name, alerts: tenant.name == "acme" ? ["EUR": "0.000001"] : nil,
                    providers: zip(tenant.fakes, servers).map { provider, server in
                        let key = "\(tenant.name)_\(provider.provider)_key".uppercased()
                        environment[key] = provider.fake.apiKey
                        return .init(provider: provider.provider, key: key, baseURL: server.baseURL)
                    })
            }
            self.environment = environment
            configuration = URL(fileURLWithPath: path + ".json")
            try JSONEncoder().encode(WarehouseConfiguration(tenants: named)).write(to: configuration)
        }

        deinit { servers.forEach { $0.stop() } }

        func start(to end: Timestamp) throws -> SyncProcess {
            try SyncProcess(
                [
                    path, "--configuration", configuration.path, "--start", "\(Tenant.start)", "--end", "\(end)",
                    "--log-level", "debug",
                ], environment: environment, onEnd: { [gate] in gate.end() })
        }

        /// Small pages, and faults of each kind, which differ from source to source.
        func breakServers() {
            for (number, fake) in tenants.flatMap({ $0.fakes.map(\.fake) }).enumerated() {
                fake.behavior = FakeBehavior(
                    pageLimit: 20,
                    faults: [
                        .request(2 + number % 2): .status(429, retryAfter: .zero),
                        .request(4 + number % 2): .status(503),
                        // Foundation itself repeats a request whose reused connection ends, so two in a row are dropped.
                        .requests(6 + number % 2...7 + number % 2): .drop,
                    ])
            }
        }

        func mendServers() {
            for fake in tenants.flatMap({ $0.fakes.map(\.fake) }) { fake.behavior = FakeBehavior(pageLimit: 20) }
        }
    }

    /// Starts the command, and kills it once a number of pages has been committed.
    private func kill(_ world: World, to end: Timestamp, afterPages pages: Int) async throws {
        let isReached = world.gate.close(at: pages)
        let process = try world.start(to: end)
        for await _ in isReached {}
        #expect(Self.send(SIGKILL, to: process.id) == 0)
        #expect(await process.status() == nil, "\(process.diagnostics)")
        #expect(try world.gate.committedPages >= pages)
    }

    private static func send(_ signal: Int32, to process: pid_t) -> Int32 {
        #if canImport(Glibc)
            Glibc.kill(process, signal)
        #else
            Darwin.kill(process, signal)
        #endif
    }

    /// Runs the command to its end, and checks what it prints and what it stored.
    private func finish(_ world: World, to end: Timestamp) async throws {
        world.gate.open()
        let process = try world.start(to: end)
        #expect(await process.status() == 0, "\(process.diagnostics)")
        world.mendServers()
        let window = try TimeWindow(from: Tenant.start, to: end)
        let expected = try await WarehouseTotals.expected(of: world.tenants, in: window)
        #expect(process.output == "\(expected)\n")
        let warehouse = try Warehouse(path: world.path)
        #expect(try await warehouse.totals() == expected)
        let days = try await DayFigure.expected(of: world.tenants, in: window)
        #expect(try DayFigure.stored(in: warehouse) == days)
        try checkState(of: warehouse)
        for key in world.tenants.flatMap({ $0.fakes.map(\.fake.apiKey) }) {
            #expect(!process.diagnostics.contains(key))
        }
    }

    /// After the end nothing is under way, and the database is sound.
    private func checkState(of warehouse: Warehouse) throws {
        try warehouse.database.read { db throws in
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_foreign_key_check") == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM staged_rows") == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM positions") == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM sources") == 15)
        }
    }

    @Test func aKilledSyncResumesAndLaterSyncsTakeLateAndRevisedRows() async throws {
        try await withDatabase { path in
            let world = try World(path: path)
            world.breakServers()
            for pages in [3, 14, 31, 47, 62] {
                try await kill(world, to: Self.firstEnd, afterPages: pages)
                try checkNothingIsHalfVisible(world, to: Self.firstEnd)
            }
            world.gate.open()
            try await finish(world, to: Self.firstEnd)
            let before = try await DayFigure.expected(of: world.tenants, in: window(to: Self.firstEnd))

            try change(world)
            world.breakServers()
            let pages = try world.gate.committedPages
            for more in [2, 20] { try await kill(world, to: Tenant.end, afterPages: pages + more) }
            try await finish(world, to: Tenant.end)

            let after = try await DayFigure.expected(of: world.tenants, in: window(to: Self.firstEnd))
            let warehouse = try Warehouse(path: path)
            let stored = try Restatement.stored(in: warehouse)
            let expected = try Restatement.differences(from: before, to: after)
            #expect(Set(stored) == expected)
            #expect(stored.count == expected.count)
            #expect(expected.count >= 12)
            try checkAlerts(warehouse)
        }
    }

    /// How often a sync is killed at random moments; `USAGEKIT_KILLS` sets another number.
    private static let kills = ProcessInfo.processInfo.environment["USAGEKIT_KILLS"].flatMap { Int($0) } ?? 12

    @Test func aSyncThatIsKilledAtRandomMomentsEndsWithTheSameTotals() async throws {
        try await withDatabase { path in
            let world = try World(path: path)
            world.mendServers()
            var kills = 0
            var isRunning = true
            while isRunning, kills < Self.kills {
                // Any moment will do: whatever it is, the totals must be the same.
                let requests = world.gate.requests + Int.random(in: 0...24)
                let process = try world.start(to: Tenant.end)
                while world.gate.requests < requests, process.isRunning { await Task.yield() }
                for _ in 0..<Int.random(in: 0...(1 << Int.random(in: 0...14))) where process.isRunning {
                    await Task.yield()
                }
                _ = Self.send(SIGKILL, to: process.id)
                isRunning = await process.status() == nil
                kills += 1
                try checkNothingIsHalfVisible(world, to: Tenant.end)
            }
            try await finish(world, to: Tenant.end)
        }
    }

    @Test func eachFaultHappensAndCostsNothing() async throws {
        try await withDatabase { path in
            let world = try World(path: path)
            world.breakServers()
            let process = try world.start(to: Tenant.end)
            #expect(await process.status() == 0, "\(process.diagnostics)")
            for fake in world.tenants.flatMap({ $0.fakes.map(\.fake) }) { #expect(fake.unusedFaults.isEmpty) }
            let log = process.diagnostics
            for status in ["429", "503"] { #expect(log.contains("status=\(status)")) }
            #expect(log.contains("request failed (transport)"))
            world.mendServers()
            let expected = try await WarehouseTotals.expected(of: world.tenants, in: window(to: Tenant.end))
            #expect(process.output == "\(expected)\n")
        }
    }

    private func window(to end: Timestamp) throws -> TimeWindow { try TimeWindow(from: Tenant.start, to: end) }

    /// A source shows either all rows of its window or no row.
    private func checkNothingIsHalfVisible(_ world: World, to end: Timestamp) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        try DatabaseQueue(path: world.path, configuration: configuration).read { db in
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            let halfVisible = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM sources
                    WHERE (covered_through IS NOT NULL) <> EXISTS (SELECT 1 FROM usage
                        WHERE usage.tenant = sources.tenant AND usage.provider = sources.provider)
                    """)
            #expect(halfVisible == 0)
            // Rows and position are those of the same pages.
            let positions = try Row.fetchAll(
                db,
                sql: """
                    SELECT checkpoint, (SELECT count(*) FROM staged_rows
                        WHERE staged_rows.tenant = positions.tenant AND staged_rows.provider = positions.provider) AS rows
                    FROM positions
                    """)
            for position in positions {
                let text: String = position["checkpoint"]
                let checkpoint = try JSONDecoder().decode(WalkCheckpoint.self, from: Data(text.utf8))
                #expect(checkpoint.report.rows == position["rows"])
            }
        }
    }

    /// Adds late rows, revised rows and a row that is gone, all within the overlap, and a request that ends late.
    private func change(_ world: World) throws {
        let late = instant("2026-05-23T10:00:00Z")
        for (number, tenant) in world.tenants.enumerated() {
            let cents: WireNumber = ["1.25", "0.000000000000000000000000001", "3.3000000000000003"][number]
            tenant.tresor.apply(.insert([TresorFake.row(at: late, cost: cents)]))
            tenant.aurous.apply(.insert([AurousFake.event(at: late, credits: cents)]))
            tenant.chatBotKit.apply(.insert([ChatBotKitFake.record(at: late, count: 3)]))
            tenant.auralytik.apply(.insert([AuralytikFake.detail(at: late)]))
            tenant.venice.apply(
                .insert([VeniceFake.entry(at: late, amount: "-0.0000000000000000175", requestID: "late")]))
            let bound = "2026-05-23"
            let revised = try #require(tenant.tresor.rows.first { Self.text("created_at", of: $0).hasPrefix(bound) })
            tenant.tresor.apply(.remove { $0["id"] == revised["id"] })
            tenant.tresor.apply(
                .insert([
                    TresorFake.row(
                        at: instant(Self.text("created_at", of: revised)), cost: 7, id: Self.text("id", of: revised))
                ]))
            let gone = try #require(tenant.venice.entries.first { Self.text("timestamp", of: $0).hasPrefix(bound) })
            tenant.venice.apply(.remove { $0 == gone })
            // A request that was running, long before the overlap.
            let open = try #require(
                tenant.aurous.events.last { ["processing", "pending"].contains(Self.text("status", of: $0)) })
            tenant.aurous.apply(.remove { $0["id"] == open["id"] })
            tenant.aurous.apply(
                .insert([
                    AurousFake.event(
                        at: instant(Self.text("created_at", of: open)), credits: 0.75, id: Self.text("id", of: open))
                ]))
        }
    }

    private static func text(_ name: String, of row: JSONValue) -> String { row[name]?.string ?? "" }

    /// Today's spend of one tenant has a bound.
    private func checkAlerts(_ warehouse: Warehouse) throws {
        let alerts = try warehouse.database.read { db in
            try Row.fetchAll(db, sql: "SELECT tenant, day, currency, delivered_at IS NOT NULL AS sent FROM alerts")
        }
        #expect(alerts == [["tenant": "acme", "day": "2026-05-24", "currency": "EUR", "sent": 1]])
    }
}
