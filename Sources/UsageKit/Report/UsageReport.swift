/// The figures of a ledger, group by group.
///
/// Groups are in time order, with the unknown time last. Within a bucket they are in the order of their keys: texts by
/// their UTF-8 bytes, missing values last.
public struct UsageReport: Sendable {
    /// The query of the report.
    public let query: ReportQuery
    /// The figures of all rows.
    ///
    /// They are computed from the rows: a request with rows in two groups counts in each of them, but only once here.
    public let total: Group
    /// The walks that the rows of the ledger came from.
    public let walks: [WalkReport]
    private let groups: [Group]

    init(query: ReportQuery, groups: [Group], total: Group, walks: [WalkReport]) {
        self.query = query
        self.groups = groups
        self.total = total
        self.walks = walks
    }

    /// Whether every walk that the rows came from is complete; true if they came from no walk.
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
