/// Which partitions a commit replaces and removes, after it was checked that it may.
struct DataSetPlan {
    /// Partitions of which there are no records any more.
    let removed: [PartitionKey]

    private let layout: DataSetManifest.Layout
    private let fileExtension: String
    private let sources: DataSetSources
    private let partitions: [StagedPartition]
    private let written: Set<PartitionKey>

    /// Checks a commit.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if something that is there must not be replaced.
    init(
        _ files: DataSetFiles, _ layout: DataSetManifest.Layout, fileExtension: String, sources: DataSetSources,
        partitions: [StagedPartition], manifest: DataSetManifest?, unresolved: PendingCommit?
    ) throws(UsageError) {
        self.layout = layout
        self.fileExtension = fileExtension
        self.sources = sources
        self.partitions = partitions
        written = Set(partitions.map(\.key))
        for known in [manifest?.layout, unresolved?.manifest.layout] {
            if let known { try layout.checkPaths(of: known, in: files.name) }
        }
        for source in sources.sources {
            guard let known = manifest?.sources.first(where: { $0.id == source.id }), known.part != sources.part else {
                continue
            }
            throw UsageError(
                .invalidArgument,
                "\(files.name) has rows of \(source.provider) (\(source.endpoint)) in files that it shares with other "
                    + "sources than now, so they would be there twice; write the same sources together, or to another folder"
            )
        }
        try Self.checkOverlap(files, sources, hasRecords: !partitions.isEmpty, manifest)

        var required = try Self.required(
            files, layout, "part-\(sources.part).\(fileExtension)", manifest: manifest,
            unresolved: unresolved, sources: sources)
        var removed: [PartitionKey] = []
        for key in written where required[key] == nil { required[key] = [] }
        for (key, covered) in required.sorted(by: { $0.key < $1.key }) {
            let isWritten = written.contains(key)
            if isWritten, let span = key.span, !sources.hasAsked(for: span) {
                throw UsageError(
                    .invalidArgument, "records of \(key.value) are outside of the windows of all walks")
            }
            let missing = sources.missing(of: covered)
            if key.span == nil, let missing, sources.overlaps(covered) || isWritten {
                throw UsageError(
                    .invalidArgument,
                    "\(files.name) has records without a time, which may be of any time that was read with them, so they "
                        + "are replaced only together: write also \(missing) again")
            }
            let isTouched = isWritten || (key.span == nil ? missing == nil : !sources.coverage(of: key.span).isEmpty)
            guard isTouched else { continue }
            if let missing {
                throw UsageError(
                    .invalidArgument,
                    "\(files.name) has more of \(key.value) than what would replace it, which lacks \(missing); write all "
                        + "of that time")
            }
            if !isWritten { removed.append(key) }
        }
        self.removed = removed
        try checkUnknownTime(files, manifest)
        try checkLayout(files, manifest)
        try checkUnresolved(files, unresolved)
    }

    /// The time that each file of the sources has, as far as it is known.
    private static func required(
        _ files: DataSetFiles, _ layout: DataSetManifest.Layout, _ fileName: String, manifest: DataSetManifest?,
        unresolved: PendingCommit?, sources: DataSetSources
    ) throws(UsageError) -> [PartitionKey: [DataSetManifest.Coverage]] {
        var required: [PartitionKey: [DataSetManifest.Coverage]] = [:]
        func note(_ path: String, _ covered: [DataSetManifest.Coverage]) {
            let parts = path.split(separator: "/")
            guard parts.count == 2, parts[1] == fileName,
                let key = PartitionKey(folder: String(parts[0]), by: layout.unit)
            else { return }
            required[key, default: []] += covered
        }
        for partition in manifest?.partitions ?? [] { note(partition.path, partition.covered) }
        for partition in unresolved?.manifest.partitions ?? [] { note(partition.path, partition.covered) }
        for folder in try files.list() {
            guard let key = PartitionKey(folder: folder, by: layout.unit), required[key] == nil,
                OutputPath.kind(of: files.path("\(folder)/\(fileName)")) != nil
            else { continue }
            // A file that nothing speaks of: it may have all of its time.
            required[key] = sources.sources.map {
                DataSetManifest.Coverage(source: $0.id, window: key.span ?? .all)
            }
        }
        return required
    }

