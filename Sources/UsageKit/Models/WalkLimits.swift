/// The limits of a walk.
///
/// A walk that exceeds its limits throws, so a partial result never passes for a complete one.
public struct WalkLimits: Hashable, Sendable {
    /// The maximum number of pages.
    public var pages: Int
    /// The maximum number of rows.
    public var rows: Int
    /// The maximum number of consecutive pages without a row.
    ///
    /// A listing with a filter may have some, so that many of them are no sign of an endless one.
    public var emptyPages: Int
    /// The maximum time from the first request to the last response, including waits; nil for no limit.
    public var time: Duration?

    /// Creates limits.
    public init(
        pages: Int = 1_000_000, rows: Int = 1_000_000_000, emptyPages: Int = 1000, time: Duration? = nil
    ) {
        self.pages = pages
        self.rows = rows
        self.emptyPages = emptyPages
        self.time = time
    }
}
