/// What a commit is about to do, until it has ended: the file `_pending.json`.
///
/// A commit that was killed may have replaced files of which the manifest does not know yet; ``DataSetRecovery`` finds out.
struct PendingCommit {
    private static let version = 1

    /// The manifest that the commit puts in place when all its files are there.
    let manifest: DataSetManifest
    /// The paths of the files that it replaces or adds.
    let written: [String]
    /// The paths of the files that it removes after that.
    let removed: [String]

    /// The paths of all files that it touches.
    var paths: [String] { written + removed }

    init(manifest: DataSetManifest, written: [String], removed: [String]) {
        self.manifest = manifest
        self.written = written
        self.removed = removed
    }

    private func isPartition(_ path: String) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return names.count == 2 && PartitionKey(folder: names[0], by: manifest.unit) != nil
            && names[1].hasPrefix("part-")
    }

    var bytes: [UInt8] {
        func list(_ paths: [String]) -> String { JSONValue.array(paths.map(JSONValue.string)).text }
        let head = "{\"version\":\(Self.version),\n\"written\":\(list(written)),\n\"removed\":\(list(removed)),\n"
        return Array((head + "\"manifest\":").utf8) + manifest.bytes.dropLast() + Array("}\n".utf8)
    }

    /// Reads what a commit left that was killed.
    ///
    /// - Throws: ``UsageError`` with the code of malformed JSON, or with ``UsageError/Code/unexpectedShape`` if it is not as
    ///   it is written, or was written by a later version of this package.
    init(_ bytes: [UInt8]) throws(UsageError) {
        let members = ManifestMembers(try JSONValue(json: bytes), "")
        let version = try members.integer("version")
        guard version == Self.version, let manifest = members.object("manifest") else {
            throw UsageError(
                .unexpectedShape, "expected the note of a commit of version \(Self.version), found another one")
        }
        self.init(
            manifest: try DataSetManifest(manifest), written: try members.texts("written"),
            removed: try members.texts("removed"))
        let named = Set(self.manifest.partitions.map { ByteString($0.path) })
        guard written.allSatisfy({ named.contains(ByteString($0)) }) else {
            throw members.unexpected("paths of the manifest", "written")
        }
        // They are removed, so they are files of partitions and nothing else.
        guard removed.allSatisfy({ isPartition($0) && !named.contains(ByteString($0)) }) else {
            throw members.unexpected("paths of other partitions", "removed")
        }
    }
}
