/// The figures of a ledger, group by group.
///
/// The groups come in time order, those of the unknown time last; within a bucket by their keys, texts in the order of
/// their UTF-8 bytes and missing ones last.
public struct UsageReport: Sendable {
    /// What was asked.
    public let query: ReportQuery
    /// The figures of all rows together.
    ///
    /// They are computed from the rows: a request that is seen in two groups counts in each, and here once.
    public let total: Group
    /// The walks that brought the rows of the ledger.
    public let walks: [WalkReport]
    private let groups: [Group]

    init(query: ReportQuery, groups: [Group], total: Group, walks: [WalkReport]) {
        self.query = query
        self.groups = groups
        self.total = total
        self.walks = walks
    }

    /// Whether every walk that brought rows reached the last one; true where the rows came from no walk.
    public var isComplete: Bool { walks.allSatisfy(\.isComplete) }
}

extension UsageReport: RandomAccessCollection {
    /// The position of the first group.
    public var startIndex: Int { groups.startIndex }
    /// The position after the last group.
    public var endIndex: Int { groups.endIndex }

    /// The group at a position.
    public subscript(position: Int) -> Group { groups[position] }
}
