public import Foundation

/// A folder of files of records, one for each day or month and set of sources, as DuckDB, Spark, polars and others read it.
///
/// ```
/// usage/_manifest.json
/// usage/date=2026-05-20/part-5f0c7d2e9a41b863.parquet
/// usage/date=2026-05-21/part-5f0c7d2e9a41b863.parquet
/// ```
///
/// A file appears whole, by one rename, and takes the place of the one of the same day and sources. So a reader never sees
/// half of a day, or the same rows twice. Days and months are those of UTC. Records without a time are in
/// `date=__HIVE_DEFAULT_PARTITION__`, whose column is null for readers that know Hive's layout.
///
/// The same records, written again in the same order, leave the same files. `Docs/DataSets.md` has the rules.
public struct PartitionedDataSet: Sendable {
    /// What a partition is.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        /// A day of UTC: folders are called `date=2026-05-20`.
        case day
        /// A month of UTC: folders are called `month=2026-05`.
        case month

        /// The name of the column that readers make of the folders.
        var column: String { self == .day ? "date" : "month" }
    }

    /// The folder.
    public let folder: URL

    /// The present, which tests set.
    var now: @Sendable () -> Timestamp = { .now() }

    /// Names a data set; nothing is read or written.
    public init(at folder: URL) {
        self.folder = folder
    }

    /// The bytes of all partitions that wait in memory to be written, unless the caller says otherwise: 128 MiB.
    public static let defaultBufferedBytes = 128 << 20

    /// Begins to write records.
    ///
    /// They go to a folder beside that of the data set, whose name has `.partial` at its end, and
    /// ``PartitionedWriter/commit(_:account:selection:)`` moves each partition to the data set. If that folder is on another
    /// file system, as beside a mount point, they go to `_partial` in the folder of the data set.
    ///
    /// - Parameters:
    ///   - format: The format with its settings: CSV, NDJSON or Parquet.
    ///   - unit: What a partition is.
    ///   - partial: Where the files are written before they are moved, a folder on the same file system. One process can
    ///     write there, so processes that write a data set at the same time need a folder each.
    ///   - bufferedBytes: Roughly the greatest number of bytes of all partitions that wait in memory to be written.
    /// - Returns: A writer, which takes the records.
    /// - Throws: ``UsageError``: with ``UsageError/Code/invalidArgument`` if a setting of the format is out of its range, for
    ///   FOCUS, if there is a file or no folder at one of the places, if the data set has another format or unit, or if the
    ///   partial folder is on another file system than the data set; with an error of reading the manifest; with
    ///   ``UsageError/Code/outputInUse`` if another process writes there; and with ``UsageError/Code/storageFull`` or ``UsageError/Code/outputNotWritten`` if the
    ///   folder cannot be created.
    public func writer(
        as format: RecordFormat, by unit: Unit, partial: URL? = nil, bufferedBytes: Int = defaultBufferedBytes
    ) throws(UsageError) -> PartitionedWriter {
        try PartitionedWriter(
            folder, as: format, by: unit, partial: partial, bufferedBytes: bufferedBytes, on: OutputDisk(),
            now: now)
    }

    /// Reads the manifest; nil if the data set does not exist.
    ///
    /// - Throws: ``UsageError`` with the code of malformed JSON, with ``UsageError/Code/unexpectedShape`` if it is not the
    ///   manifest of a data set or was written by a later version of this package, and with
    ///   ``UsageError/Code/unreadableFile`` if it cannot be read.
    public func manifest() throws(UsageError) -> DataSetManifest? {
        let files = DataSetFiles(folder.resolvingSymlinksInPath().path)
        return try files.read(DataSetFiles.manifestName).map { (bytes) throws(UsageError) in
            try DataSetManifest(json: bytes)
        }
    }
}
