internal import Foundation

/// A file of a data set that is not as the manifest says.
public struct DataSetDamage: Hashable, Sendable, CustomStringConvertible {
    /// What differs.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The manifest has the file, and it does not exist.
        case missing
        /// The file has other bytes than the manifest says.
        case changed
        /// The file is in a partition's folder, and the manifest does not have it.
        case unknown
        /// A commit was killed before its manifest was there, so the file may be that of the commit: write the same records
        /// again.
        case interrupted
    }

    /// The path in the data set.
    public let path: String
    /// What differs.
    public let kind: Kind

    /// One line for people to read.
    public var description: String {
        switch kind {
        case .missing: "\(path): missing"
        case .changed: "\(path): other bytes than the manifest says"
        case .unknown: "\(path): not in the manifest"
        case .interrupted: "\(path): a commit did not end"
        }
    }
}

extension PartitionedDataSet {
    /// The bytes of a file that are read at once.
    private static let block = 1 << 20

    /// Reads all files and compares them with the manifest: their sizes and checksums, which say that the rows are those
    /// that were written.
    ///
    /// While a commit runs, it may name files of that.
    ///
    /// - Returns: What differs, in the order of the paths; empty if the data set is whole.
    /// - Throws: ``UsageError``: that of ``manifest()``, with ``UsageError/Code/unreadableFile`` if there is no data set or a
    ///   file cannot be read.
    public func verify() throws(UsageError) -> [DataSetDamage] {
        let files = DataSetFiles(folder.resolvingSymlinksInPath().path)
        let pending = try files.read(DataSetFiles.pendingName).map { (bytes) throws(UsageError) in
            try PendingCommit(bytes)
        }
        let manifest = try manifest()
        guard let unit = manifest?.unit ?? pending?.layout.unit else {
            throw UsageError(
                .unreadableFile, "there is no data set at '\(folder.lastPathComponent)': its manifest is missing")
        }
        var damage: [DataSetDamage] = []
        var known: Set<ByteString> = []
        for partition in manifest?.partitions ?? [] {
            known.insert(ByteString(partition.path))
            guard let (bytes, sha256) = try Self.digest(files, partition.path) else {
                damage.append(DataSetDamage(path: partition.path, kind: .missing))
                continue
            }
            if bytes != partition.bytes || sha256 != partition.sha256 {
                let isPending = pending?.covered[partition.path] != nil
                damage.append(DataSetDamage(path: partition.path, kind: isPending ? .interrupted : .changed))
            }
        }
        for folder in try files.list() where PartitionKey(folder: folder, by: unit) != nil {
            for name in try files.list(folder) where !known.contains(ByteString("\(folder)/\(name)")) {
                let path = "\(folder)/\(name)"
                damage.append(
                    DataSetDamage(path: path, kind: pending?.covered[path] != nil ? .interrupted : .unknown))
            }
        }
        return damage.sorted { ByteString($0.path) < ByteString($1.path) }
    }

    /// The size and the checksum of a file; nil if it does not exist.
    private static func digest(_ files: DataSetFiles, _ path: String) throws(UsageError) -> (Int, String)? {
        do {
            let file = try DiskFile(reading: files.path(path))
            var digest = RunningDigest()
            var count = 0
            while case let bytes = try file.read(at: count, count: block), !bytes.isEmpty {
                digest.update(bytes)
                count += bytes.count
            }
            return (count, digest.hex)
        } catch  where error.isNoSuchPath {
            return nil
        } catch {
            throw UsageError(.unreadableFile, "\(files.name) could not be read ('\(path)'): \(error.reason)")
        }
    }
}
