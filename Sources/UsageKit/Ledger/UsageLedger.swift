/// Rows of one or several providers in memory, from which reports with exact sums and quantiles are computed.
///
/// It is a value: copies are independent and share what they have in common, and tasks can fill ledgers of their own that
/// are then merged. Rows are stored in columns, each as narrow as its values allow: some 20 to 40 bytes a row. The ids
/// of rows and the fields of their provider's type are not kept. A ledger does not de-duplicate; a walk does that before
/// it delivers rows.
public struct UsageLedger: Sendable {
    private(set) var columns = RecordColumns()
    /// The reports of the walks and files that the rows came from, in the order in which they began.
    public private(set) var walks: [WalkReport] = []

    /// Creates a ledger without rows.
    public init() {}

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
    }

    /// Adds a row whose texts are borrowed from a document, or throws as ``append(_:)-(UsageRecord)`` does.
    @inline(__always)
    mutating func append(_ record: RecordFields<BorrowedText>, in bytes: borrowing BorrowedBytes) throws(UsageError) {
        try columns.append(record, in: bytes)
    }

    /// Adds rows, all of them or none.
    ///
    /// - Throws: ``UsageError`` as ``append(_:)`` does; the ledger is then unchanged.
    /// - Complexity: O(n) on average, where n is the number of rows that are added.
    public mutating func append(contentsOf records: some Sequence<UsageRecord>) throws(UsageError) {
        var added = RecordColumns()
        for record in records { try added.append(record) }
        columns.append(contentsOf: added)
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
    /// - Complexity: O(n) on average, where n is the number of rows that are added.
    public mutating func merge(_ other: UsageLedger) {
        columns.append(contentsOf: other.columns)
        walks += other.walks
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

    /// Adds the report of a walk, and returns its index in ``walks``.
    package mutating func addWalk(_ report: WalkReport) -> Int {
        walks.append(report)
        return walks.count - 1
    }

    /// Replaces the report of a walk by a newer one.
    package mutating func replaceWalk(at index: Int, with report: WalkReport) {
        walks[index] = report
    }
}
