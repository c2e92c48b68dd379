/// What a commit is about to do, until its manifest is there: the file `_pending.json`.
///
/// A commit that was killed may have replaced files of which the manifest does not know yet, and the next one must not
/// replace them by less than they have.
struct PendingCommit {
    /// What all files will have in common.
    var layout: DataSetManifest.Layout
    /// For each path, the time that its file has if it was replaced, also if that time has no rows.
    var covered: [String: [DataSetManifest.Coverage]]

    init(_ layout: DataSetManifest.Layout, _ covered: [String: [DataSetManifest.Coverage]]) {
        self.layout = layout
        self.covered = covered
    }

    var bytes: [UInt8] {
        let manifest = DataSetManifest(
            layout: layout, sources: [],
            partitions: covered.sorted { ByteString($0.key) < ByteString($1.key) }.map { path, covered in
                DataSetManifest.Partition(
                    path: path, value: "", rows: 0, bytes: 0, sha256: "", first: nil, last: nil, unsettled: 0,
                    covered: covered, incomplete: ["a commit did not end"])
            })
        return manifest.bytes
    }

    /// Reads what a commit left that was killed.
    init(_ bytes: [UInt8]) throws(UsageError) {
        let manifest = try DataSetManifest(bytes)
        layout = manifest.layout
        covered = Dictionary(manifest.partitions.map { ($0.path, $0.covered) }, uniquingKeysWith: { $1 })
    }
}
