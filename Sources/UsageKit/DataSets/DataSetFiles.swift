internal import Foundation

/// The files of a data set beside its partitions.
///
/// Their names begin with an underscore: Spark, Hive and pyarrow take such files for none of a data set, and so does every
/// pattern such as `*.parquet`.
struct DataSetFiles: Sendable {
    static let manifestName = "_manifest.json"
    static let pendingName = "_pending.json"
    static let lockName = "_lock"
    /// The folder of what is not complete if the one beside the data set is on another file system.
    static let partialName = "_partial"
    static let newSuffix = ".new"

    let folder: String
    /// The name in messages.
    let name: String

    init(_ folder: String) {
        self.folder = folder
        name = "the data set '\(URL(fileURLWithPath: folder).lastPathComponent)'"
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Returns the bytes of a file; nil if it does not exist.
    func read(_ name: String) throws(UsageError) -> [UInt8]? {
        do {
            let file = try DiskFile(reading: path(name))
            return try file.read(at: 0, count: try file.size())
        } catch  where error.isNoSuchPath {
            return nil
        } catch {
            throw UsageError(.unreadableFile, "\(self.name) could not be read ('\(name)'): \(error.reason)")
        }
    }

    /// The names of what is in a folder of the data set, in ascending order; empty if it does not exist.
    func list(_ folder: String = "") throws(UsageError) -> [String] {
        let path = folder.isEmpty ? self.folder : path(folder)
        guard OutputPath.kind(of: path) == .folder else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw UsageError(.unreadableFile, "\(name) could not be read: \(error.localizedDescription)")
        }
    }

    /// Writes a small file whole, in the place of one that has its name.
    func replace(_ name: String, by bytes: [UInt8], on disk: OutputDisk) throws(DiskFile.Failure) {
        let new = path(name + Self.newSuffix)
        let file = try disk.open(new)
        try file.cut(to: 0)
        try disk.append(bytes, to: file, at: new)
        try disk.synchronize(file, at: new)
        try disk.rename(new, to: path(name))
        try disk.synchronize(folder: folder)
    }

    /// The size and the checksum of a file.
    struct Content: Hashable {
        let bytes: Int
        /// The SHA-256 digest in hexadecimal digits.
        let sha256: String
    }

    /// The bytes of a file that are read at once.
    private static let block = 1 << 20

    /// Reads a file as far as its size and its checksum; nil if it does not exist.
    func content(of name: String) throws(UsageError) -> Content? {
        do {
            let file = try DiskFile(reading: path(name))
            var digest = RunningDigest()
            var count = 0
            while case let bytes = try file.read(at: count, count: Self.block), !bytes.isEmpty {
                digest.update(bytes)
                count += bytes.count
            }
            return Content(bytes: count, sha256: digest.hex)
        } catch  where error.isNoSuchPath {
            return nil
        } catch {
            throw UsageError(.unreadableFile, "\(self.name) could not be read ('\(name)'): \(error.reason)")
        }
    }

    /// Removes the file of a partition, and its folder if that is empty then.
    func remove(_ path: String, on disk: OutputDisk) throws(DiskFile.Failure) {
        try disk.remove(self.path(path))
        guard let folder = path.split(separator: "/").first.map({ self.path(String($0)) }) else { return }
        try disk.removeFolder(folder)
        // It stays if it has files of other sources.
        if OutputPath.kind(of: folder) == .folder { try disk.synchronize(folder: folder) }
    }

    /// Removes the note of a commit, which has ended.
    func removePending(on disk: OutputDisk) throws(DiskFile.Failure) {
        try disk.remove(path(Self.pendingName))
        try disk.synchronize(folder: folder)
    }
}
