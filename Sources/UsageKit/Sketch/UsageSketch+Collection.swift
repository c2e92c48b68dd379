extension UsageSketch: RandomAccessCollection {
    /// All records together.
    public var total: Group {
        Group(all, in: nil, dimensions: [], key: [], measures: query.measures)
    }

    /// The position of the first group.
    public var startIndex: Int { 0 }
    /// The position after the last group.
    public var endIndex: Int { groups.count }

    /// The group at a position.
    ///
    /// - Complexity: O(log g), where g is the number of groups.
    public subscript(position: Int) -> Group {
        Group(
            groups.accumulator(at: position), in: groups.bucket(at: position), dimensions: query.dimensions,
            key: groups.key(at: position), measures: query.measures)
    }
}
