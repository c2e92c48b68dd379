import Foundation
import UsageKit

/// What records are written to: the console, or a data set with a file for each day or month.
final class RecordTarget {
    private let console: Console
    private let subject: RecordOutput.Subject
    /// The folder of a data set.
    private let folder: String
    /// Nil for a data set.
    private var encoder: RecordEncoder?
    /// Records that are encoded together, on all cores.
    private var part: [UsageRecord] = []
    private var partitions: PartitionedWriter?
    /// Whether a part has been written, so that it cannot be taken back.
    private(set) var hasWritten = false

    /// - Parameters:
    ///   - options: The options of the report.
    ///   - subject: What is known of the records.
    ///   - moneyScale: The decimal places of amounts in Parquet.
    ///   - focus: The export for `--format focus`.
    ///   - console: Where the records go if they are no data set.
    /// - Throws: `UsageError` for a place or a setting that cannot be.
    init(
        _ options: ReportOptions, _ subject: RecordOutput.Subject, moneyScale: Int, focus: FOCUSExport?,
        _ console: Console
    ) throws {
        self.console = console
        self.subject = subject
        folder = options.output.output ?? ""
        let labels = subject.labels.columns
        let format: RecordFormat =
            switch (options.format ?? .ndjson, focus) {
            case (_, let focus?): .focus(focus)
            case (.csv, _): .csv(CSVExport(labels: labels))
            case (.parquet, _):
                .parquet(
                    ParquetExport(
                        labels: labels, moneyScale: moneyScale,
                        timeUnit: options.output.nanoseconds ? .nanoseconds : .microseconds))
            default: .ndjson(NDJSONExport())
            }
        if let unit = options.output.partition {
            do throws(UsageError) {
                partitions = try PartitionedDataSet(at: URL(fileURLWithPath: folder)).writer(
                    as: format, by: unit, partial: options.output.partial.map { URL(fileURLWithPath: $0) })
            } catch {
                throw Self.unwritable(error)
            }
        } else {
            encoder = try RecordEncoder(format)
        }
    }

    /// Adds a record, and writes what fills a block.
    func append(_ record: UsageRecord) throws {
        do throws(UsageError) {
            try partitions?.append(record)
        } catch {
            throw Self.unwritable(error)
        }
        guard encoder != nil else { return }
        part.append(record)
        if part.count == Self.partSize { try encodePart() }
    }

    private static var partSize: Int { 2048 }

    /// Encodes the records that are not encoded yet; what the format refuses is refused here.
    func encodePart() throws {
        try encoder?.append(contentsOf: part)
        part.removeAll(keepingCapacity: true)
        try writePieces()
    }

    /// Writes the lines so far, to show them at once.
    func flush() throws {
        try encodePart()
        encoder?.flush()
        try writePieces()
    }

    private func writePieces() throws {
        while let piece = encoder?.nextPiece() {
            try console.write(exact: piece)
            hasWritten = true
        }
    }

    /// Ends the file or the data set; one of incomplete records is left beside its place.
    func end(_ walks: [WalkReport], isComplete: Bool) throws {
        try encodePart()
        encoder?.finish()
        try writePieces()
        guard let partitions = partitions.take() else { return }
        do throws(UsageError) {
            if isComplete {
                try partitions.commit(walks, account: subject.account, selection: subject.selection)
            } else {
                let partial = try partitions.leavePartial()
                console.note("the data set '\(folder)' is as it was; what was read is in '\(partial.path)'")
            }
        } catch {
            throw Self.unwritable(error)
        }
    }

    /// The error of a full disk as that of a result that cannot be written, and others in words of the command.
    private static func unwritable(_ error: UsageError) -> UsageError {
        switch error.code {
        case .storageFull: UsageError(.outputNotWritten, error.message)
        case .outputInUse: UsageError(.outputInUse, error.message + "; give this run a folder of its own (--partial)")
        default: error
        }
    }
}
