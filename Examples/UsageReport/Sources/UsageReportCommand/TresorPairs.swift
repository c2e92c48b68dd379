import UsageKit

extension TresorCommand {
    /// What `reconcile` can compare.
    static let reconciled = ReconciledProvider<Tresor.Client>(
        id: provider, client: { try TresorCommand().client(in: $0, $1) },
        demoClient: { try TresorCommand().client(of: $0, $1) },
        pairs: [
            ReconciledPair("total", "the total that the listing states, with its rows") { run in
                let (rows, report) = try await run.rows(of: run.client.usage(in: run.span))
                guard report.isComplete || report.expected != nil else {
                    let statement = Statement("usage total", entries: [], gap: report.missingRows)
                    return try Reconciliation(statement, with: ReconciledRows())
                }
                var records = ReconciledRows(rows.map(\.usageRecord), of: report, countsUntimed: true)
                for record in try await recordsAtEnd(of: report, run) { records.add(record, as: .outside) }
                return try Reconciliation(try Statement(totalOf: report), with: records, tolerance: run.tolerance)
            },
            ReconciledPair("costs", "the cost of each row, with tokens × price of today × (1 − discount)") { run in
                let models = try await run.fetch { try await run.client.models() }
                let (rows, report) = try await run.rows(of: run.client.usage(in: run.span))
                run.note(span: report.window)
                let day = String("\(try run.present())".prefix(10))
                return try Reconciliation(
                    costsOf: rows, at: Tresor.PriceList(day, models: models), tolerance: run.tolerance,
                    gap: report.missingRows)
            },
        ],
        requests: ReconciledRequests(
            key: .label(.receipt), id: { $0.labels[.receipt] }, exportOption: "--labels receipt", currency: .eur
        ) { run in
            try await run.records(of: run.client.usage(in: run.span), keeping: [.receipt])
        })

    /// The rows at the very end of a window, which the service counts and a walk leaves out.
    private static func recordsAtEnd(
        of report: WalkReport, _ run: ReconcileRun<Tresor.Client>
    ) async throws -> [UsageRecord] {
        guard report.outsideWindow > 0, let end = report.window.end else { return [] }
        let window = try TimeWindow(from: end, to: end + .seconds(1))
        return try await run.records(of: run.client.usage(in: window)).records.filter { $0.time == end }
    }
}
