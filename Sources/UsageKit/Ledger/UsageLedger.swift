/// The rows of one or several ledgers in memory, ready to be asked for sums and latencies.
///
/// A value: copies are independent and share what they have in common, and tasks that fill their own can be merged.
/// Rows are kept by column, each column as narrow as its values allow: some 20 to 40 bytes a row. Neither their ids nor
/// their provider's type are kept; the ledger does not de-duplicate, a walk does that before it delivers rows.
public struct UsageLedger: Sendable {
    private(set) var columns = RecordColumns()
    /// The walks that brought the rows, in the order in which they began.
    public private(set) var walks: [WalkReport] = []

    /// Creates a ledger without rows.
    public init() {}

    /// How many rows there are.
    public var count: Int { columns.count }

    /// Whether there are no rows.
    public var isEmpty: Bool { columns.count == 0 }

    /// Whether every walk that brought rows reached the last one; true where the rows came from no walk.
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

    /// Adds a row whose texts still stand in a document, or throws as ``append(_:)-(UsageRecord)`` does.
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

    /// Adds rows that are in columns already.
    mutating func append(_ added: RecordColumns) {
        columns.append(contentsOf: added)
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

    /// Lets go of the ids of requests that several rows describe.
    ///
    /// They are kept only where a provider repeats a request in several rows, some 150 bytes for each request, so that
    /// its later rows are known as such. Once all rows are in, they are of no more use: figures stay the same, but rows
    /// that are added afterwards describe other requests than those before.
    public mutating func forgetRequestIDs() {
        columns.forgetRequestIDs()
    }

    /// Notes a walk; gives the place under which ``replaceWalk(at:with:)`` knows it.
    package mutating func addWalk(_ report: WalkReport) -> Int {
        walks.append(report)
        return walks.count - 1
    }

    /// Replaces what was noted of a walk by what is known of it now.
    package mutating func replaceWalk(at place: Int, with report: WalkReport) {
        walks[place] = report
    }
}
