/// The fields of a row, of which its record and its content hash are made.
protocol RowFields<Form>: Hashable, Sendable {
    associatedtype Form: TextForm

    /// A hash of what the row says beside its id, which is the same in either form of the texts.
    var contentHash: UInt64 { get }

    /// What the row means in the words that all providers share; `bytes` hold the texts that are borrowed.
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form>
}

/// An element of the pages of a listing.
protocol ListedRow: Hashable, Sendable {
    /// By what the row is known, and when it happened.
    var identity: RowIdentity { get }

    /// A hash of what the row says beside its id.
    var contentHash: UInt64 { get }

    init(from json: inout JSONReader) throws(UsageError)
}

/// A row of a ledger, which is read from a page or a file.
protocol DecodableRow: ListedRow, UsageRow {
    /// The row's fields with their texts in the bytes that are read.
    associatedtype BorrowedFields: RowFields where BorrowedFields.Form == BorrowedText

    /// Reads the fields of a row without making the row; nil if they cannot be borrowed.
    ///
    /// Whatever it throws, reading the row from its beginning throws, too.
    static func borrowedFields(from json: inout JSONReader) throws(UsageError) -> BorrowedFields?
}

/// A row that wraps its declared fields.
protocol DeclaredRow: DecodableRow {
    associatedtype OwnedFields: RowFields where OwnedFields.Form == OwnedText

    var fields: OwnedFields { get }
}

extension DeclaredRow {
    /// The row in the words that all providers share.
    public var usageRecord: UsageRecord {
        BorrowedBytes.withNone { UsageRecord(fields.record(in: $0)) }
    }

    var contentHash: UInt64 { fields.contentHash }
}

/// The fields of a row that is never borrowed.
enum UnborrowedFields: RowFields {
    var contentHash: UInt64 { switch self {} }

    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<BorrowedText> { switch self {} }
}

extension DecodableRow where BorrowedFields == UnborrowedFields {
    @inline(__always)
    static func borrowedFields(from json: inout JSONReader) throws(UsageError) -> UnborrowedFields? { nil }
}
