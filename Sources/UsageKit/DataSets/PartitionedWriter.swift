public import Foundation

/// Writes records to a ``PartitionedDataSet``, in any order.
///
/// ```swift
/// let dataSet = PartitionedDataSet(at: folder)
/// var writer = try dataSet.writer(as: .parquet(ParquetExport()), by: .day)
/// for record in records { try writer.append(record) }
/// try writer.commit([report])
/// ```
///
/// Nothing of the data set changes before ``commit(_:account:selection:)``. A value that is dropped without an end removes
/// what it has written. What an earlier run left in the partial folder stays until something is written there.
///
/// A file is open only while bytes are written to it, so there can be more partitions than a process may open files. When
/// what waits in memory is more than the bound, the largest partition is written, in Parquet as a row group. Records that
/// come day by day, as from a ledger, fill their row groups; in random order over many days row groups are small.
public struct PartitionedWriter: ~Copyable, Sendable {
    private let target: OutputPath
    private let format: RecordFormat
    private let layout: DataSetManifest.Layout
    private let disk: OutputDisk
    private let staging: PartitionStaging
    private let bound: Int
    private let now: @Sendable () -> Timestamp

    private var partitions: [StagedPartition] = []
    private var positions: [PartitionKey: Int] = [:]
    private var bufferedBytes = 0
    /// The file that was written last, because the next bytes are often of the same partition.
    private var opened: (position: Int, file: DiskFile)?
    /// Why a write failed; nothing can be added after it.
    private var failure: UsageError?
    /// Whether what an earlier run left is removed.
    private var hasBegun = false
    /// Whether what was written is no longer to be removed.
    private var isEnded = false

