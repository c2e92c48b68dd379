/// Writes records as NDJSON: one JSON object on each line.
public struct NDJSONExport: Sendable {
    /// Creates an export.
    public init() {}

    /// Returns the line of a record, with its line feed.
    public func line(for record: UsageRecord) -> String {
        record.jsonValue.text + "\n"
    }
}
