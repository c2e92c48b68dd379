import Foundation
import Testing
import UsageKit
import UsageKitTesting
import WarehouseSync

/// The totals of the database are those of one store of the package with the same tenants, to the last digit.
@Suite struct StoreTotalsTests {
    @Test func aStoreOfAllTenantsHasTheSameTotals() async throws {
        let window = try TimeWindow(from: Tenant.start, to: Tenant.end)
        let tenants = [Tenant("acme", seed: 1, in: window), Tenant("globex", seed: 2, in: window)]
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try UsageStore(at: folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for source in try tenants.flatMap({ try $0.sources() }) {
                group.addTask {
                    switch source.client {
                    case .aurous(let client): try await store.refresh(client.events(in: window))
                    case .venice(let client): try await store.refresh(client.history(in: window))
                    case .tresor(let client): try await store.refresh(client.usage(in: window))
                    case .chatBotKit(let client): try await store.refresh(client.usage(in: window))
                    case .auralytik(let client): try await store.refresh(client.details(in: window))
                    }
                }
            }
            try await group.waitForAll()
        }
        let report = try store.report(ReportQuery(by: [.account, .provider, .currency]))
        let groups = try report.map { group in
            WarehouseTotals.Group(
                tenant: group[.account] ?? "", provider: group[.provider] ?? "", currency: group[.currency],
                rows: group.coverage.rows, requests: group.requests, inputTokens: group.inputTokens,
                outputTokens: group.outputTokens, amount: try group.amounts.first.map(ExactAmount.init))
        }
        #expect(report.isComplete && store.sources.count == 10)
        #expect(try await WarehouseTotals(groups: groups) == WarehouseTotals.expected(of: tenants, in: window))
    }
}
