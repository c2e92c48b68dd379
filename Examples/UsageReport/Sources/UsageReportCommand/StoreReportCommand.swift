import ArgumentParser
import Foundation
import UsageKit

struct StoreReportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Prints a report of what a store has, without a request.",
        discussion: """
            Without --start and --end: all that the store has. A report of time that the store does not have is \
            incomplete (exit 3), and says which days of which source are missing.

            The metrics of --format openmetrics have the provider as a label if the rows have only one, and the \
            account if --account names one. Without them, the files of two stores have series in common, which the \
            textfile collector refuses: give both options, and write a file for each provider and account.
            """)

    @Argument(help: "The directory of the store.")
    var store: String

    @Option(name: .customLong("provider"), help: "Only the rows of this provider; may be repeated.")
    var providers: [SyncedProvider] = []

    @Option(name: .customLong("account"), help: "Only the rows of the account with this name; may be repeated.")
    var accounts: [String] = []

    @OptionGroup var options: ReportOptions

    func validate() throws { try StorePath.check(store) }

    func run(in context: Context) async throws -> ExitStatus {
        try await context.writing(to: options.output) { try await result(in: $0) }
    }

    /// Prints the result.
    private func result(in context: Context) async throws -> ExitStatus {
        let window = try options.window.savedWindow()
        let store = try UsageStore(at: URL(fileURLWithPath: store), access: .readOnly)
        var query = try options.query(window: window, grouping: try dimensions(options.by, in: store, "dimension"))
        context.console.noteDamage(of: store)
        let all = store.sources.map(\.id)
        let sources = try all.chosen(providers: providers, accounts: accounts)
        if options.format == .openmetrics, Set((sources ?? all).map(\.provider)).count == 1 {
            // The one provider is a label of all metrics, those of the report and of other keys included.
            query.dimensions.removeAll { $0 == .provider }
        }
        let run = LedgerRun(options: options, context: context)
        let report = try store.report(query, of: sources)
        let walk =
            WalkReport.sum(of: report.walks)
            ?? WalkReport(
                provider: ProviderID(rawValue: ""), endpoint: "report", window: window,
                stopped: WalkStop(.missingTime, "the store has nothing"))
        guard options.printsRecords else {
            let known = Set(report.walks.map(\.provider))
            return try run.print(
                report, of: known.count == 1 ? known.first : nil, account: accounts.count == 1 ? accounts[0] : nil,
                outcome: .init(report: walk, error: nil))
        }
        if options.format == .focus, accounts.count != 1 {
            throw ValidationError("--format focus needs the account that is billed: name one with --account.")
        }
        let labels = RowLabels(
            try dimensions(options.labels, in: store, "label").filter { $0 == .account || store.labels.contains($0) },
            and: options.columnLabels.filter { store.labels.contains($0) })
        func write(_ sources: [StoreSource]?, account: String?, of walks: [WalkReport]) throws -> ExitStatus {
            let subject = RecordOutput.Subject(labels: labels, account: account, owner: "store")
            return try run.write(subject, of: walks, summedUpIn: WalkReport.sum(of: walks) ?? walk) {
                store.records(in: window, of: sources)
            }
        }
        let parts = sources ?? all
        guard options.output.partition != nil, !parts.isEmpty else {
            return try write(sources, account: accounts.count == 1 ? accounts[0] : nil, of: report.walks)
        }
        // A source each, so that another one in the store changes nothing for those that are in the data set.
        var status = ExitStatus.complete
        for source in parts {
            let walks = try store.report(query, of: [source]).walks
            let ended = try write([source], account: source.accountLabel, of: walks)
            if ended != .complete { status = ended }
        }
        return status
    }

    private func dimensions(_ text: String?, in store: UsageStore, _ kind: String) throws -> [UsageDimension] {
        var dimensions: [UsageDimension] = []
        for name in text?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
            let dimension = UsageDimension(rawValue: String(name))
            let known = (kind == "label" ? [.account] : UsageDimension.all) + store.labels
            guard known.contains(dimension), !dimensions.contains(dimension) else {
                throw ValidationError(
                    "Unknown \(kind) '\(name)', or named twice; the store has \(known.map(\.rawValue).joined(separator: ", "))."
                )
            }
            dimensions.append(dimension)
        }
        return dimensions
    }
}

extension Console {
    /// Writes a line for each damaged part of a store, and for the end that no commit has.
    func noteDamage(of store: UsageStore) {
        for damage in store.damage { note("damaged: \(damage)") }
        if store.tornBytes > 0 {
            note("the last \(store.tornBytes) bytes of the store do not count: their commit has not ended")
        }
    }
}
