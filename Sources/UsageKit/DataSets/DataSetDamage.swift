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
        /// A commit was killed, and the file is one that it wrote before its manifest was there, or one that it was to
        /// remove after that; the next commit puts this right.
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
        guard let unit = manifest?.unit ?? pending?.manifest.unit else {
            throw UsageError(
                .unreadableFile, "there is no data set at '\(folder.lastPathComponent)': its manifest is missing")
        }
        let interrupted = Dictionary(
            (pending?.manifest.partitions ?? []).map { (ByteString($0.path), $0) }, uniquingKeysWith: { $1 })
        let leftToRemove = Set((pending?.removed ?? []).map(ByteString.init))
        func isInterrupted(_ path: String, _ content: DataSetFiles.Content) -> Bool {
            interrupted[ByteString(path)].map { ($0.bytes, $0.sha256) == (content.bytes, content.sha256) } ?? false
        }
        var damage: [DataSetDamage] = []
        var known: Set<ByteString> = []
        for partition in manifest?.partitions ?? [] {
            known.insert(ByteString(partition.path))
            guard let content = try files.content(of: partition.path) else {
                damage.append(DataSetDamage(path: partition.path, kind: .missing))
                continue
            }
            if content.bytes != partition.bytes || content.sha256 != partition.sha256 {
                let kind: DataSetDamage.Kind = isInterrupted(partition.path, content) ? .interrupted : .changed
                damage.append(DataSetDamage(path: partition.path, kind: kind))
            }
        }
        for folder in try files.list() where PartitionKey(folder: folder, by: unit) != nil {
            for name in try files.list(folder) where !known.contains(ByteString("\(folder)/\(name)")) {
                let path = "\(folder)/\(name)"
                var isPending = leftToRemove.contains(ByteString(path))
                if !isPending, let content = try files.content(of: path) { isPending = isInterrupted(path, content) }
                damage.append(DataSetDamage(path: path, kind: isPending ? .interrupted : .unknown))
            }
        }
        return damage.sorted { ByteString($0.path) < ByteString($1.path) }
    }
}
