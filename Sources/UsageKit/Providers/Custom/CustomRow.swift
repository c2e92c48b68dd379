/// A row of the ledger of a provider that this package does not know.
///
/// The id and the time of a row are those of its ``UsageRow/usageRecord``. Its content is its ``fields``: two rows are
/// equal if these are equal, byte by byte, and a row that comes again under its id with other fields is its later
/// state.
///
/// ```swift
/// struct Call: CustomRow {
///     let fields: JSONObject
///     let usageRecord: UsageRecord
///
///     init(from reader: inout CustomProvider.RowReader) throws(UsageError) {
///         fields = reader.fields
///         usageRecord = UsageRecord(
///             provider: .marlow, id: try reader.id("id"), time: reader.instant("at"),
///             charge: reader.charge("cost", in: .usd))
///     }
/// }
/// ```
public protocol CustomRow: UsageRow, JSONRepresentable {
    /// All members of the row as received: ``CustomProvider/RowReader/fields``.
    var fields: JSONObject { get }

    /// Reads a row.
    ///
    /// What the reader returns depends on the members alone, so that a row can be read again.
    ///
    /// - Parameter reader: Reads the members, and notes those that it cannot read.
    /// - Throws: ``UsageError`` if the members are not those of such a row.
    init(from reader: inout CustomProvider.RowReader) throws(UsageError)
}

extension CustomRow {
    /// Reads a row under the names of the wire, as the rows of a page are read.
    ///
    /// - Throws: ``UsageError`` if the value is not such a row.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try CustomProvider.ReadRow(from: &json) }.row
    }

    /// The row as it was received.
    public var jsonValue: JSONValue { .object(fields) }

    /// The row's text of a label: that of the member for ``UsageDimension/field(_:)``, or else that of the record.
    public func label(_ dimension: UsageDimension) -> String? {
        if case .member(let path) = RowLabel(dimension), let text = fields.labelText(at: path) { return text }
        return usageRecord.labels[dimension]
    }

    /// Whether all fields are equal, byte by byte.
    public static func == (left: Self, right: Self) -> Bool { left.fields == right.fields }

    /// Feeds the fields to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}
