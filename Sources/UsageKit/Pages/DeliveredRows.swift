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
    func contains(_ id: RowID) -> Bool { position(of: id) != nil }

    /// Notes a row unless it was delivered before.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - contentHash: The hash of its content.
    /// - Returns: Nil if the row is new; otherwise whether its content changed. A row of an earlier run counts as
    ///   unchanged.
    mutating func insert(_ id: RowID, contentHash: UInt64) -> RowVerdict? {
        if let position = position(of: id) {
            let restored = ids.count - contents.count
            return position < restored || contents[position - restored] == contentHash ? .same : .revised
        }
        contents.append(contentHash)
        append(id)
        return nil
    }

    /// Notes rows that an earlier run delivered; to be called before any other row is noted.
    mutating func restore(_ restored: [String]) {
        for id in restored {
            let id = RowID(id)
            if position(of: id) == nil { append(id) }
        }
    }

    /// Removes the last row.
    mutating func removeLast() {
        ids.removeLast()
        contents.removeLast()
        index.removeAll(from: ids.count)
    }

    private func position(of id: RowID) -> Int? {
        index.find(id.hash) { ByteString(ids[$0]) == ByteString(id.text) }
    }

    private mutating func append(_ id: RowID) {
        index.insert(id.hash, at: ids.count)
        ids.append(id.text)
    }
}
