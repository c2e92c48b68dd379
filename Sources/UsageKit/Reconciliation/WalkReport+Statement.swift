extension WalkReport {
    /// Why the rows of the walk may not be all rows; nil if they are.
    var gap: String? {
        isComplete ? nil : stopped?.description ?? "the walk of \(endpoint) has not ended"
    }
}

extension ReconciledRows {
    /// Creates the rows of a walk, which count.
    ///
    /// - Parameters:
    ///   - records: The rows.
    ///   - report: The report of the walk: if it is not complete, rows may be missing.
    ///   - countsUntimed: Whether rows without a time get one in the window of the walk, so that they count in a figure of all
    ///     of it, such as ``Statement/init(totalOf:madeAt:)``. In figures of days they would count on the first one.
    public init(_ records: some Sequence<UsageRecord>, of report: WalkReport, countsUntimed: Bool = false) {
        self.init(gap: report.gap)
        let window = report.window
        let time = window.start ?? window.end?.advanced(by: .nanoseconds(-1)) ?? Timestamp(seconds: 0)
        for var record in records {
            if countsUntimed { record.time = record.time ?? time }
            add(record)
        }
    }
}

extension Statement {
    /// How many rows a provider says that its listing has, to be compared with the rows of the walk.
    ///
    /// The provider may count rows at the end of the window, which a walk leaves out: Tresor includes the end of its
    /// window (`GET /v1/usage`). Give such rows as ``ReconciledRows/Role/outside`` if they are known. It counts rows without a
    /// time, too: see ``ReconciledRows/init(_:of:countsUntimed:)``.
    ///
    /// - Parameters:
    ///   - report: The report of the walk, with the total as ``WalkReport/expected``.
    ///   - madeAt: When the total was read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the provider states no total.
    public init(totalOf report: WalkReport, madeAt: Timestamp? = nil) throws(UsageError) {
        guard let total = report.expected else {
            throw UsageError(
                .invalidArgument, "\(report.provider) states no total of \(report.endpoint) to compare with")
        }
        var entry = Entry(window: report.window)
        entry.set(.rows, exact: ExactDecimal(total))
        self.init("\(report.endpoint) total", entries: [entry], madeAt: madeAt)
    }
}
