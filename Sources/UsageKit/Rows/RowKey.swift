/// What a walk needs to know about a row.
struct RowKey: Hashable, Sendable {
    /// The id, which identifies duplicates; nil if the provider's rows have no ids.
    let id: RowID?
    /// When the event happened; nil if the row must not be checked against the window.
    let time: Timestamp?
    /// A hash of all fields except the id, which distinguishes a revised row from an unchanged duplicate.
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

    /// Copies an id out of the bytes of a document.
    @inline(__always)
    init(_ text: RowText, in bytes: borrowing BorrowedBytes) {
        self.text = bytes.plainText(text.slice.range)
        hash = text.hash
    }
}

/// The id and the time of a row.
struct RowIdentity {
    /// The id, which identifies duplicates; nil if the provider's rows have no ids.
    let id: String?
    /// When the event happened; nil if the row must not be checked against the window.
    let time: Timestamp?
}
