/// What a transaction changes, so that it is known what was lost if it is damaged.
struct StoreSummary: Codable, Sendable {
    /// Rows of one source that follow each other.
    struct Run: Codable, Equatable, Sendable {
        let firstRow: Int
        let count: Int
        let source: Int
        /// The first and the last instant in nanoseconds; nil if a row has none.
        let first: Int64?
        let last: Int64?

        /// The time of the rows in whole seconds, since servers cut instants off; all time if that of a row is not known.
        var window: TimeWindow {
            guard let first, let last else { return .all }
            func second(_ time: Int64) -> Int64 { time.flooredDivision(by: 1_000_000_000).quotient }
            return TimeWindow(unchecked: Timestamp(seconds: second(first)), Timestamp(seconds: second(last) + 1))
        }
    }

    /// Time of a source of which rows may be missing or gone.
    struct Doubt: Codable, Equatable, Sendable {
        let source: Int
        let window: TimeWindow
    }

    /// The number of rows that the store has after the transaction.
    let rows: Int
    let runs: [Run]
    /// Rows that begin or cease to count.
    var touched: [Run] = []
    /// The numbers of all sources that it concerns.
    var sources: [Int] = []
    /// The sources that the store did not have before, or had under another name.
    var named: [SourceState]?
    /// What the transaction says to be doubtful; without it, that time would pass for whole.
    var doubts: [Doubt]?
}
