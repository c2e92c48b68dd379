/// The declared fields of a row, or of an object inside a row.
protocol DeclaredFields<Form>: Sendable {
    associatedtype Form: TextForm

    /// The names of the members.
    static var members: RowMembers { get }

    /// What is kept of the members that are not declared fields, and of values that could not be read.
    var unknown: Form.Unknown { get set }

    /// Reads the fields; nil if the form cannot hold one of the texts.
    init?(from json: inout JSONReader) throws(UsageError)
}

/// The fields of a row, from which its record and its content hash are computed.
protocol RowFields<Form>: DeclaredFields {
    /// A hash of all fields except the id, the same for both forms of the texts.
    var contentHash: UInt64 { get }

    /// The row in the vocabulary that all providers share; `bytes` hold the borrowed texts.
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form>

    /// The field on which the filter with a name on the wire acts.
    func field(ofFilter name: String) -> FilteredField<Form.Text>

    /// The text of a label; nil if the row has none. `bytes` hold the borrowed texts.
    func label(_ label: RowLabel, in bytes: borrowing BorrowedBytes) -> LabelText<Form>?
}

/// An element of the pages of a listing.
protocol ListedRow: Hashable, Sendable {
    /// The id and the time of the row.
    var identity: RowIdentity { get }

    /// A hash of all fields except the id.
    var contentHash: UInt64 { get }

    /// What the judge of pages counts.
    var traits: RowTraits { get }

    /// The names of the fields whose values could not be read.
    var unreadableFields: [String] { get }

    init(from json: inout JSONReader) throws(UsageError)

    /// Whether a field has one of the values of a filter; nil if the row does not show the field.
    func matches(_ condition: RowFilter.Condition) -> Bool?

    /// What was replaced in the row, by its texts in which something was.
    func damage(_ texts: [DamagedText]) -> DamagedRow
}

extension ListedRow {
    func matches(_ condition: RowFilter.Condition) -> Bool? { nil }
}

extension ListedRow {
    var unreadableFields: [String] { [] }
}

/// A row for a ledger that is read from a page or a file.
protocol DecodableRow: ListedRow, UsageRow {
    /// Reads a row of a file, which may be that of another provider.
    init(saved json: inout JSONReader) throws(UsageError)

    /// The text of a label; nil if the row has none.
    func text(of label: RowLabel) -> String?

    /// Whether the charge of the row, or its sign, depends on a text, which the record may not show.
    func isDecided(by text: DamagedText) -> Bool

    /// Reads the fields of a row without creating the row, and lends them to a receiver.
    ///
    /// If it throws, either decoding the row from its beginning throws, too, or the receiver refused the fields.
    ///
    /// - Returns: False if the row has fields that cannot be borrowed; the receiver got nothing then.
    static func readFields(
        from json: inout JSONReader, into receiver: inout some FieldsReceiver
    ) throws(UsageError) -> Bool
}

extension DecodableRow {
    /// The required fields of a row tell its provider.
    @inline(__always)
    init(saved json: inout JSONReader) throws(UsageError) { try self.init(from: &json) }
}

/// Receives the fields of a row, with texts as slices of the bytes that are read.
protocol FieldsReceiver {
    mutating func receive(
        _ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes
    ) throws(UsageError)
}

/// A row that wraps its declared fields.
protocol DeclaredRow: DecodableRow {
    associatedtype OwnedFields: RowFields where OwnedFields.Form == OwnedText
    associatedtype BorrowedFields: RowFields where BorrowedFields.Form == BorrowedText
    associatedtype Field: WireField

    /// The fields that the charge is computed from.
    static var chargeFields: [Field] { get }

    var fields: OwnedFields { get }
}

extension DeclaredRow {
    /// The row in the vocabulary that all providers share.
    public var usageRecord: UsageRecord {
        BorrowedBytes.withNone { UsageRecord(fields.record(in: $0)) }
    }

    var contentHash: UInt64 { fields.contentHash }

    var traits: RowTraits {
        var traits = BorrowedBytes.withNone { fields.record(in: $0).traits(in: $0) }
        for name in unreadableFields {
            traits.insert(.unreadable)
            if Self.chargeFields.contains(where: { $0.rawValue == name }) { traits.insert(.chargeUnreadable) }
        }
        return traits
    }

    /// A member that has the name of a field, or the path of one inside it, was not readable as that field.
    var unreadableFields: [String] {
        fields.unknown.members.lazy.map(\.name).filter { name in
            Field.table.index(of: name.split(separator: ".").first.map(String.init) ?? name) != nil
        }
    }

    func matches(_ condition: RowFilter.Condition) -> Bool? {
        BorrowedBytes.withNone { fields.matches(condition, in: $0) }
    }

    func text(of label: RowLabel) -> String? {
        BorrowedBytes.withNone { bytes in fields.label(label, in: bytes)?.string(in: bytes) }
    }

    @inline(__always)
    static func readFields(
        from json: inout JSONReader, into receiver: inout some FieldsReceiver
    ) throws(UsageError) -> Bool {
        guard let fields = try BorrowedFields(from: &json) else { return false }
        try receiver.receive(fields, in: json.bytes)
        return true
    }
}
