/// Brings the manifest of a data set up to date after a commit that was killed or failed on its way.
///
/// Each file is as it was or as that commit wrote it, and the checksums say which. So the next commit, of whatever source,
/// can say of each file what it has.
struct DataSetRecovery {
    let files: DataSetFiles
    let disk: OutputDisk

    /// Why a file that was to be replaced may not be used as the last word on its day or month.
    static let interruption = "a commit that would replace it did not end"

    /// Takes what the commit has done into the manifest.
    ///
    /// - Parameter manifest: The manifest of the data set; nil without one. It is replaced.
    /// - Returns: The commit if that cannot be said in one manifest, because some files have other columns than others, or
    ///   because a file is neither as it was nor as it was to be; else nil.
    /// - Throws: ``UsageError`` if the files cannot be read or written.
    func run(_ manifest: inout DataSetManifest?) throws(UsageError) -> PendingCommit? {
        let bytes = try files.read(DataSetFiles.pendingName)
        guard let bytes else { return nil }
        let pending = try PendingCommit(bytes)
        let old = Self.byPath(manifest?.partitions ?? [])
        let new = Self.byPath(pending.manifest.partitions)
        var replaced: Set<ByteString> = []
        for path in pending.written {
            let content = try files.content(of: path)
            let path = ByteString(path)
            if let content, content == new[path]?.content {
                replaced.insert(path)
            } else if content != old[path]?.content {
                return pending
            }
        }
        if replaced.count == pending.written.count {
            manifest = pending.manifest
            try end(pending.manifest, pending, removing: pending.removed)
            return nil
        }
        let hasChanged = replaced.contains { old[$0]?.content != new[$0]?.content }
        if hasChanged {
            if let layout = manifest?.layout, layout != pending.manifest.layout { return pending }
            // Rows whose time has become known, or unknown, may be in a file of both, or in none.
            if pending.paths.contains(where: { $0.contains(PartitionKey.unknownValue) }) { return pending }
            manifest = Self.merged(manifest, pending, replaced: replaced)
        }
        try end(hasChanged ? manifest : nil, pending, removing: [])
        return nil
    }

    private static func byPath(
        _ partitions: [DataSetManifest.Partition]
    ) -> [ByteString: DataSetManifest.Partition] {
        Dictionary(partitions.map { (ByteString($0.path), $0) }, uniquingKeysWith: { $1 })
    }

    /// The manifest of files of which some were replaced and some were not.
    private static func merged(
        _ manifest: DataSetManifest?, _ pending: PendingCommit, replaced: Set<ByteString>
    ) -> DataSetManifest {
        let touched = Set(pending.paths.map(ByteString.init))
        let new = pending.manifest.partitions.filter { replaced.contains(ByteString($0.path)) }
        let kept = (manifest?.partitions ?? []).filter { !replaced.contains(ByteString($0.path)) }
        func interrupted(_ partition: DataSetManifest.Partition) -> DataSetManifest.Partition {
            partition.incomplete.contains(interruption) ? partition : partition.adding(reason: interruption)
        }
        let known = Set(kept.map { ByteString($0.path) })
        let missing = pending.written.filter { !replaced.contains(ByteString($0)) && !known.contains(ByteString($0)) }
            .compactMap { span(of: $0, pending.manifest.unit) }
        let before = Dictionary(
            (manifest?.sources ?? []).map { ($0.id, $0.covered) }, uniquingKeysWith: { $1 })
        let sources = pending.manifest.sources.compactMap { source -> DataSetManifest.Source? in
            guard before[source.id] != nil || new.flatMap(\.covered).contains(where: { $0.source == source.id }) else {
                return nil
            }
            let added = new.flatMap(\.covered).filter { $0.source == source.id }
            var covered = TimeWindows((before[source.id] ?? []) + added.map(\.window))
            // A row that was to come into a file that is not there yet can be gone from where it was.
            for span in missing where source.part == span.part { covered.remove(span.window) }
            var source = source
            source.covered = covered.windows
            return source
        }
        return DataSetManifest(
            layout: pending.manifest.layout, sources: sources,
            partitions: (kept.map { touched.contains(ByteString($0.path)) ? interrupted($0) : $0 } + new)
                .sorted { ByteString($0.path) < ByteString($1.path) })
    }

    /// The time of a file, and what its name has after `part-`.
    private static func span(
        of path: String, _ unit: PartitionedDataSet.Unit
    ) -> (part: String, window: TimeWindow)? {
        let names = path.split(separator: "/").map(String.init)
        guard names.count == 2, let window = PartitionKey(folder: names[0], by: unit)?.span else { return nil }
        return (String(names[1].dropFirst("part-".count).prefix { $0 != "." }), window)
    }

    private func end(
        _ manifest: DataSetManifest?, _ pending: PendingCommit, removing removed: [String]
    ) throws(UsageError) {
        do {
            if let manifest {
                // The commit may have stopped before the names of its files were on the disk.
                for folder in Set(pending.written.compactMap { $0.split(separator: "/").first.map(String.init) })
                    .sorted()
                where OutputPath.kind(of: files.path(folder)) == .folder {
                    try disk.synchronize(folder: files.path(folder))
                }
                try disk.synchronize(folder: files.folder)
                try files.replace(DataSetFiles.manifestName, by: manifest.bytes, on: disk)
            }
            for path in removed { try files.remove(path, on: disk) }
            try files.removePending(on: disk)
        } catch {
            throw UsageError(error, writing: files.name)
        }
    }
}

extension DataSetManifest.Partition {
    /// The size and the checksum.
    fileprivate var content: DataSetFiles.Content { DataSetFiles.Content(bytes: bytes, sha256: sha256) }

    fileprivate func adding(reason: String) -> Self {
        Self(
            path: path, value: value, rows: rows, bytes: bytes, sha256: sha256, first: first, last: last,
            unsettled: unsettled, covered: covered, incomplete: incomplete + [reason])
    }
}
