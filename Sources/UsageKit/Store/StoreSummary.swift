/// Which rows a transaction has, so that it is known what was lost if they are damaged.
struct StoreSummary: Codable, Equatable, Sendable {
    /// Rows of one source that follow each other.
    struct Run: Codable, Equatable, Sendable {
        let firstRow: Int
        let count: Int
        let source: Int
        /// The first and the last instant in nanoseconds; nil if no row has one.
        let first: Int64?
        let last: Int64?
    }

    /// The number of rows that the store has after the transaction.
    let rows: Int
    let runs: [Run]
}