    init(
        _ folder: URL, as format: RecordFormat, by unit: PartitionedDataSet.Unit, partial: URL?, bufferedBytes: Int,
        on disk: OutputDisk, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws(UsageError) {
        let layout = try DataSetManifest.Layout(format, by: unit)
        // Settings are refused before anything is written.
        _ = try RecordEncoder(format)
        // A link is followed: files are moved into the folder that it leads to.
        let target = try OutputPath(folder: folder.resolvingSymlinksInPath())
        // The commit checks it again: another process may have made the data set until then.
        if let manifest = try DataSetFiles(target.path).read(DataSetFiles.manifestName) {
            try layout.checkPaths(of: DataSetManifest(manifest).layout, in: target.name)
        }
        let given = try partial.map { (url) throws(UsageError) in try OutputPath(folder: url) }
        let place = try Self.place(given, target, on: disk)
        guard place != target.path else {
            throw UsageError(
                .invalidArgument, "\(target.name) cannot be written in its own folder before it is complete")
        }
        switch OutputPath.kind(of: place) {
        case nil, .folder: break
        default:
            throw UsageError(.invalidArgument, "\(target.name) cannot be written: '\(place)' is no folder")
        }
        staging = try PartitionStaging(place, on: disk)
        self.layout = layout
        self.target = target
        self.format = format
        self.disk = disk
        self.now = now
        bound = bufferedBytes
    }

    /// The folder of what is not complete; files can be renamed from it into the data set.
    private static func place(
        _ given: OutputPath?, _ target: OutputPath, on disk: OutputDisk
    ) throws(UsageError) -> String {
        let partial = given?.path ?? target.partial
        // Without a data set, its folder will be on the file system of the one that has it.
        func existing(_ path: String, in folder: String) -> String {
            URL(fileURLWithPath: OutputPath.kind(of: path) == .folder ? path : folder).resolvingSymlinksInPath().path
        }
        let place = existing(partial, in: given?.folder ?? target.folder)
        guard !disk.canMove(place, existing(target.path, in: target.folder)) else { return partial }
        if let given {
            throw UsageError(
                .invalidArgument,
                "expected a folder on the file system of \(target.name), found '\(given.path)' on another one: files are "
                    + "moved into the data set by their names")
        }
        return "\(target.path)/\(DataSetFiles.partialName)"
    }

    deinit {
        if !isEnded { if hasBegun { try? staging.remove() } else { try? staging.release() } }
    }

    /// The number of records that were added.
    public var rows: Int { partitions.reduce(0) { $0 + $1.rows } }

    /// Adds a record to its partition.
    ///
    /// A record that the format refuses is not added, and others can follow. After a failed write, every further call fails
    /// as well.
    ///
    /// - Throws: ``UsageError``: that of ``RecordEncoder/append(_:)``, and with ``UsageError/Code/storageFull`` or
    ///   ``UsageError/Code/outputNotWritten`` if a write fails.
    public mutating func append(_ record: UsageRecord) throws(UsageError) {
        if let failure { throw failure }
        let key = PartitionKey(of: record.time, by: layout.unit)
        let position: Int
        if let known = positions[key] {
            position = known
            bufferedBytes += try partitions[position].append(record)
        } else {
            var partition = try StagedPartition(key, format)
            let header = partition.encoder.bufferedBytes
            bufferedBytes += try partition.append(record) + header
            position = partitions.count
            partitions.append(partition)
            positions[key] = position
        }
        try write(position)
        while bufferedBytes > bound, let largest = largest() {
            partitions[largest].encoder.flush()
            try write(largest)
        }
    }

    /// The partition with the most bytes in memory; nil if all are written.
    private func largest() -> Int? {
        var found: (position: Int, bytes: Int)?
        for position in partitions.indices {
            let bytes = partitions[position].encoder.bufferedBytes
            if bytes > found?.bytes ?? 0 { found = (position, bytes) }
        }
        return found?.position
    }

    /// Writes the pieces that a partition has.
    private mutating func write(_ position: Int) throws(UsageError) {
        let before = partitions[position].encoder.bufferedBytes
        var hasWritten = false
        do {
            while let piece = partitions[position].encoder.nextPiece() {
                hasWritten = true
                try begin()
                let file = try file(of: position)
                try disk.append(piece, to: file, at: staging.file(of: partitions[position].key, format))
                partitions[position].digest.update(piece)
                partitions[position].byteCount += piece.count
            }
        } catch {
            let failure = UsageError(error, writing: target.name)
            self.failure = failure
            throw failure
        }
        if hasWritten { bufferedBytes += partitions[position].encoder.bufferedBytes - before }
    }

    /// Removes what an earlier run left.
    private mutating func begin() throws(DiskFile.Failure) {
        guard !hasBegun else { return }
        try staging.empty()
        hasBegun = true
    }

    private mutating func file(of position: Int) throws(DiskFile.Failure) -> DiskFile {
        if let opened, opened.position == position { return opened.file }
        let key = partitions[position].key
        let path = staging.file(of: key, format)
        let isNew = !partitions[position].hasFolder
        if isNew { try disk.createFolder("\(staging.path)/\(key.folder)") }
        let file = try disk.open(path)
        // What an earlier run left may not have been removed, and bytes are appended.
        if isNew { try disk.empty(file, at: path) }
        partitions[position].hasFolder = true
        opened = (position, file)
        return file
    }

    /// Ends all files, and returns when they are on the disk.
    private mutating func end() throws(UsageError) {
        if let failure { throw failure }
        do {
            try begin()
        } catch {
            throw UsageError(error, writing: target.name)
        }
        for position in partitions.indices {
            partitions[position].encoder.finish()
            try write(position)
            do {
                let file = try file(of: position)
                try disk.synchronize(file, at: staging.file(of: partitions[position].key, format))
            } catch {
                throw UsageError(error, writing: target.name)
            }
            // Its dictionaries and metadata are not needed any more.
            partitions[position].encoder = try RecordEncoder(format)
        }
        opened = nil
    }

    /// Moves the partitions to the data set, if their records are complete.
    ///
    /// A partition takes the place of the one of the same day or month and sources, and those of which the walks have no
    /// record any more are removed. Partitions of other sources, and of time that the walks do not cover, stay as they are.
    ///
    /// - A walk covers its window up to the present, and a file the time from its first record to its last one.
    /// - A partition that has time which the walks do not cover is not replaced: the commit is refused, and names it.
    /// - A commit that is killed leaves each partition whole, as it was or as it is. The next commit, of whatever sources,
    ///   brings the manifest up to date.
    ///
    /// It waits while another process commits. If it is refused, the data set is unchanged, apart from the end of an
    /// interrupted commit, and the records stay in the partial folder.
    ///
    /// - Parameters:
    ///   - reports: The reports of the walks or files of the records.
    ///   - account: The caller's label of the account, which goes before that of the walk's client; nil for the latter, or for
    ///     none. A walk that has neither a label nor a key of its own needs it.
    ///   - selection: The caller's words for what was selected of the rows of the endpoint, such as its filters. Records that
    ///     were selected otherwise are of another source.
    /// - Returns: The manifest of the data set.
    /// - Throws: ``UsageError``: with ``UsageError/Code/incompleteWalk`` if a walk is not complete; with
    ///   ``UsageError/Code/invalidArgument`` if there are no reports, or several of which one is of a saved file, if nothing
    ///   tells whose rows a walk has and there is no `account`, if a partition that is there has more time, if the
    ///   data set has another format, unit, money scale or other columns, if a source was written together with others
    ///   before, or if the same rows may be there from another source; with an error of reading the manifest; and with ``UsageError/Code/storageFull`` or
    ///   ``UsageError/Code/outputNotWritten`` if a step fails; if only the partial folder cannot be removed, the records are
    ///   in the data set already.
    @discardableResult
    public consuming func commit(
        _ reports: [WalkReport], account: String? = nil, selection: String? = nil
    ) throws(UsageError) -> DataSetManifest {
        try end()
        isEnded = true
        let commit = DataSetCommit(
            files: DataSetFiles(target.path), parent: target.folder, layout: layout, format: format, staging: staging,
            partitions: partitions, now: now())
        let manifest: DataSetManifest
        do {
            manifest = try commit.run(reports, account: account, selection: selection)
        } catch {
            var error = error
            error.message += "; what is not in it yet is in '\(URL(fileURLWithPath: staging.path).lastPathComponent)'"
            throw error
        }
        do {
            try staging.remove()
        } catch {
            throw UsageError(error, writing: staging.name)
        }
        return manifest
    }

    /// Ends the files and leaves them in the partial folder, for records that are not complete.
    ///
    /// They are whole files of their format; the data set does not change. The next writer replaces them.
    ///
    /// - Returns: The partial folder.
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if a write fails;
    ///   then the partial folder is removed.
    @discardableResult
    public consuming func leavePartial() throws(UsageError) -> URL {
        try end()
        isEnded = true
        return URL(fileURLWithPath: staging.path, isDirectory: true)
    }

    /// Removes what was written; the data set does not change.
    public consuming func discard() {}
}
