extension DataSetManifest {
    /// What a copy of a data set, as in an object store, lacks and has too much.
    public struct Changes: Hashable, Sendable {
        /// The paths of files that are new or have other bytes, in ascending order: copy them first, then the manifest.
        public let uploads: [String]
        /// The paths of files that are no part of the data set any more, in ascending order: delete them last.
        public let deletions: [String]

        /// Whether no file differs.
        ///
        /// The manifests can differ all the same, for example in the time that they cover.
        public var isEmpty: Bool { uploads.isEmpty && deletions.isEmpty }
    }

    /// Returns the files by which a data set differs from an earlier state of it.
    ///
    /// ```swift
    /// let changes = manifest.changes(since: earlier)
    /// for path in changes.uploads { try bucket.put(path) }
    /// try bucket.put("_manifest.json")
    /// for path in changes.deletions { try bucket.delete(path) }
    /// ```
    ///
    /// In this order a reader of the copy misses no row of a day at any moment, and each manifest names files that are there.
    /// Only a row that has moved from one day to another can be missing or there twice before the last step. If the copying
    /// ends early, copy again, and delete what the store lists and the manifest does not name.
    ///
    /// - Parameter earlier: The manifest of the copy; nil without one, so that all files are uploads.
    /// - Returns: The files, compared by their paths and checksums.
    /// - Complexity: O(*n*) in the number of files.
    public func changes(since earlier: DataSetManifest?) -> Changes {
        var known: [ByteString: String] = [:]
        for partition in earlier?.partitions ?? [] { known[ByteString(partition.path)] = partition.sha256 }
        let named = Set(partitions.map { ByteString($0.path) })
        return Changes(
            uploads: partitions.filter { known[ByteString($0.path)] != $0.sha256 }.map(\.path),
            deletions: (earlier?.partitions ?? []).map(\.path).filter { !named.contains(ByteString($0)) })
    }
}
