internal import Foundation

/// The folder in which a data set is written before it is complete.
///
/// It has a lock, so that one process writes it, and for each partition a folder with one file.
struct PartitionStaging: Sendable {
    let path: String
    /// The name in messages.
    let name: String
    let disk: OutputDisk
    private let lock: DiskFile

    /// Takes the folder; what an earlier run left in it stays until ``empty()``.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/outputInUse`` if another process writes it, and with
    ///   ``UsageError/Code/invalidArgument`` if it has anything that no data set has.
    init(_ path: String, on disk: OutputDisk) throws(UsageError) {
        self.path = path
        self.disk = disk
        name = "the data set '\(URL(fileURLWithPath: path).lastPathComponent)'"
        do {
            lock = try Self.takeLock(path, on: disk)
        } catch {
            throw UsageError(error, writing: name)
        }
        for entry in try entries() where entry.isForeign {
            throw UsageError(
                .invalidArgument,
                "\(name) would be emptied, and '\(entry.name)' in it is of no data set; move it to another folder")
        }
    }

    private static func takeLock(_ path: String, on disk: OutputDisk) throws(DiskFile.Failure) -> DiskFile {
        let name = path + "/" + lockName
        while true {
            try disk.createFolder(path)
            let file: DiskFile
            do {
                file = try disk.open(name)
            } catch  where error.isNoSuchPath && OutputPath.kind(of: path) == nil {
                // Another process has ended, and removed the folder.
                continue
            }
            try file.lock()
            if try file.isNamed(name) { return file }
        }
    }

    private static let lockName = "_lock"

    /// The path of the file of a partition.
    func file(of key: PartitionKey, _ format: RecordFormat) -> String {
        "\(path)/\(key.folder)/part.\(format.fileExtension)"
    }

    /// Removes what an earlier run left.
    func empty() throws(DiskFile.Failure) { try removePartitions() }

    /// Removes all of it; the lock comes last.
    func remove() throws(DiskFile.Failure) {
        try removePartitions()
        try release()
    }

    /// Removes the lock, and the folder if there is nothing else in it.
    func release() throws(DiskFile.Failure) {
        try disk.remove(path + "/" + Self.lockName)
        try disk.removeFolder(path)
    }

    private func removePartitions() throws(DiskFile.Failure) {
        for entry in (try? entries()) ?? [] where !entry.isForeign && entry.name != Self.lockName {
            for file in entry.files { try disk.remove("\(path)/\(entry.name)/\(file)") }
            try disk.removeFolder("\(path)/\(entry.name)")
        }
    }

    private struct Entry {
        let name: String
        let files: [String]
        /// Whether it is something that no data set has.
        let isForeign: Bool
    }

    private func entries() throws(UsageError) -> [Entry] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
                if name == Self.lockName { return Entry(name: name, files: [], isForeign: false) }
                let isPartition = PartitionedDataSet.Unit.allCases.contains {
                    PartitionKey(folder: name, by: $0) != nil
                }
                guard isPartition, OutputPath.kind(of: "\(path)/\(name)") == .folder else {
                    return Entry(name: name, files: [], isForeign: true)
                }
                let files = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
                let known = ["part.csv", "part.ndjson", "part.parquet"]
                return Entry(name: name, files: files, isForeign: !files.allSatisfy(known.contains))
            }
        } catch {
            throw UsageError(.outputNotWritten, "\(name) could not be read: \(error.localizedDescription)")
        }
    }
}
