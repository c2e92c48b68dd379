import Foundation
import UsageKit

/// What records are written to: the console, or a data set with a file for each day or month.
struct RecordTarget: ~Copyable {
    private let console: Console
    /// Nil for a data set.
    private var encoder: RecordEncoder?
    private var dataSet: DataSetWriter?
    /// Whether a part has been written, so that it cannot be taken back.
    private(set) var hasWritten = false

    /// - Parameters:
    ///   - options: The options of the report.
    ///   - labels: The labels with a column each.
    ///   - moneyScale: The decimal places of amounts in Parquet.
    ///   - focus: The export for `--format focus`.
    ///   - console: Where the records go if they are no data set.
    init(
        _ options: ReportOptions, _ labels: [UsageDimension], moneyScale: Int, focus: FOCUSExport?, _ console: Console
    ) throws {
        self.console = console
        let format: RecordFormat =
            switch (options.format ?? .ndjson, focus) {
            case (_, let focus?): .focus(focus)
            case (.csv, _): .csv(CSVExport(labels: labels))
            case (.parquet, _): .parquet(ParquetExport(labels: labels, moneyScale: moneyScale))
            default: .ndjson(NDJSONExport())
            }
        if let path = options.output.output, let partition = options.output.partition {
            dataSet = try DataSetWriter(at: URL(fileURLWithPath: path), as: format, by: partition)
        } else {
            encoder = try RecordEncoder(format)
        }
    }

    /// Adds a record, and writes what fills a block.
    mutating func append(_ record: UsageRecord) throws {
        try dataSet?.append(record)
        try encoder?.append(record)
        try writePieces()
    }

    /// Writes the lines so far, to show them at once.
    mutating func flush() throws {
        encoder?.flush()
        try writePieces()
    }

    private mutating func writePieces() throws {
        while let piece = encoder?.nextPiece() {
            try console.write(exact: piece)
            hasWritten = true
        }
    }

    /// Ends the file or the data set; one of incomplete records is left beside its place.
    mutating func end(_ walks: [WalkReport], isComplete: Bool) throws {
        encoder?.finish()
        try writePieces()
        try dataSet?.end(walks)
    }
}
