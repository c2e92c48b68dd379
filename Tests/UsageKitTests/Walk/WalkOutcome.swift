import UsageKit

/// A walk taken to its end, whichever that is.
struct WalkOutcome: Sendable {
    /// The rows that were delivered, as on the wire.
    var rows: [JSONValue] = []
    /// The same rows as records.
    var records: [UsageRecord] = []
    /// How many rows each page delivered.
    var pageSizes: [Int] = []
    var report: WalkReport
    /// What ended the walk, where it was no end.
    var error: (any Error)?

    var failure: UsageError? { error as? UsageError }

    init<Row: UsageRow & JSONRepresentable>(of walk: Walk<Row>) async {
        var pages = walk.pages.makeAsyncIterator()
        report = pages.report
        do {
            while let page = try await pages.next() {
                rows += page.rows.map(\.jsonValue)
                records += page.rows.map(\.usageRecord)
                pageSizes.append(page.rows.count)
            }
        } catch {
            self.error = error
        }
        report = pages.report
    }
}
