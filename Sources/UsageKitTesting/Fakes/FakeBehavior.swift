public import UsageKit

/// How a fake departs from an untroubled server: what fails, what changes during a walk, what it gets wrong.
///
/// Requests and pages are counted from 1, and anew whenever a behaviour is set. A page is a list that was answered
/// with success; a request that was refused or failed is no page.
public struct FakeBehavior: Sendable {
    /// What happens to a ledger between two pages.
    public enum Change: Sendable {
        /// Rows are written, each at the place that its instant gives it.
        case insert([JSONValue])
        /// Rows disappear.
        case remove(@Sendable (JSONValue) -> Bool)
    }

    /// How a request fails.
    public enum Fault: Sendable {
        /// The server answers with this instead.
        case response(TransportResponse)
        /// No answer comes, and the transport throws.
        case error(any Error)
    }

    /// The most rows a page has, whatever was asked for; nil for what the provider documents.
    public var pageLimit: Int?
    /// What happens to the ledger after the page of that number.
    public var changes: [Int: [Change]]
    /// Pages that come without rows although rows follow, with a cursor that goes on.
    ///
    /// Has a meaning only where the provider has cursors of its own: the events and buckets of Aurous, the history of
    /// Venice.
    public var emptyPages: Set<Int>
    /// Pages whose cursor is the one that asked for them; on a first page, one that leads to the same page again.
    public var repeatedCursors: Set<Int>
    /// Pages that lack their cursor; where the provider has a `has_more`, it still says that more follows.
    public var withheldCursors: Set<Int>
    /// Requests that fail.
    public var faults: [Int: Fault]

    /// Creates a behaviour; without arguments, that of an untroubled server.
    public init(
        pageLimit: Int? = nil, changes: [Int: [Change]] = [:], emptyPages: Set<Int> = [],
        repeatedCursors: Set<Int> = [], withheldCursors: Set<Int> = [], faults: [Int: Fault] = [:]
    ) {
        self.pageLimit = pageLimit
        self.changes = changes
        self.emptyPages = emptyPages
        self.repeatedCursors = repeatedCursors
        self.withheldCursors = withheldCursors
        self.faults = faults
    }
}
