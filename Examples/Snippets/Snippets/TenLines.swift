// snippet.hide
import OfflineClients
// snippet.show
import UsageKit
// snippet.hide
import UsageKitTesting

let key = AurousFake.testKey
// snippet.show

let aurous = try Aurous.Client(apiKey: key)
let ledger = try await UsageLedger(of: aurous.events(in: .days(7, in: .gmt)))

let report = try ledger.report(every: .day, by: [.model])
for group in report {
    guard let day = group.start, let p95 = group.latency.p95, let spent = group.charges[.credits]
    else { continue }
    print(day, group[.model] ?? "no model", group.requests, p95, spent)  // Duration and Decimal, both exact
}
print(report.isComplete)  // false if a walk did not reach the last row
// snippet.hide
precondition(report.isComplete && report.total.requests == 2000, "the walk did not reach the last row")
