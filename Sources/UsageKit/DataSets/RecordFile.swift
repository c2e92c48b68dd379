public import Foundation

/// A file of records that appears whole or not at all.
///
/// Records go to a file beside it, whose name has `.partial` at its end, and ``commit()`` gives that the name of the file
/// when all bytes are on the disk. Until then, and after any failure, under the name of the file is what was there before.
///
/// ```swift
/// var file = try RecordFile(at: url, as: .parquet(ParquetExport()))
/// let (rows, report) = try await tresor.usage(in: may).collect()
/// for row in rows { try file.append(row.usageRecord) }
/// try file.commit([report])
/// ```
///
/// `collect()` has each row in its last state, and ``commit(_:)`` refuses a walk that is not complete. Records that come from
/// no walk need no report: ``commit()``. ``write(to:as:reports:records:)`` writes all records in one call, and those of Parquet
/// with the money scale that they need.
///
/// - A partial file that a killed process left is replaced. One that another process writes is refused.
/// - The file has the permissions that the process gives to a new one (umask), also if it replaces another one. A partial
///   file that was left keeps its own.
/// - A symbolic link stays, and the file that it leads to is replaced. A link at the partial name is refused.
/// - A value that is dropped without an end removes the partial file.
public struct RecordFile: ~Copyable, Sendable {
    /// The bytes that are written at once.
    private static let block = 1 << 16

    private var file: AtomicFile
    private var encoder: RecordEncoder
    private var buffer: [UInt8] = []

    /// Begins a file; there is a partial file after it.
    ///
    /// - Parameters:
    ///   - url: The file; its folder must exist.
    ///   - format: The format with its settings.
    /// - Throws: ``UsageError``: with ``UsageError/Code/invalidArgument`` if a setting of the format is out of its range, if
    ///   the URL is that of a folder or of a device, or if its folder is missing; with ``UsageError/Code/outputInUse`` if
    ///   another process writes the file; and with ``UsageError/Code/storageFull`` or
    ///   ``UsageError/Code/outputNotWritten`` if the partial file cannot be created.
    public init(at url: URL, as format: RecordFormat) throws(UsageError) {
        try self.init(at: url, as: format, on: OutputDisk())
    }

    init(at url: URL, as format: RecordFormat, on disk: OutputDisk) throws(UsageError) {
        // A setting that is refused leaves no file.
        let encoder = try RecordEncoder(format)
        self.init(try AtomicFile(at: url, on: disk), encoder)
    }

    private init(_ file: consuming AtomicFile, _ encoder: RecordEncoder) {
        self.file = file
        self.encoder = encoder
    }

    /// Adds a record.
    ///
    /// A record that the format refuses is not added, and others can follow. After a failed write, every further call fails
    /// as well.
    ///
    /// - Throws: ``UsageError``: that of ``RecordEncoder/append(_:)``, and with ``UsageError/Code/storageFull`` or
    ///   ``UsageError/Code/outputNotWritten`` if a write fails.
    public mutating func append(_ record: UsageRecord) throws(UsageError) {
        try file.checkWrites()
        try encoder.append(record)
        try writePieces()
    }

    /// Adds records, in their order; many of them are written on all cores, in all formats but FOCUS.
    ///
    /// The file is that of the same records added one by one. If the format refuses a record, none of them is added.
    ///
    /// - Parameter records: The records; some thousands at a time keep the memory small and all cores busy.
    /// - Throws: ``UsageError``: that of ``append(_:)``.
    public mutating func append(contentsOf records: [UsageRecord]) throws(UsageError) {
        try file.checkWrites()
        try encoder.append(contentsOf: records)
        try writePieces()
    }

    /// Gives the partial file the name of the file, when all bytes are on the disk.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if a step fails;
    ///   the partial file is removed, and under the name is what was there before. Only if the last step fails, which waits
    ///   until the new name is on the disk, the file is there already.
    public consuming func commit() throws(UsageError) {
        try end()
        try file.commit()
    }

    /// Gives the partial file the name of the file, if the records are complete.
    ///
    /// If a walk is not complete, the partial file is left under its name, as by ``leavePartial()``, and what is under the
    /// name of the file does not change.
    ///
    /// - Parameter reports: The reports of the walks or files of the records.
    /// - Throws: ``UsageError``: with ``UsageError/Code/incompleteWalk`` if a walk is not complete, and that of ``commit()``.
    public consuming func commit(_ reports: [WalkReport]) throws(UsageError) {
        guard let report = reports.first(where: { !$0.isComplete }) else { return try commit() }
        let name = file.name
        let partial = try leavePartial()
        var error = UsageError(
            .incompleteWalk,
            "\(name) needs a complete walk, and that of \(report.provider) (\(report.endpoint)) is not: "
                + "\(report.stopped?.message ?? "it is not over"); what was read is in '\(partial.lastPathComponent)'")
        error.provider = report.provider
        throw error
    }

    /// Ends the partial file and leaves it under its name, for records that are not complete.
    ///
    /// It is a whole file of its format; what is under the name of the file does not change.
    ///
    /// - Returns: The partial file.
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if a write fails;
    ///   then the partial file is removed.
    @discardableResult
    public consuming func leavePartial() throws(UsageError) -> URL {
        try end()
        return try file.leavePartial()
    }

    /// Removes the partial file; what is under the name of the file does not change.
    public consuming func discard() {}

    /// Takes back all records, to write others in another format.
    mutating func restart(as format: RecordFormat) throws(UsageError) {
        encoder = try RecordEncoder(format)
        buffer = []
        try file.restart()
    }

    /// Writes what is left.
    private mutating func end() throws(UsageError) {
        try file.checkWrites()
        encoder.finish()
        try writePieces()
        try file.append(buffer)
        buffer = []
    }

    private mutating func writePieces() throws(UsageError) {
        while let piece = encoder.nextPiece() {
            if buffer.isEmpty { buffer = piece } else { buffer += piece }
            guard buffer.count >= Self.block else { continue }
            try file.append(buffer)
            buffer.removeAll(keepingCapacity: buffer.count < 2 * Self.block)
        }
    }
}
