import UsageKit

/// Writes records in a format for programs, many at a time.
struct RecordOutput {
    /// The number of bytes from which on they are written.
    private static var blockSize: Int { 1 << 16 }

    private let console: Console
    private let labels: RowLabels
    /// Appends the line of a record.
    private let write: @Sendable (UsageRecord, inout [UInt8]) -> Void
    /// What has not been written, with the header of the format before the first record.
    private var pending: [UInt8]
    /// Whether a part has been written.
    private(set) var hasWritten = false

    /// - Parameters:
    ///   - format: CSV or NDJSON.
    ///   - labels: The labels of each record.
    ///   - console: Where the records are written.
    init(_ format: OutputFormat, _ labels: RowLabels, to console: Console) {
        self.console = console
        self.labels = labels
        if format == .csv {
            let export = CSVExport(labels: labels.names)
            pending = Array(export.header.utf8)
            write = { export.append($0, to: &$1) }
        } else {
            let export = NDJSONExport()
            pending = []
            write = { export.append($0, to: &$1) }
        }
    }

    /// Adds records, and writes what fills a block.
    mutating func append(_ rows: some Sequence<some UsageRow>) throws {
        for row in rows {
            write(labels.record(of: row), &pending)
            if pending.count >= Self.blockSize { try flush() }
        }
    }

    /// Writes what is pending.
    mutating func flush() throws {
        guard !pending.isEmpty else { return }
        try console.write(exact: pending)
        hasWritten = true
        pending.removeAll(keepingCapacity: true)
    }
}
