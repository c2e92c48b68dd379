public import UsageKit

/// How a fake differs from a server without faults: failed requests, changes during a walk, and wrong pages.
///
/// Requests and pages are counted from 1; setting a behaviour restarts both counts. A page is a list that was answered
/// successfully; a request that was refused or failed does not count as a page.
public struct FakeBehavior: Sendable {
    /// What happens to a ledger between two pages.
    public enum Change: Sendable {
        /// Rows are written, each at the position that its instant determines.
        case insert([JSONValue])
        /// The rows that meet the condition are deleted.
        case remove(@Sendable (JSONValue) -> Bool)
    }

    /// The maximum number of rows on a page, whatever was requested; nil for the documented maximum.
    public var pageLimit: Int?
    /// The changes of the ledger after a page, by the number of the page.
    public var changes: [Int: [Change]]
    /// The numbers of pages without rows, although rows follow; their cursor leads to those rows.
    ///
    /// This has an effect only on listings with opaque cursors: the events and buckets of Aurous and the history of
    /// Venice.
    public var emptyPages: Set<Int>
    /// The numbers of pages that repeat the cursor of their request; on a first page, the cursor leads to the same page.
    public var repeatedCursors: Set<Int>
    /// The numbers of pages without their cursor; if the provider has a `has_more`, it still says that more follows.
    public var withheldCursors: Set<Int>
    /// What goes wrong with which requests.
    public var faults: FaultPlan

    /// Creates a behaviour; without arguments, that of a server without faults.
    public init(
        pageLimit: Int? = nil, changes: [Int: [Change]] = [:], emptyPages: Set<Int> = [],
        repeatedCursors: Set<Int> = [], withheldCursors: Set<Int> = [], faults: FaultPlan = [:]
    ) {
        self.pageLimit = pageLimit
        self.changes = changes
        self.emptyPages = emptyPages
        self.repeatedCursors = repeatedCursors
        self.withheldCursors = withheldCursors
        self.faults = faults
    }
}
