/// Writes records as NDJSON, one JSON object on each line, and reads them back.
///
/// What is written has every field of a record, so a record that is read back is equal. Two quantities of one unit are
/// written as their sum.
public struct NDJSONExport: Sendable {
    /// Creates an export.
    public init() {}

    /// Returns the line of a record, with its line feed.
    public func line(for record: UsageRecord) -> String {
        record.jsonValue.text + "\n"
    }

    /// Reads the records of an export.
    ///
    /// Each line must have every member that ``line(for:)`` writes, in any order; `labels` may be missing, as for a record
    /// without labels. Other members are ignored. Empty lines and a byte order mark at the beginning are skipped.
    ///
    /// - Parameter bytes: The lines.
    /// - Returns: The records, in their order.
    /// - Throws: ``UsageError`` with the line and the byte of what is malformed, and with the line and the name of a member
    ///   that is missing or not as it is written.
    public func records(from bytes: [UInt8]) throws(UsageError) -> [UsageRecord] {
        try JSONLines.read(bytes) { (line) throws(UsageError) in try UsageRecord(exported: line) }
    }
}
