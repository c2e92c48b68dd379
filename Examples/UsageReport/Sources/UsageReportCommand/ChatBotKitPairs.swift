import Foundation
import UsageKit

extension ChatBotKitCommand {
    /// Records of a child user have its id here.
    private static let childID = UsageDimension.meta("childId")

    /// What `reconcile` can compare.
    static let reconciled = ReconciledProvider<ChatBotKit.Client>(
        id: provider, client: { try ChatBotKitCommand().client(in: $0, $1) },
        demoClient: { try ChatBotKitCommand().client(of: $0, $1) },
        pairs: [
            ReconciledPair(
                "totals", "the totals of the billing period, whose beginning is --start, with the list",
                age: .seconds(900)
            ) { run in
                guard let window = run.window else {
                    throw UsageError(
                        .invalidArgument,
                        "the service does not say when its billing period begins: give its beginning as --start")
                }
                let totals = try await run.fetch { try await run.client.usageTotals() }
                let list = try await run.records(of: run.client.usage(in: window), keeping: [childID])
                var statement = Statement(totals, in: list.report.window)
                let result = try run.reconciliation(statement, with: list)
                guard result.verdict == .differs, let end = window.end, try end <= run.present() else { return result }
                statement.notCompared.append("what was used from \(end) on, which counts in the totals")
                return try run.reconciliation(statement, with: list)
            },
            ReconciledPair("series", "the series of each UTC day, with the list", age: .seconds(900)) { run in
                let window = try run.days()
                try checkReach(of: window, run)
                let series = try await run.fetch { try await run.client.series() }
                let list = try await run.records(of: run.client.usage(in: window), keeping: [childID])
                return try run.reconciliation(try statement(series, in: window, run), with: list)
            },
        ],
        requests: ReconciledRequests(key: .rowID, id: \.id) { run in
            try await run.records(of: run.client.usage(in: run.span))
        })

    /// Refuses a window that begins before the series.
    private static func checkReach(of window: TimeWindow, _ run: ReconcileRun<ChatBotKit.Client>) throws {
        let reach = TimeWindow.days(89, through: try run.present(), in: .gmt)
        if let start = window.start, let first = reach.start, start < first {
            throw UsageError(.invalidArgument, "the series has the last 90 days only: give a --start of that time")
        }
    }

    /// The series of the days of a window.
    private static func statement(
        _ series: ChatBotKit.Series, in window: TimeWindow, _ run: ReconcileRun<ChatBotKit.Client>
    ) throws -> Statement {
        var statement = try Statement(series, in: window)
        statement.entries.removeAll { day in day.window.start.map { !window.contains($0) } ?? true }
        let figures = [ChatBotKit.UsageType.conversation, .message].map { type in
            ReconciledFigure.quantity(UsageUnit(rawValue: type.rawValue))
        }
        // A day that is left out had no usage.
        try statement.fillDays(of: window, with: figures)
        return statement
    }
}
