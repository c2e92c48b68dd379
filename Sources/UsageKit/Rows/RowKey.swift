/// What a walk needs to know of a row.
struct RowKey: Hashable, Sendable {
    /// The id by which a row that comes twice is known; nil where the provider gives rows no id.
    let id: RowID?
    /// When the row happened; nil where the window must not cut it.
    let time: Timestamp?
    /// A hash of what the row says, by which a row that changed is told from one that merely comes twice.
    let contentHash: UInt64
}

/// The id of a row, with its hash.
struct RowID: Hashable, Sendable {
    let text: String
    let hash: UInt64

    static func == (left: RowID, right: RowID) -> Bool {
        left.hash == right.hash && ByteString(left.text) == ByteString(right.text)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension RowID {
    init(_ text: String) {
        self.text = text
        hash = BorrowedBytes.hash(of: text)
    }

    /// The id that stands in a document.
    @inline(__always)
    init(_ text: ByteSlice, in bytes: borrowing BorrowedBytes) {
        self.text = bytes.plainText(text.range)
        hash = text.hash
    }
}

/// By what a row is known, and when it happened.
struct RowIdentity {
    /// The id by which a row that comes twice is known; nil where the provider gives rows no id.
    let id: String?
    /// When the row happened; nil where the window must not cut it.
    let time: Timestamp?
}
