/// What a walk needs to know about a row.
struct RowKey: Hashable, Sendable {
    /// The id, which identifies duplicates; nil if the provider's rows have no ids.
    var id: RowID?
    /// When the event happened; nil if the row must not be checked against the window.
    let time: Timestamp?
    /// A hash of all fields except the id, which distinguishes a revised row from an unchanged duplicate.
    let contentHash: UInt64
    /// What the content says that the judge of pages counts.
    var traits: RowTraits = []
}

/// What a row's content says that the judge of pages counts.
struct RowTraits: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// The request has not ended, so the charge may still change.
    static let unsettled = Self(rawValue: 1)
    /// The row has a charge other than zero.
    static let charged = Self(rawValue: 2)
    /// A field of the row could not be read.
    static let unreadable = Self(rawValue: 4)
    /// A field that the charge is computed from could not be read, so the charge is unknown.
    static let chargeUnreadable = Self(rawValue: 8)
    /// A part of a text that decides how the row counts was replaced.
    static let damaged = Self(rawValue: 16)
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

    /// Copies an id out of the bytes of a document; nil if there is none, or if it is empty and so identifies nothing.
    @inline(__always)
    init?(_ text: RowText?, in bytes: borrowing BorrowedBytes) {
        guard let text, !text.slice.range.isEmpty else { return nil }
        self.text = bytes.plainText(text.slice.range)
        hash = text.hash
    }
}

/// The id and the time of a row.
struct RowIdentity {
    /// The id, which identifies duplicates; nil if the provider's rows have no ids, or if it is empty.
    let id: String?
    /// When the event happened; nil if the row must not be checked against the window.
    let time: Timestamp?

    init(id: String?, time: Timestamp?) {
        self.id = id.flatMap { $0.isEmpty ? nil : $0 }
        self.time = time
    }
}
