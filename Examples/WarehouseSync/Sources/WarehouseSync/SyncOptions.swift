import GRDB
public import UsageKit

/// Which part of the ledgers a sync reads.
public struct SyncOptions: Sendable {
    /// The beginning of what is stored; earlier than that of an earlier sync reads what lies between.
    public var start: Timestamp
    /// The end; nil for the present.
    public var end: Timestamp?
    /// The length of the span before the last covered instant that is read again, for rows that were written late.
    public var overlap: Duration
    /// How long before the last covered instant a row that has not ended is still asked for again.
    public var unsettledLimit: Duration

    /// Creates options.
    public init(
        start: Timestamp, end: Timestamp? = nil, overlap: Duration = .seconds(48 * 3600),
        unsettledLimit: Duration = .seconds(30 * 86_400)
    ) {
        self.start = start
        self.end = end
        self.overlap = overlap
        self.unsettledLimit = unsettledLimit
    }
}

extension Warehouse {
    /// The window that a sync of a source has to read.
    ///
    /// It begins at the overlap, or before it at the first row that has not ended. What is covered has no gap, because a
    /// window never begins after its end and never ends before it.
    func window(of source: SourceID, _ options: SyncOptions) async throws -> TimeWindow {
        let (from, through, unsettled) = try await database.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT covered_from, covered_through FROM sources WHERE tenant = ? AND provider = ?",
                arguments: source.arguments)
            guard let row, let from = row["covered_from"] as String?, let through = row["covered_through"] as String?
            else { return (nil, nil, nil) as (Timestamp?, Timestamp?, Timestamp?) }
            let end = try Timestamp(through)
            let unsettled = try String.fetchOne(
                db,
                sql: """
                    SELECT min(time) FROM usage
                    WHERE tenant = ? AND provider = ? AND status IN ('processing', 'pending') AND time >= ?
                    """, arguments: source.arguments + [(end - options.unsettledLimit).sortable])
            return (try Timestamp(from), end, try unsettled.map { try Timestamp($0) })
        }
        guard let from, let through else { return try TimeWindow(from: options.start, to: options.end) }
        let end = options.end.map { max($0, through) }
        if options.start < from { return try TimeWindow(from: options.start, to: end) }
        return try TimeWindow(from: max(min(through - options.overlap, unsettled ?? through), from), to: end)
    }

    /// Whether everything up to an instant is covered.
    func covers(_ end: Timestamp, of source: SourceID) async throws -> Bool {
        try await database.read { db in
            let through = try String.fetchOne(
                db, sql: "SELECT covered_through FROM sources WHERE tenant = ? AND provider = ?",
                arguments: source.arguments)
            return through.map { $0 >= end.sortable } ?? false
        }
    }
}
