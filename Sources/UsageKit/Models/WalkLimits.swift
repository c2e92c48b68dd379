/// What a walk may use up; beyond it the walk throws, so that a short result is never taken for a whole one.
public struct WalkLimits: Hashable, Sendable {
    /// How many pages.
    public var pages: Int
    /// How many rows.
    public var rows: Int
    /// How long, from the first request to the last response, waiting included.
    public var time: Duration?

    /// Creates limits.
    public init(pages: Int = 1_000_000, rows: Int = 1_000_000_000, time: Duration? = nil) {
        self.pages = pages
        self.rows = rows
        self.time = time
    }
}
