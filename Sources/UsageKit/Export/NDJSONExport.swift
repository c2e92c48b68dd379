/// Writes records as NDJSON: one JSON object a line.
public struct NDJSONExport: Sendable {
    /// Creates an export.
    public init() {}

    /// Returns the line of a record, its line feed included.
    public func line(for record: UsageRecord) -> String {
        record.jsonValue.text + "\n"
    }
}
