/// The rows that a walk delivered: the id of each, by which it is known again, with a hash of its content, by which a
/// row that was revised is told from one that merely comes twice.
struct DeliveredRows: Sendable {
    /// The ids in the order of their delivery.
    private(set) var ids: [String] = []
    /// The hash of the content of each row but the first ones, which an earlier run delivered.
    private var contents: [UInt64] = []
    private var index = HashIndex()

    /// Whether a row was delivered.
    func contains(_ id: RowID) -> Bool { position(of: id) != nil }

    /// Notes a row, or says that it was delivered before.
    ///
    /// - Parameters:
    ///   - id: The id of the row.
    ///   - contentHash: The hash of its content.
    /// - Returns: What is known of the row; nil if it is new.
    mutating func insert(_ id: RowID, contentHash: UInt64) -> RowVerdict? {
        if let position = position(of: id) {
            let restored = ids.count - contents.count
            return position < restored || contents[position - restored] == contentHash ? .same : .revised
        }
        contents.append(contentHash)
        append(id)
        return nil
    }

    /// Notes rows that an earlier run delivered, before there are any others.
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
