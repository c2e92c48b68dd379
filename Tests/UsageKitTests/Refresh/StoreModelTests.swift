import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Random histories of a store, compared with what the provider has.
///
/// The oracle keeps nothing but the server's rows and the windows that a complete refresh has read: after a refresh that
/// covers everything, the store must have exactly the rows of the server, each once, in its last state.
@Suite struct StoreModelTests {
    /// A tenant's server, and how its rows look.
    private final class Tenant {
        let label: String
        let hasIDs: Bool
        var rows: [JSONValue] = []
        var next = 0
        let aurous: AurousFake
        let venice: VeniceFake

        init(_ label: String, hasIDs: Bool, _ scene: StoreScene) {
            self.label = label
            self.hasIDs = hasIDs
            let digit = label == "a" ? "a" : "b"
            aurous = AurousFake(
                events: [], apiKey: "al_live_" + String(repeating: digit, count: 64), now: scene.clock.now)
            venice = VeniceFake(entries: [], now: scene.clock.now)
        }

        func row(at instant: Timestamp, id: Int, amount: Int, isSettled: Bool = true) -> JSONValue {
            hasIDs
                ? AurousFake.event(
                    at: instant, credits: isSettled ? WireNumber(integerLiteral: amount) : nil,
                    status: isSettled ? .completed : .processing, id: "cmp_\(id)")
                : VeniceFake.entry(
                    at: instant, amount: WireNumber(integerLiteral: -amount), requestID: "chatcmpl-\(id)")
        }

        func set(_ rows: [JSONValue]) {
            self.rows = rows
            let changes: [FakeBehavior.Change] = [.remove { _ in true }, .insert(rows)]
            for change in changes { hasIDs ? aurous.apply(change) : venice.apply(change) }
        }

        func setBehavior(_ behavior: FakeBehavior) {
            if hasIDs { aurous.behavior = behavior } else { venice.behavior = behavior }
        }

        func refresh(_ store: UsageStore, _ scene: StoreScene, in window: TimeWindow, overlap: Duration) async throws {
            if hasIDs {
                try await store.refresh(
                    scene.aurous(aurous, account: label).events(in: window), overlap: overlap)
            } else {
                try await store.refresh(
                    scene.venice(venice, account: label).history(in: window), overlap: overlap)
            }
        }

        /// The rows of a time, as a ledger has them.
        func ledger(in window: TimeWindow) throws -> UsageLedger {
            var ledger = UsageLedger()
            let text = Array((rows.map { $0.text + "\n" }.joined()).utf8)
            if rows.isEmpty { return ledger }
            if hasIDs {
                try ledger.ingest(Aurous.replay, of: text, in: window, account: label)
            } else {
                try ledger.ingest(Venice.replay, of: text, in: window, account: label)
            }
            return ledger
        }
    }

    private static let start = Timestamp.at("2026-05-01T00:00:00Z")

    private static func figures(_ ledger: UsageLedger) throws -> [String] {
        let report = try ledger.report(ReportQuery(every: .hour, by: UsageDimension.all))
        return report.map { group in
            let charges = group.charges.map { "\($0.value) \($0.key)" }.sorted()
            return "\(group.start?.description ?? "-") \(group.key) \(group.requests) \(charges)"
        }
    }

