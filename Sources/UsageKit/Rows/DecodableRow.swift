/// The fields of a row, from which its record and its content hash are computed.
protocol RowFields<Form>: Hashable, Sendable {
    associatedtype Form: TextForm

    /// A hash of all fields except the id, the same for both forms of the texts.
    var contentHash: UInt64 { get }

    /// The row in the vocabulary that all providers share; `bytes` hold the borrowed texts.
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form>
}

/// An element of the pages of a listing.
protocol ListedRow: Hashable, Sendable {
    /// The id and the time of the row.
    var identity: RowIdentity { get }

    /// A hash of all fields except the id.
    var contentHash: UInt64 { get }

    init(from json: inout JSONReader) throws(UsageError)
}

/// A row for a ledger that is read from a page or a file.
protocol DecodableRow: ListedRow, UsageRow {
    /// The row's fields, with texts as slices of the bytes that are read.
    associatedtype BorrowedFields: RowFields where BorrowedFields.Form == BorrowedText

    /// Reads the fields of a row without creating the row; nil if they cannot be borrowed.
    ///
    /// If it throws, decoding the row from its beginning throws, too.
    static func borrowedFields(from json: inout JSONReader) throws(UsageError) -> BorrowedFields?
}

/// A row that wraps its declared fields.
protocol DeclaredRow: DecodableRow {
    associatedtype OwnedFields: RowFields where OwnedFields.Form == OwnedText

    var fields: OwnedFields { get }
}

extension DeclaredRow {
    /// The row in the vocabulary that all providers share.
    public var usageRecord: UsageRecord {
        BorrowedBytes.withNone { UsageRecord(fields.record(in: $0)) }
    }

    var contentHash: UInt64 { fields.contentHash }
}

/// The fields type of rows that are never borrowed; it has no values.
enum UnborrowedFields: RowFields {
    var contentHash: UInt64 { switch self {} }

    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<BorrowedText> { switch self {} }
}

extension DecodableRow where BorrowedFields == UnborrowedFields {
    @inline(__always)
    static func borrowedFields(from json: inout JSONReader) throws(UsageError) -> UnborrowedFields? { nil }
}
