/// The rows that a walk delivered: the id of each, with a hash of its content.
///
/// The hash distinguishes a revised row from an unchanged duplicate.
struct DeliveredRows: Sendable {
    /// The ids in the order of delivery.
    private(set) var ids: [String] = []
    /// The content hash of each row that this run delivered, whose ids follow those of earlier runs.
    private var contents: [UInt64] = []
    private var index = HashIndex()

    /// Whether a row was delivered.
    func contains(_ id: RowID) -> Bool {
        index.find(id.hash) { ByteString(ids[$0]) == ByteString(id.text) } != nil
    }

    /// Notes a row unless it was delivered before.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - contentHash: The hash of its content.
    /// - Returns: Nil if the row is new; otherwise whether its content changed. A row of an earlier run counts as
    ///   unchanged.
    mutating func insert(_ id: RowID, contentHash: UInt64) -> RowVerdict? {
        if let position = note(id) {
            let restored = ids.count - contents.count
            return position < restored || contents[position - restored] == contentHash ? .same : .revised
        }
        contents.append(contentHash)
        return nil
    }

    /// Notes rows that an earlier run delivered; to be called before any other row is noted.
    mutating func restore(_ restored: [String]) {
        for id in restored { _ = note(RowID(id)) }
    }

    /// Removes the last row.
    mutating func removeLast() {
        ids.removeLast()
        contents.removeLast()
        index.removeAll(from: ids.count)
    }

    /// The position of an id, or nil after noting it.
    private mutating func note(_ id: RowID) -> Int? {
        let known = index.find(id.hash, orInsertAt: ids.count) { ByteString(ids[$0]) == ByteString(id.text) }
        if known == nil { ids.append(id.text) }
        return known
    }
}
