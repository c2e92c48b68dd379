import GRDB
import Logging
import Synchronization
import Testing
import UsageKit
import UsageKitTesting
import WarehouseSync

@Suite struct SpendAlertTests {
    private struct Unreachable: Error {}

    /// What was delivered, and whether deliveries work.
    private final class Pager: Sendable {
        let alerts = Mutex<[SpendAlert]>([])
        let isReachable = Mutex(true)

        func send(_ alert: SpendAlert) throws {
            guard isReachable.withLock({ $0 }) else { throw Unreachable() }
            alerts.withLock { $0.append(alert) }
        }
    }

    private func sync(_ tenant: Tenant, into warehouse: Warehouse, to end: String, _ pager: Pager) async throws {
        let end = instant(end)
        let bounds = SpendBounds(
            [
                "acme": [.eur: try ExactAmount("3"), .usd: try ExactAmount("100")],
                "other": [.eur: try ExactAmount("0")],
            ],
            today: String("\(end - .nanoseconds(1))".prefix(10)))
        _ = try await SyncJob(
            tenant.sources(), into: warehouse, SyncOptions(start: Tenant.start, end: end), bounds: bounds,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, deliver: { try pager.send($0) }
        ).run()
    }

    @Test func onlyMoreThanTheBoundOfTodayIsAnAlertAndOnce() async throws {
        try await withDatabase { path in
            let tenant = Tenant("acme", seed: 1, rows: 0, in: try TimeWindow(from: Tenant.start, to: Tenant.end))
            let pager = Pager()
            let warehouse = try Warehouse(path: path)
            let morning = instant("2026-05-20T08:00:00Z")
            tenant.tresor.apply(.insert([TresorFake.row(at: morning - .seconds(86_400), cost: 50)]))
            tenant.tresor.apply(.insert([TresorFake.row(at: morning, cost: 3)]))
            try await sync(tenant, into: warehouse, to: "2026-05-20T09:00:00Z", pager)
            // Yesterday does not count, and the bound itself has not been passed.
            #expect(pager.alerts.withLock { $0 } == [])
            let cent: WireNumber = "0.000000000000000001"
            tenant.tresor.apply(.insert([TresorFake.row(at: morning + .seconds(7200), cost: cent)]))
            try await sync(tenant, into: warehouse, to: "2026-05-20T11:00:00Z", pager)
            try await sync(tenant, into: warehouse, to: "2026-05-20T12:00:00Z", pager)
            let alert = try #require(pager.alerts.withLock { $0.count == 1 ? $0.first : nil })
            #expect((alert.tenant, alert.day, alert.currency) == ("acme", "2026-05-20", .eur))
            #expect("\(alert.amount) of \(alert.bound)" == "3.000000000000000001 of 3")
        }
    }

    @Test func anAlertThatCouldNotBeDeliveredComesWithTheNextSync() async throws {
        try await withDatabase { path in
            let tenant = Tenant("acme", seed: 1, rows: 0, in: try TimeWindow(from: Tenant.start, to: Tenant.end))
            tenant.tresor.apply(.insert([TresorFake.row(at: instant("2026-05-20T08:00:00Z"), cost: 4)]))
            let pager = Pager()
            let warehouse = try Warehouse(path: path)
            pager.isReachable.withLock { $0 = false }
            await #expect(throws: Unreachable.self) {
                try await sync(tenant, into: warehouse, to: "2026-05-20T09:00:00Z", pager)
            }
            // The rows are stored all the same.
            #expect(try await warehouse.totals().groups.map(\.amount) == [ExactAmount("4")])
            pager.isReachable.withLock { $0 = true }
            try await sync(tenant, into: warehouse, to: "2026-05-20T09:00:00Z", pager)
            try await sync(tenant, into: warehouse, to: "2026-05-20T09:00:00Z", pager)
            #expect(pager.alerts.withLock { $0.count } == 1)
        }
    }
}
