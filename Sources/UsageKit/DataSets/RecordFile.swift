public import Foundation

/// A file of records that appears whole or not at all.
///
/// Records go to a file beside it, whose name has `.partial` at its end, and ``commit()`` gives that the name of the file
/// when all bytes are on the disk. Until then, and after any failure, under the name of the file is what was there before.
///
/// ```swift
/// var file = try RecordFile(at: url, as: .parquet(ParquetExport()))
/// for record in records { try file.append(record) }
/// try file.commit()
/// ```
///
/// - A partial file that a killed process left is replaced. One that another process writes is refused.
/// - The file has the permissions that the process gives to a new one (umask), also if it replaces another one.
/// - A symbolic link stays, and the file that it leads to is replaced. A link at the partial name is refused.
/// - A value that is dropped without an end removes the partial file.
public struct RecordFile: ~Copyable, Sendable {
    /// The bytes that are written at once.
    private static let block = 1 << 16

    private let path: OutputPath
    private let disk: OutputDisk
    private let file: DiskFile
    private var encoder: RecordEncoder
    private var buffer: [UInt8] = []
    /// Why a write failed; nothing can be added after it, because a part of its bytes may be there.
    private var failure: UsageError?
    /// Whether the partial file is no longer this value's.
    private var isEnded = false

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
        let encoder = try RecordEncoder(format)
        let path = try OutputPath(file: url)
        let file: DiskFile
        do {
            file = try Self.begin(path, on: disk)
        } catch {
            throw UsageError(error, writing: path.name)
        }
        self.init(path, disk, file, encoder)
    }

    // A value with a `deinit` cannot be left half initialized by an error.
    private init(_ path: OutputPath, _ disk: OutputDisk, _ file: DiskFile, _ encoder: RecordEncoder) {
        self.path = path
        self.disk = disk
        self.file = file
        self.encoder = encoder
    }

    deinit {
        // Before the lock is released, so that it cannot be the file of another process.
        if !isEnded { try? disk.remove(path.partial) }
    }

    /// Creates the partial file, or empties one that was left.
    private static func begin(_ path: OutputPath, on disk: OutputDisk) throws(DiskFile.Failure) -> DiskFile {
        while true {
            let file = try disk.open(path.partial)
            try file.lock()
            // Between the two calls, another process may have ended its file, which has another name since then.
            guard try file.isNamed(path.partial) else { continue }
            try file.cut(to: 0)
            return file
        }
    }

    /// Adds a record.
    ///
    /// A record that the format refuses is not added, and others can follow. After a failed write, every further call fails
    /// as well.
    ///
    /// - Throws: ``UsageError``: that of ``RecordEncoder/append(_:)``, and with ``UsageError/Code/storageFull`` or
    ///   ``UsageError/Code/outputNotWritten`` if a write fails.
    public mutating func append(_ record: UsageRecord) throws(UsageError) {
        if let failure { throw failure }
        try encoder.append(record)
        try writePieces()
    }

    /// Gives the partial file the name of the file, when all bytes are on the disk.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if a step fails;
    ///   the partial file is removed, and under the name is what was there before. Only if the last step fails, which waits
    ///   until the new name is on the disk, the file is there already.
    public consuming func commit() throws(UsageError) {
        try end()
        do {
            try disk.rename(path.partial, to: path.path)
            isEnded = true
            try disk.synchronize(folder: path.folder)
        } catch {
            throw UsageError(error, writing: path.name)
        }
    }

    /// Ends the partial file and leaves it under its name, for records that are not complete.
    ///
    /// It is a whole file of its format; what is under the name of the file does not change.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if a write fails;
    ///   then the partial file is removed.
    public consuming func leavePartial() throws(UsageError) {
        try end()
        isEnded = true
    }

    /// Removes the partial file; what is under the name of the file does not change.
    public consuming func discard() {}

    /// Writes what is left, and returns when it is on the disk.
    private mutating func end() throws(UsageError) {
        if let failure { throw failure }
        encoder.finish()
        try writePieces()
        do {
            if !buffer.isEmpty { try disk.append(buffer, to: file, at: path.partial) }
            buffer = []
            try disk.synchronize(file, at: path.partial)
        } catch {
            throw UsageError(error, writing: path.name)
        }
    }

    private mutating func writePieces() throws(UsageError) {
        while let piece = encoder.nextPiece() {
            if buffer.isEmpty { buffer = piece } else { buffer += piece }
            guard buffer.count >= Self.block else { continue }
            do {
                try disk.append(buffer, to: file, at: path.partial)
            } catch {
                let failure = UsageError(error, writing: path.name)
                self.failure = failure
                throw failure
            }
            buffer.removeAll(keepingCapacity: buffer.count < 2 * Self.block)
        }
    }
}
