/// Moves partitions that were written whole to a data set.
struct DataSetCommit {
    let files: DataSetFiles
    /// The folder that has the data set's.
    let parent: String
    let layout: DataSetManifest.Layout
    let format: RecordFormat
    let staging: PartitionStaging
    let partitions: [StagedPartition]
    /// The present, up to which walks can have read.
    let now: Timestamp

    private var disk: OutputDisk { staging.disk }

    /// Checks all that can be refused, then moves the files and replaces the manifest.
    func run(
        _ reports: [WalkReport], account: String?, selection: String?
    ) throws(UsageError) -> DataSetManifest {
        for report in reports where !report.isComplete {
            throw UsageError(
                .incompleteWalk,
                "\(files.name) is unchanged, because a walk of \(report.provider) (\(report.endpoint)) is not complete: "
                    + (report.stopped?.message ?? "it is not over"))
        }
        let written = try DataSetSources(
            reports, account: account, selection: selection, first: partitions.compactMap(\.first).min(),
            last: partitions.compactMap(\.last).max(), now: now)
        let lock = try onDisk { (disk) throws(DiskFile.Failure) in
            if OutputPath.kind(of: files.folder) == nil {
                try disk.createFolder(files.folder)
                try disk.synchronize(folder: parent)
            }
            let lock = try disk.open(files.path(DataSetFiles.lockName))
            // Another process needs it as long as a commit takes.
            try lock.waitForLock()
            return lock
        }
        return try withExtendedLifetime(lock) { () throws(UsageError) in
            var manifest = try files.read(DataSetFiles.manifestName).map { (bytes) throws(UsageError) in
                try DataSetManifest(json: bytes)
            }
            let unresolved = try DataSetRecovery(files: files, disk: disk).run(&manifest)
            let plan = try DataSetPlan(
                files, layout, fileExtension: format.fileExtension, sources: written,
                partitions: partitions, manifest: manifest, unresolved: unresolved)
            return try carryOut(plan, manifest)
        }
    }

    private func onDisk<Value>(
        _ body: (OutputDisk) throws(DiskFile.Failure) -> Value
    ) throws(UsageError) -> Value {
        do {
            return try body(disk)
        } catch {
            throw UsageError(error, writing: files.name)
        }
    }

    private func carryOut(
        _ plan: DataSetPlan, _ manifest: DataSetManifest?
    ) throws(UsageError) -> DataSetManifest {
        let new = plan.manifest(after: manifest)
        let pending = plan.pending(putting: new)
        return try onDisk { (disk) throws(DiskFile.Failure) in
            try files.replace(DataSetFiles.pendingName, by: pending.bytes, on: disk)
            for partition in partitions {
                let folder = files.path(partition.key.folder)
                try disk.createFolder(folder)
                try disk.rename(
                    staging.file(of: partition.key, format), to: files.path(plan.path(of: partition.key)))
                try disk.synchronize(folder: folder)
            }
            try disk.synchronize(folder: files.folder)
            try files.replace(DataSetFiles.manifestName, by: new.bytes, on: disk)
            for path in pending.removed { try files.remove(path, on: disk) }
            try files.removePending(on: disk)
            return new
        }
    }
}