    @Test(arguments: PropertySeeds.some(20, long: 2000))
    func theStoreHasWhatTheServersHave(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = StoreScene(now: Self.start.advanced(by: .seconds(86_400)))
        let tenants = [
            Tenant("a", hasIDs: true, scene), Tenant("b", hasIDs: true, scene), Tenant("c", hasIDs: false, scene),
        ]
        var store: UsageStore? = try scene.open()
        var pruned = Self.start
        let window = try TimeWindow(from: Self.start, to: nil)
        for _ in 0..<Int.random(in: 3...9, using: &random) {
            for tenant in tenants { change(tenant, at: scene.clock.now(), pruned, &random) }
            scene.clock.set(scene.clock.now().advanced(by: .seconds(Int.random(in: 1...40_000, using: &random))))
            for tenant in tenants where Bool.random(using: &random) {
                let request = Int.random(in: 1...6, using: &random)
                let isFailing = Bool.random(using: &random)
                tenant.setBehavior(
                    FakeBehavior(
                        pageLimit: Int.random(in: 1...20, using: &random),
                        faults: isFailing ? [.request(request): .status(400)] : [:]))
                let overlap = Duration.seconds(Int.random(in: 0...200_000, using: &random))
                try? await tenant.refresh(try #require(store), scene, in: window, overlap: overlap)
            }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: try store?.compact()
            case 1:
                store = nil
                store = try scene.open()
            case 2:
                pruned = max(
                    pruned, scene.clock.now().advanced(by: .seconds(-Int.random(in: 0...80_000, using: &random))))
                try store?.prune(before: pruned)
            default: break
            }
            try check(try #require(store), tenants, pruned)
        }
        // A refresh whose overlap is everything has exactly what the servers have.
        for tenant in tenants {
            tenant.setBehavior(FakeBehavior(pageLimit: 7))
            try await tenant.refresh(try #require(store), scene, in: window, overlap: .seconds(86_400 * 90))
        }
        let everything = try UsageLedger.merged(tenants.map { try $0.ledger(in: TimeWindow(from: pruned)) })
        #expect(store?.ledger.isComplete == true)
        #expect(try Self.figures(try #require(store).ledger) == Self.figures(everything))
        store = nil
        #expect(try Self.figures(scene.open(.readOnly).ledger) == Self.figures(everything))
    }

    /// Rows come, late or not, are revised and deleted.
    private func change(
        _ tenant: Tenant, at now: Timestamp, _ pruned: Timestamp, _ random: inout SeededGenerator
    ) {
        var rows = tenant.rows
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let age = Int.random(in: 0...(Bool.random(using: &random) ? 40_000 : 200_000), using: &random)
            let instant = max(now.advanced(by: .seconds(-age)), Self.start)
            tenant.next += 1
            rows.append(
                tenant.row(
                    at: instant, id: tenant.next, amount: Int.random(in: 1...9, using: &random),
                    isSettled: Int.random(in: 0..<5, using: &random) > 0))
        }
        for index in rows.indices where Int.random(in: 0..<10, using: &random) == 0 {
            let name = tenant.hasIDs ? "created_at" : "timestamp"
            guard let instant = rows[index][name]?.string.flatMap({ try? Timestamp($0) }) else { continue }
            let id = tenant.hasIDs ? Int(rows[index]["id"]?.string?.dropFirst(4) ?? "") ?? 0 : tenant.next
            rows[index] = tenant.row(at: instant, id: id, amount: Int.random(in: 1...9, using: &random))
        }
        rows.removeAll { _ in Int.random(in: 0..<20, using: &random) == 0 }
        tenant.set(rows)
    }

    /// Whatever happened, each row counts at most once, and nothing counts that is from before the last pruning.
    private func check(_ store: UsageStore, _ tenants: [Tenant], _ pruned: Timestamp) throws {
        let records = Array(store.records())
        for tenant in tenants where tenant.hasIDs {
            let ids = records.filter { $0.labels[.account] == tenant.label }.compactMap(\.id)
            #expect(Set(ids).count == ids.count)
        }
        #expect(store.count == records.count)
        #expect(store.damage.isEmpty)
        for source in store.sources {
            #expect(
                zip(source.covered, source.covered.dropFirst()).allSatisfy { left, right in
                    guard let end = left.end, let start = right.start else { return false }
                    return end < start
                })
        }
    }
}

extension UsageLedger {
    fileprivate static func merged(_ ledgers: [UsageLedger]) -> UsageLedger {
        ledgers.reduce(into: UsageLedger()) { $0.merge($1) }
    }
}