    /// Refuses to replace records without a time if nothing says of what time they are, unless they are the same.
    private func checkUnknownTime(_ files: DataSetFiles, _ manifest: DataSetManifest?) throws(UsageError) {
        let path = path(of: PartitionKey(of: nil, by: layout.unit))
        guard let old = manifest?.partitions.first(where: { $0.path == path }), old.covered.isEmpty,
            old.sha256 != partitions.first(where: { $0.key.span == nil })?.digest.hex
        else { return }
        throw UsageError(
            .invalidArgument,
            "\(files.name) has other records without a time, and nothing says of what time they are; write them to another "
                + "folder, or give each file its own words for what was selected")
    }

    /// Refuses other columns, unless all files are replaced.
    private func checkLayout(_ files: DataSetFiles, _ manifest: DataSetManifest?) throws(UsageError) {
        guard let manifest, let difference = layout.difference(from: manifest.layout),
            let kept = untouched(manifest.partitions.map(\.path))
        else { return }
        throw UsageError(
            .invalidArgument,
            "\(files.name) is another one: \(difference); write all of it again, also '\(kept)', or write to another folder"
        )
    }

    /// Refuses to leave a file of which it cannot be said what it has.
    private func checkUnresolved(_ files: DataSetFiles, _ unresolved: PendingCommit?) throws(UsageError) {
        guard let unresolved, let left = untouched(unresolved.paths) else { return }
        throw UsageError(
            .invalidArgument,
            "a commit to \(files.name) did not end, and '\(left)' may have other columns or other bytes than the rest; write "
                + "all files of that commit again, also '\(left)', or write to another folder")
    }

    /// The first of some files that stays as it is.
    private func untouched(_ paths: [String]) -> String? {
        let touched = touched
        return paths.sorted { ByteString($0) < ByteString($1) }.first { !touched.contains(ByteString($0)) }
    }

    private var touched: Set<ByteString> { Set(written.union(removed).map { ByteString(path(of: $0)) }) }

    /// The path of a partition's file in the data set.
    func path(of key: PartitionKey) -> String { "\(key.folder)/part-\(sources.part).\(fileExtension)" }

    /// The manifest after the commit.
    func manifest(after old: DataSetManifest?) -> DataSetManifest {
        let new = partitions.map { partition in
            let covered = sources.coverage(of: partition.key.span)
            return DataSetManifest.Partition(
                path: path(of: partition.key), value: partition.key.value, rows: partition.rows,
                bytes: partition.byteCount, sha256: partition.digest.hex, first: partition.first, last: partition.last,
                unsettled: partition.unsettled, covered: covered, incomplete: reasons(partition, covered))
        }
        let touched = touched
        let kept = old?.partitions.filter { !touched.contains(ByteString($0.path)) } ?? []
        let others = old?.sources.filter { $0.part != sources.part } ?? []
        let ours = sources.sources.map { source in
            var source = source
            let before = old?.sources.first { $0.id == source.id }?.covered ?? []
            source.covered = TimeWindows(before + (sources.covered[source.id]?.windows ?? [])).windows
            return source
        }
        return DataSetManifest(
            layout: layout,
            sources: (others + ours).sorted { ($0.part, $0.id) < ($1.part, $1.id) },
            partitions: (kept + new).sorted { ByteString($0.path) < ByteString($1.path) })
    }

    /// Why a partition may lack rows or charges.
    private func reasons(_ partition: StagedPartition, _ covered: [DataSetManifest.Coverage]) -> [String] {
        var reasons: [String] = []
        if let span = partition.key.span {
            for source in sources.sources {
                let missing = TimeWindows(covered.filter { $0.source == source.id }.map(\.window)).missing(in: span)
                reasons += missing.map { "\(source.provider) (\(source.endpoint)) was not read for \($0)" }
            }
        }
        switch partition.unsettled {
        case 0: break
        case 1: reasons.append("1 request had not ended")
        case let count: reasons.append("\(count) requests had not ended")
        }
        return reasons
    }

    /// What the commit is about to do, which puts a manifest in place.
    func pending(putting manifest: DataSetManifest) -> PendingCommit {
        PendingCommit(
            manifest: manifest, written: partitions.map { path(of: $0.key) }, removed: removed.map { path(of: $0) })
    }
}
