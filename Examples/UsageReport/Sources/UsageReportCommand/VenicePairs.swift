import Foundation
import UsageKit

extension VeniceCommand {
    /// How old the analytics can be, by their documentation.
    private static let age = Duration.seconds(600)
    private static let oneDay = Duration.seconds(86_400)

    /// What `reconcile` can compare.
    static let reconciled = ReconciledProvider<Venice.Client>(
        id: provider, client: { try ledgerClient(in: $0, $1) }, demoClient: { try VeniceCommand().client(of: $0, $1) },
        pairs: [
            ReconciledPair("days", "the analytics of each UTC day, with the billing history", age: age) { run in
                let window = try run.days()
                let analytics = try await run.fetch { try await run.client.analytics(over: .window(window)) }
                let history = try await run.records(of: run.client.history(in: window))
                return try run.reconciliation(try Statement(analytics), with: history)
            },
            ReconciledPair(
                "models", "the analytics of each model, with the billing history", takesNames: true, age: age
            ) { run in
                let window = try run.days()
                let analytics = try await run.fetch { try await run.client.analytics(over: .window(window)) }
                let history = try await run.records(of: run.client.history(in: window))
                let names = try names(of: analytics, in: history.records, mapped: run.names)
                let known = Set(analytics.byModel.map { Array($0.name.utf8) })
                for (name, _) in run.names where !known.contains(Array(name.utf8)) {
                    run.ledger.console.note(
                        "the mapping of '\(name)' has no effect: the analytics have no model of this name")
                }
                return try run.reconciliation(try Statement(modelsOf: analytics, mapping: names), with: history)
            },
            ReconciledPair(
                "keys", "the analytics of all keys, with those of all days", ownSide: "usage-analytics by key"
            ) { run in
                let window = try run.days()
                let analytics = try await run.fetch { try await run.client.analytics(over: .window(window)) }
                var days = try Statement(analytics).summed()
                if analytics.byKey.isEmpty { days.gap = "no key is listed" }
                return try Reconciliation(
                    days, with: ReconciledRows(try Statement(keysOf: analytics)), tolerance: run.tolerance)
            },
            ReconciledPair(
                "balance", "the DIEM that the balance says were spent today, with the billing history",
                takesWindow: false, age: .zero
            ) { run in
                let present = try run.present()
                let balance = try await run.fetch { try await run.client.balance() }
                // The day is that of the server's clock, which can be the one before; the end of an open walk shows it.
                let start = TimeWindow.day(containing: present, in: .gmt).start.map { $0 - oneDay }
                let days = try TimeWindow(from: start, to: run.isDemo ? Demo.window.end : nil)
                var history = try await run.records(of: run.client.history(in: days))
                let time = history.report.window.end.map { $0 - .nanoseconds(1) } ?? present
                let today = TimeWindow.day(containing: time, in: .gmt)
                history.records.removeAll { $0.time.map { !today.contains($0) } ?? false }
                return try run.reconciliation(try Statement(balance, at: time), with: history)
            },
        ],
        requests: ReconciledRequests(key: .requestID, id: \.requestID, areParts: true) { run in
            try await run.records(of: run.client.history(in: run.span))
        })

    /// For each name of a model in the analytics, the model in the history: as it is mapped, or itself if the history has it.
    ///
    /// - Throws: `UsageError` that names the models without a mapping.
    private static func names(
        of analytics: Venice.Analytics, in history: [UsageRecord], mapped: [(key: String, value: String)]
    ) throws -> [(key: String, value: String)] {
        let models = Set(history.compactMap { $0.model.map { Array($0.utf8) } })
        var names = mapped
        var known = Set(mapped.map { Array($0.key.utf8) })
        var unknown: [String] = []
        for model in analytics.byModel where known.insert(Array(model.name.utf8)).inserted {
            if models.contains(Array(model.name.utf8)) {
                names.append((model.name, model.name))
            } else if model.name != "Other" {
                // The analytics have the models beyond those that they name under this name.
                unknown.append(model.name)
            }
        }
        guard unknown.isEmpty else {
            let known = models.map { String(decoding: $0, as: UTF8.self) }.sorted().joined(separator: ", ")
            throw UsageError(
                .invalidArgument,
                """
                the history has no model of the name \(unknown.joined(separator: ", ")); give --map NAME=MODEL for each, \
                with a model of the history: \(known)
                """)
        }
        return names
    }
}
