/// The contents of the rows without ids that a listing returned, to find a row that comes again out of order.
///
/// A list costs little for each row. It is searched only if rows are out of order, and becomes a set then.
struct KnownContents: Sendable {
    private var list: [UInt64] = []
    private var set: Set<UInt64>?

    mutating func append(_ rows: [RowKey]) {
        if set == nil {
            list.append(contentsOf: rows.lazy.map(\.contentHash))
        } else {
            set?.formUnion(rows.lazy.map(\.contentHash))
        }
    }

    /// Whether a row has this content, or one of those that are not added yet.
    mutating func contains(_ content: UInt64, or rows: ArraySlice<RowKey>) -> Bool {
        if set == nil {
            set = Set(list)
            list = []
        }
        return set?.contains(content) ?? false || rows.contains { $0.contentHash == content }
    }
}
