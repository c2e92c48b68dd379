/// Rows of one or several providers in memory, from which reports with exact sums and quantiles are computed.
///
/// It is a value: copies are independent and share what they have in common, and tasks can fill ledgers of their own that
/// are then merged. Rows are stored in columns, each as narrow as its values allow: some 20 to 40 bytes a row. The ids
/// of rows and the fields of their provider's type are not kept. A ledger does not de-duplicate; a walk does that before
/// it delivers rows. If two walks or files of the same rows overlap in time, the report of the second says so in
/// ``WalkReport/stopped``, since rows may count twice.
public struct UsageLedger: Sendable {
    private(set) var columns: RecordColumns
    /// The reports of the walks and files that the rows came from, in the order in which they began.
    public private(set) var walks: [WalkReport] = []
    /// The source of the rows of each of ``walks``; nil if it is not known.
    private var sources: [RowSource?] = []

    /// Creates a ledger without rows.
    ///
    /// - Parameter labels: What is kept of what rows say beyond the dimensions of every ledger
    ///   (``UsageDimension/all``), for queries. Each label takes a column: one to four bytes a row, and its different
    ///   texts once.
    public init(keeping labels: [UsageDimension] = []) {
        columns = RecordColumns(keeping: labels)
    }

    /// Creates a ledger of rows that are stored in columns already.
    ///
    /// - Parameters:
    ///   - columns: The rows.
    ///   - walks: The reports of the walks that they came from, each with its source.
    init(_ columns: RecordColumns, walks: [(report: WalkReport, source: RowSource?)]) {
        self.columns = columns
        self.walks = walks.map(\.report)
        sources = walks.map(\.source)
    }

    /// The same walks with other columns.
    func replacing(_ columns: RecordColumns) -> UsageLedger {
        var ledger = self
        ledger.columns = columns
        return ledger
    }

    /// The labels of rows that are kept.
    public var labels: [UsageDimension] { columns.labels.names }

    /// How many rows there are.
    public var count: Int { columns.activeCount }

    /// Whether there are no rows.
    public var isEmpty: Bool { count == 0 }

    /// Whether every walk in ``walks`` reached its last row; true if there are no walks.
    public var isComplete: Bool { walks.allSatisfy(\.isComplete) }

    /// Adds a row.
    ///
    /// Instants and durations are kept to the nanosecond; finer digits of a duration are cut off.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative duration or count of tokens, for
    ///   an instant outside the years 1678 to 2261 and for a duration of 292 years or more; the ledger is then
    ///   unchanged.
    /// - Complexity: O(1) on average.
    public mutating func append(_ record: UsageRecord) throws(UsageError) {
        try columns.append(record)
        columns.setAccountOfLastRow(record.labels[.account])
    }

    /// Adds a row whose account is that of ``beginRows(of:)``, or throws as ``append(_:)-(UsageRecord)`` does.
    mutating func append(row: some UsageRow) throws(UsageError) {
        try columns.append(labels.isEmpty ? row.usageRecord : row.usageRecord(keeping: labels))
    }

    /// Adds a row whose texts are borrowed from a document, or throws as ``append(_:)-(UsageRecord)`` does.
    @inline(__always)
    mutating func append(_ record: RecordFields<BorrowedText>, in bytes: borrowing BorrowedBytes) throws(UsageError) {
        try columns.append(record, in: bytes)
    }

    /// Adds the labels of the row that was added last, which were read in the order of ``labels``.
    mutating func appendLabels(_ texts: ArraySlice<LabelText<BorrowedText>?>, in bytes: borrowing BorrowedBytes) {
        columns.appendLabels(texts, in: bytes)
    }

    /// Gives the rows that are added next the caller's label of their account; nil if they have none.
    mutating func beginRows(of account: String?) {
        columns.beginRows(of: account)
    }

