public import Foundation

/// A file that appears whole or not at all.
///
/// Bytes go to a file beside it, whose name has `.partial` at its end, and ``commit()`` gives that the name of the file
/// when all bytes are on the disk. Until then, and after any failure, under the name of the file is what was there before.
///
/// ```swift
/// var file = try AtomicFile(at: url)
/// for chunk in JSONExport().chunks(of: report) { try file.append(chunk) }
/// try file.commit()
/// ```
///
/// - A partial file that a killed process left is replaced. One that another process writes is refused.
/// - A symbolic link stays, and the file that it leads to is replaced. A link at the partial name is refused.
/// - A value that is dropped without an end removes the partial file.
///
/// ``RecordFile`` is one of records.
public struct AtomicFile: ~Copyable, Sendable {
    private let path: OutputPath
    private let disk: OutputDisk
    private let file: DiskFile
    /// The number of bytes that were added, since the last ``restart()`` if there was one.
    public private(set) var byteCount = 0
    /// Why a write failed; nothing can be added after it, because a part of its bytes may be there.
    private var failure: UsageError?
    /// Whether the partial file still has the bytes of an earlier run.
    private var hasEarlierBytes = false
    /// Whether the partial file is no longer this value's.
    private var isEnded = false

    /// Begins a file; there is a partial file after it.
    ///
    /// - Parameters:
    ///   - url: The file; its folder must exist.
    ///   - permissions: The permissions of the file, such as `0o640`; nil for those that the process gives to a new one
    ///     (umask), also if the file replaces another one; a partial file that an earlier run left keeps its own.
    ///   - keepsEarlierPartial: Whether a partial file that an earlier run left stays as it is until the first byte, and
    ///     also if this value is discarded or dropped without one.
    /// - Throws: ``UsageError``: with ``UsageError/Code/invalidArgument`` if the URL is that of a folder or of a device, or if
    ///   its folder is missing; with ``UsageError/Code/outputInUse`` if another process writes the file; and with
    ///   ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if the partial file cannot be created.
    public init(at url: URL, permissions: Int? = nil, keepsEarlierPartial: Bool = false) throws(UsageError) {
        try self.init(
            at: url, permissions: permissions, keepsEarlierPartial: keepsEarlierPartial, on: OutputDisk())
    }

    init(
        at url: URL, permissions: Int? = nil, keepsEarlierPartial: Bool = false, on disk: OutputDisk
    ) throws(UsageError) {
        let path = try OutputPath(file: url)
        let file: DiskFile
        let hasEarlierBytes: Bool
        do throws(DiskFile.Failure) {
            file = try Self.open(path, on: disk)
            let isEmpty = try file.size() == 0
            do throws(DiskFile.Failure) {
                if let permissions { try disk.setPermissions(permissions, of: file, at: path.partial) }
                if !isEmpty, !keepsEarlierPartial { try disk.empty(file, at: path.partial) }
            } catch {
                if isEmpty { try? disk.remove(path.partial) }
                throw error
            }
            hasEarlierBytes = !isEmpty && keepsEarlierPartial
        } catch {
            throw UsageError(error, writing: path.name)
        }
        self.init(path, disk, file, hasEarlierBytes: hasEarlierBytes)
    }

    // A value with a `deinit` cannot be left half initialized by an error.
    private init(_ path: OutputPath, _ disk: OutputDisk, _ file: DiskFile, hasEarlierBytes: Bool) {
        self.path = path
        self.disk = disk
        self.file = file
        self.hasEarlierBytes = hasEarlierBytes
    }

    deinit {
        // Before the lock is released, so that it cannot be the file of another process.
        if !isEnded, !hasEarlierBytes, isNamed { try? disk.remove(path.partial) }
    }

    /// Whether the partial file is still this one: somebody can have removed it, and another process begun one.
    private var isNamed: Bool { (try? file.isNamed(path.partial)) ?? false }

    /// Opens the partial file, alone.
    private static func open(_ path: OutputPath, on disk: OutputDisk) throws(DiskFile.Failure) -> DiskFile {
        while true {
            let file = try disk.open(path.partial)
            try file.lock()
            // Between the two calls, another process may have ended its file, which has another name since then.
            if try file.isNamed(path.partial) { return file }
        }
    }

    /// The partial file, which has the bytes so far.
    public var partial: URL { URL(fileURLWithPath: path.partial, isDirectory: false) }

    /// The name in messages.
    var name: String { path.name }

    /// Adds bytes.
    ///
    /// After a failed write, every further call fails as well, until ``restart()``.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if it fails.
    public mutating func append(_ bytes: [UInt8]) throws(UsageError) {
        try checkWrites()
        guard !bytes.isEmpty else { return }
        try removeEarlierBytes()
        do {
            try disk.append(bytes, to: file, at: path.partial)
        } catch {
            let failure = UsageError(error, writing: path.name)
            self.failure = failure
            throw failure
        }
        byteCount += bytes.count
    }

    /// Takes back all bytes, to write others.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/outputNotWritten`` if it fails.
    public mutating func restart() throws(UsageError) {
        guard byteCount > 0 || failure != nil else { return }
        try empty()
        byteCount = 0
        failure = nil
    }

    /// Throws the error of the write that failed, if one did.
    func checkWrites() throws(UsageError) {
        if let failure { throw failure }
    }

    /// Gives the partial file the name of the file, when all bytes are on the disk.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if a step fails;
    ///   the partial file is removed, and under the name is what was there before. Only if the last step fails, which waits
    ///   until the new name is on the disk, the file is there already.
    public consuming func commit() throws(UsageError) {
        try end()
        guard isNamed else {
            throw UsageError(
                .outputNotWritten, "\(path.name) could not be written: its partial file was removed or replaced")
        }
        do {
            try disk.rename(path.partial, to: path.path)
            isEnded = true
            try disk.synchronize(folder: path.folder)
        } catch {
            throw UsageError(error, writing: path.name)
        }
    }

    /// Leaves the partial file under its name, for a result that is not complete; what is under the name of the file does
    /// not change.
    ///
    /// - Returns: The partial file.
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if its bytes do
    ///   not reach the disk; then it is removed.
    @discardableResult
    public consuming func leavePartial() throws(UsageError) -> URL {
        try end()
        isEnded = true
        return partial
    }

    /// Removes the partial file; what is under the name of the file does not change.
    public consuming func discard() {}

    /// Returns when all bytes are on the disk.
    private mutating func end() throws(UsageError) {
        try checkWrites()
        try removeEarlierBytes()
        do {
            try disk.synchronize(file, at: path.partial)
        } catch {
            throw UsageError(error, writing: path.name)
        }
    }

    private mutating func removeEarlierBytes() throws(UsageError) {
        if hasEarlierBytes { try empty() }
    }

    private mutating func empty() throws(UsageError) {
        do {
            try disk.empty(file, at: path.partial)
        } catch {
            throw UsageError(error, writing: path.name)
        }
        hasEarlierBytes = false
    }
}
