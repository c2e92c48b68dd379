import Foundation
import Synchronization
import UsageKit
// snippet.hide
import UsageKitTesting

// snippet.show

/// An account whose ledger is read each night.
struct Tenant: Sendable {
    let name: String
    let key: String
}

/// A walk that reached its end, and whose report says that rows may be missing or doubled.
struct Incomplete: Error {
    let refresh: StoreRefresh
}

/// Counts what a metrics system would count.
final class RequestMetrics: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func add(_ count: Int = 1, to name: String) { counts.withLock { $0[name, default: 0] += count } }

    subscript(name: String) -> Int { counts.withLock { $0[name] ?? 0 } }
}

/// Refreshes every tenant in one store, which keeps their rows, and what was read when a run ends early.
struct NightlyJob: Sendable {
    let store: UsageStore
    let metrics: RequestMetrics
    let log: @Sendable (String) -> Void
    var baseURL: String?

    /// Reads the tenants at the same time; the failure of one does not stop the others.
    func run(_ tenants: [Tenant], _ day: TimeWindow) async -> [String: Result<UsageReport, any Error>] {
        await withTaskGroup(of: (String, Result<UsageReport, any Error>).self) { group in
            for tenant in tenants {
                group.addTask {
                    do {
                        return (tenant.name, .success(try await read(tenant, day)))
                    } catch {
                        log("\(tenant.name): \(error)")
                        return (tenant.name, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func read(_ tenant: Tenant, _ day: TimeWindow) async throws -> UsageReport {
        let tresor = try Tresor.Client(apiKey: tenant.key, configuration: configuration(of: tenant))
        // A run that was stopped goes on where it was, and a day that is known costs no request. Late rows of the day are
        // not looked for: run the job after they had time to come, or leave out the overlap.
        let refresh = try await store.refresh(tresor.usage(in: day), overlap: .zero)
        guard refresh.isComplete else { throw Incomplete(refresh: refresh) }
        return try store.report(ReportQuery(window: day, by: [.model]), of: [refresh.source])
    }

    /// One transport for each tenant, so that a slow one does not take the connections of the others.
    private func configuration(of tenant: Tenant) -> ClientConfiguration {
        ClientConfiguration(
            baseURL: baseURL, account: tenant.name, transport: URLSessionTransport(),
            observer: { [metrics, log] attempt in
                metrics.add(to: "requests")
                metrics.add(attempt.receivedBytes, to: "bytes")
                if attempt.outcome != .succeeded {
                    metrics.add(to: "failures")
                    log("\(tenant.name): \(attempt)")  // without key, query and body
                }
            })
    }
}
// snippet.hide

let may20 = try TimeWindow.day(containing: Timestamp("2026-05-20T12:00:00Z"), in: .gmt)
let generator = LedgerGenerator(seed: 3)
let acme = TresorFake(
    rows: generator.tresorRows(count: 25, in: may20), apiKey: "tr-acme",
    behavior: FakeBehavior(pageLimit: 10, faults: [3: .status(429, retryAfter: .seconds(900))]))
let morning = try Timestamp("2026-05-20T08:00:00Z")
let globex = TresorFake(rows: [TresorFake.row(at: morning, cost: 2.5)], apiKey: "tr-globex")
let server = try LoopbackServer(FakeTenants([acme, globex]))
let folder = FileManager.default.temporaryDirectory.appending(path: "NightlyJob-\(UUID())")
defer { try? FileManager.default.removeItem(at: folder) }
let lines = Mutex<[String]>([])
let job = NightlyJob(
    store: try UsageStore(at: folder), metrics: RequestMetrics(), log: { line in lines.withLock { $0.append(line) } },
    baseURL: server.baseURL)
let tenants = [Tenant(name: "acme", key: "tr-acme"), Tenant(name: "globex", key: "tr-globex")]

let first = await job.run(tenants, may20)
let globexReport = try first["globex"]?.get()
precondition(globexReport?.total.charges == [.eur: 2.5], "wrong: \(first)")
precondition((try? first["acme"]?.get()) == nil && acme.requests.count == 3, "acme did not fail at its third request")
precondition(job.metrics["failures"] == 1, "the observer did not count the failure")
precondition(lines.withLock { $0.count } == 2, "the attempt and the job were not logged: \(lines.withLock { $0 })")

let second = await job.run(tenants, may20)
let resumed = try second["acme"]?.get()
precondition(resumed?.total.requests == 25 && resumed?.isComplete == true, "wrong: \(second)")
let costs = try acme.rows.map { try Tresor.LedgerRow($0).cost }
let sum = try costs.dropFirst().reduce(costs[0]) { try $0?.adding($1 ?? Money(0, .eur)) }
precondition(resumed?.total.charges[.eur] == sum?.amount, "the sum is not that of the ledger")
precondition(acme.requests.count == 4 || acme.requests.count == 5, "the walk began again: \(acme.requests.count)")
precondition(!lines.withLock { $0 }.joined().contains("tr-"), "a key was logged")

let requests = acme.requests.count
let third = try await job.run(tenants, may20)["acme"]?.get()
precondition(third?.total.charges == resumed?.total.charges, "a day that was finished was counted again")
precondition(acme.requests.count == requests, "a day that was finished was read again")
