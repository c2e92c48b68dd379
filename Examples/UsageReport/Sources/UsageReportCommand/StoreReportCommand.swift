import ArgumentParser
import Foundation
import UsageKit

struct StoreReportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Prints a report of what a store has, without a request.",
        discussion: """
            Without --start and --end: all that the store has. A report of time that the store does not have is \
            incomplete (exit 3), and says which days of which source are missing.
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
        let window = try options.window.savedWindow()
        let store = try UsageStore(at: URL(fileURLWithPath: store), access: .readOnly)
        let query = try options.query(window: window, grouping: try dimensions(options.by, in: store, "dimension"))
        for damage in store.damage { context.console.note("damaged: \(damage)") }
        let sources = try store.sources.map(\.id).chosen(providers: providers, accounts: accounts)
        let run = LedgerRun(options: options, context: context)
        if store.tornBytes > 0 {
            context.console.note(
                "the last \(store.tornBytes) bytes of the store do not count: their commit has not ended")
        }
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
        let labels = RowLabels(
            try dimensions(options.labels, in: store, "label").filter { $0 == .account || store.labels.contains($0) })
        var output = RecordOutput(options.format ?? .ndjson, labels, to: context.console)
        for record in store.records(in: window, of: sources) {
            try Task.checkCancellation()
            try output.append([record])
        }
        try output.flush()
        return run.noteRecords(walk)
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