    /// Adds rows, all of them or none.
    ///
    /// - Throws: ``UsageError`` as ``append(_:)`` does; the ledger is then unchanged.
    /// - Complexity: O(n) on average, where n is the number of rows that are added.
    public mutating func append(contentsOf records: some Sequence<UsageRecord>) throws(UsageError) {
        var added = UsageLedger(keeping: labels)
        for record in records { try added.append(record) }
        columns.append(contentsOf: added.columns)
    }

    /// Adds rows that are stored in columns already.
    mutating func append(_ added: RecordColumns) {
        columns.append(contentsOf: added)
    }

    /// Takes a row out of all reports, because a later state replaces it.
    mutating func retire(_ row: Int) {
        columns.retire(row)
    }

    /// Adds the rows and the walks of another ledger.
    ///
    /// The ledger then keeps the labels that both keep, since no report could tell the rows of which a label is not known
    /// from those that do not have it. A ledger without rows does not count there, but if neither has rows, the labels of
    /// both are kept.
    ///
    /// - Complexity: O(n) on average, where n is the number of rows that are added.
    public mutating func merge(_ other: UsageLedger) {
        columns.append(contentsOf: other.columns)
        let count = walks.count
        for (report, source) in zip(other.walks, other.sources) { addWalk(report, of: source, comparingUpTo: count) }
    }

    /// Returns a ledger with the rows and the walks of this one and of another.
    ///
    /// - Complexity: O(n) on average, where n is the number of rows of both.
    public func merging(_ other: UsageLedger) -> UsageLedger {
        var result = self
        result.merge(other)
        return result
    }

    /// Forgets the ids of requests that several rows describe, to save memory.
    ///
    /// They are kept only if a provider repeats a request in several rows, so that later rows of the request are counted
    /// with it, and take some 150 bytes for each request. After the last row they are not needed: reports stay the same.
    /// Rows that are added afterwards count as rows of new requests, even if their ids occurred before.
    public mutating func forgetRequestIDs() {
        columns.forgetRequestIDs()
    }

    /// Adds the report of a walk or a file, and names an earlier one that may have brought the same rows.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - source: Where the rows come from; nil if it is not known.
    /// - Returns: The index of the report in ``walks``.
    package mutating func addWalk(_ report: WalkReport, of source: RowSource? = nil) -> Int {
        addWalk(report, of: source, comparingUpTo: walks.count)
        return walks.count - 1
    }

    /// Returns the index of the report of a walk that was interrupted and that a source continues; nil if no walk is such
    /// with this window and this number of rows.
    package func indexOfWalk(continuedBy source: RowSource, in window: TimeWindow, rows: Int) -> Int? {
        walks.indices.last { index in
            let walk = walks[index]
            return !walk.isComplete && walk.window == window && walk.rows == rows
                && sources[index]?.overlap(with: source, in: window, and: window) != nil
        }
    }

    /// Replaces the report of a walk by a newer one.
    package mutating func replaceWalk(at index: Int, with report: WalkReport) {
        walks[index] = naming(report, of: sources[index], comparingUpTo: index)
    }

    private mutating func addWalk(_ report: WalkReport, of source: RowSource?, comparingUpTo count: Int) {
        walks.append(naming(report, of: source, comparingUpTo: count))
        sources.append(source)
    }

    /// Returns a report that names the first earlier walk or file whose rows may be the same.
    private func naming(_ report: WalkReport, of source: RowSource?, comparingUpTo count: Int) -> WalkReport {
        guard let source else { return report }
        for (walk, known) in zip(walks, sources).prefix(count) {
            if source.continuesWalk, !walk.isComplete { continue }
            guard let known, let overlap = source.overlap(with: known, in: report.window, and: walk.window) else {
                continue
            }
            let bounds = "\(overlap.start?.description ?? "the beginning") to \(overlap.end?.description ?? "the end")"
            var reason = "rows from \(bounds) may count twice: the ledger has rows of the same source in this time"
            if source.isFile || known.isFile { reason += " (a file is told apart by the label of its account)" }
            var report = report
            report.add(WalkStop(.repeatedRows, reason))
            return report
        }
        return report
    }
}
