internal import Foundation

/// The files of a store: its log, and one for the lock.
///
/// The log is replaced as a whole when the store is compacted, so the lock has a file of its own. Readers keep the log that
/// they opened.
struct StoreFiles {
    let directory: URL

    init(_ directory: URL) {
        self.directory = directory
    }

    private func path(_ name: String) -> String { directory.appendingPathComponent(name, isDirectory: false).path }

    var log: String { path("rows") }
    /// The log that is written while the store is compacted or created.
    var newLog: String { path("rows.new") }
    private var lock: String { path("lock") }

    /// A log and what it holds.
    struct Opened {
        let file: DiskFile
        let log: StoreLog
        let contents: StoreContents
        let damage: [StoreDamage]
        let tornBytes: Int
        /// How many rows are in parts that are no full chunk.
        let rowsInPartialChunks: Int
    }

    /// Takes the lock, and creates the store if it does not exist.
    func prepare(labels: [UsageDimension]) throws(UsageError) -> DiskFile {
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw UsageError(error, directory)
        }
        do {
            let lock = try DiskFile(appendingTo: lock)
            try lock.lock()
            // What a process left that was killed while it wrote the store as a whole.
            try? FileManager.default.removeItem(atPath: newLog)
            if try Self.isMissingOrEmpty(log) {
                _ = try create(StoreLog.Header(generation: 1, labels: labels.filter(\.isLabel).map(\.rawValue)))
                try DiskFile.rename(newLog, to: log)
                try DiskFile.synchronize(folder: directory.path)
                try DiskFile.synchronize(folder: directory.deletingLastPathComponent().path)
            }
            return lock
        } catch {
            throw UsageError(error, directory)
        }
    }

    private static func isMissingOrEmpty(_ path: String) throws(DiskFile.Failure) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        return try DiskFile(reading: path).size() == 0
    }

    /// Creates a log under the name of a new one.
    func create(_ header: StoreLog.Header) throws(DiskFile.Failure) -> DiskFile {
        let file = try DiskFile(appendingTo: newLog)
        try file.cut(to: 0)
        try file.append(header.bytes)
        try file.synchronize()
        return file
    }

    /// Reads the log; if the store is written, what never counted is cut off.
    func open(_ access: UsageStore.Access) throws(UsageError) -> Opened {
        do {
            let file = try access == .readWrite ? DiskFile(appendingTo: log) : DiskFile(reading: log)
            var loader = StoreLoader(StoreLog.Header(generation: 0, labels: []))
            let log = try StoreLog(size: try file.size(), read: { try file.read(at: $0, count: $1) }) { header in
                loader = StoreLoader(header)
            } deliver: { transaction in
                loader.add(transaction)
            }
            if access == .readWrite, log.tornBytes > 0 {
                try file.cut(to: log.wholeBytes)
                try file.synchronize()
            }
            let (contents, damage, rowsInPartialChunks) = loader.finish(log)
            return Opened(
                file: file, log: log, contents: contents, damage: damage,
                tornBytes: log.tornBytes, rowsInPartialChunks: rowsInPartialChunks)
        } catch {
            throw UsageError(error, directory)
        }
    }
}
