import OfflineClients
import UsageKit
import UsageKitTesting

/// The lines of `TenLines.swift` in an actor of a server.
actor UsageService {
    private(set) var shown: UsageReport?
    private(set) var archive = UsageLedger()

    func refresh(key: String) async throws {
        let aurous = try Aurous.Client(apiKey: key)
        let ledger = try await UsageLedger(of: aurous.events(in: .days(7, in: .gmt)))

        let report = try ledger.report(every: .day, by: [.model])
        for group in report {
            guard let day = group.start, let p95 = group.latency.p95, let spent = group.charges[.credits]
            else { continue }
            print(day, group[.model] ?? "no model", group.requests, p95, spent)  // Duration and Decimal, both exact
        }
        print(report.isComplete)  // false if a walk did not reach the last row

        shown = report
        archive = try await archive.ingesting(aurous.events(in: .yesterday(in: .gmt)))
    }
}

let service = UsageService()
try await service.refresh(key: AurousFake.testKey)
let (shown, archive) = await (service.shown, service.archive)
precondition(shown?.total.requests == 2000, "the report does not have all requests")
precondition(archive.isComplete && !archive.isEmpty, "the ledger does not have the rows of yesterday")
