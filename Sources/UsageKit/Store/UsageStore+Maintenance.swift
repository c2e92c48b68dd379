internal import Foundation

extension UsageStore {
    /// Writes the store as a whole, without what no longer counts, so that it is smaller and opens faster.
    ///
    /// A refresh does it if much has changed. Readers keep what they opened. What was damaged is left out: the time of its
    /// rows is missing from then on, and a source of which nothing else is known is forgotten.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/storageFull`` or ``UsageError/Code/storeNotWritten``; nothing is lost
    ///   then.
    /// - Complexity: O(*n*) in the number of rows.
    public func compact() throws(UsageError) {
        try withState { (state) throws(UsageError) in
            try rewrite(&state, changing: { $0.sources = $0.sources.filter { !$0.value.isLost } })
        }
    }

    /// Leaves out what is damaged, so that its time is missing and fetched again.
    func leaveOutDamage() throws(UsageError) {
        try withState { (state) throws(UsageError) in
            if !state.damage.isEmpty { try rewrite(&state) }
        }
    }

    /// Removes the rows before an instant for good, and writes the store as a whole.
    ///
    /// Reports of that time are no longer complete, and no refresh fetches it again. Rows without a time stay.
    ///
    /// - Returns: How many rows were removed.
    /// - Throws: ``UsageError`` as ``compact()`` does.
    @discardableResult
    public func prune(before instant: Timestamp) throws(UsageError) -> Int {
        try withState { (state) throws(UsageError) in
            let before = state.contents.columns.activeCount
            let instant = max(state.contents.settings.prunedBefore ?? instant, instant)
            let bound = TimeWindow(unchecked: instant, nil).nanoseconds.lowerBound
            try rewrite(&state) { contents, row in
                contents.columns.time(ofRow: row).map { $0 >= bound } ?? true
            } changing: { contents in
                contents.settings.prunedBefore = instant
                for number in contents.sources.keys {
                    contents.sources[number]?.prune(before: instant)
                }
                contents.restatements.removeAll { $0.day.advanced(by: .seconds(86_400)) <= instant }
            }
            return before - state.contents.columns.activeCount
        }
    }

    /// Removes a person or a key from all rows, and from rows that come; the rows and their charges stay.
    ///
    /// The text is compared byte by byte. The store is written as a whole, so its file does not have the text any more; values
    /// that have the store open, and copies of its file, still do. It keeps a salted digest, by which the text is recognized in
    /// rows that come.
    ///
    /// - Parameters:
    ///   - text: The text, for example a user's name.
    ///   - dimension: ``UsageDimension/user``, ``UsageDimension/apiKey``, ``UsageDimension/bot``,
    ///     ``UsageDimension/conversation``, or a label that the store keeps.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for another dimension, and as ``compact()`` does.
    public func erase(_ text: String, of dimension: UsageDimension) throws(UsageError) {
        try replace(text, of: dimension, by: nil)
    }

    /// Replaces a person or a key in all rows, and in rows that come, by a keyed hash.
    ///
    /// The rows of a person can be found with the key, and the person cannot be read without it. The hash is HMAC-SHA256 of
    /// the text, in base64.
    ///
    /// - Parameters:
    ///   - text: The text, for example a user's name.
    ///   - dimension: The dimension, as in ``erase(_:of:)``.
    ///   - key: The key; the store does not keep it.
    /// - Returns: The hash.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for another dimension or an empty key, and as
    ///   ``compact()`` does.
    @discardableResult
    public func pseudonymize(_ text: String, of dimension: UsageDimension, key: [UInt8]) throws(UsageError) -> String {
        guard !key.isEmpty else { throw UsageError(.invalidArgument, "the key of the hash is empty") }
        let hash = Digest.base64(MessageAuthentication.hmacSHA256(key: key, message: Array(text.utf8)))
        try replace(text, of: dimension, by: hash)
        return hash
    }

    private func replace(_ text: String, of dimension: UsageDimension, by replacement: String?) throws(UsageError) {
        try withState { (state) throws(UsageError) in
            let allowed = LabelRules.dimensions + state.contents.columns.labels.names
            guard allowed.contains(dimension) else {
                throw UsageError(
                    .invalidArgument,
                    "texts can be replaced in \(allowed.map(\.rawValue).joined(separator: ", ")), not in "
                        + "\(dimension.rawValue)")
            }
            var rules = state.contents.settings.rules
            let earlier = rules.add(text, of: dimension, replacement: replacement)
            let replaced = [text, earlier].compactMap { $0.map(ByteString.init) }
            try rewrite(&state) { known, found in
                known == dimension && replaced.contains(ByteString(found)) ? replacement : found
            } changing: { contents in
                contents.settings.rules = rules
            }
        }
    }

    /// Reads the whole file again, and says what is damaged.
    ///
    /// - Returns: What was read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/unreadableFile`` or ``UsageError/Code/unreadableStore``.
    public func verify() throws(UsageError) -> Verification {
        let opened = try StoreFiles(directory).open(.readOnly)
        return Verification(
            bytes: opened.log.wholeBytes, commits: Int(clamping: opened.log.lastTransaction),
            rows: opened.contents.columns.activeCount,
            retiredRows: opened.contents.count
                - opened.contents.columns.activeCount, tornBytes: opened.tornBytes, damage: opened.damage)
    }

    /// What ``verify()`` has read.
    public struct Verification: Hashable, Sendable {
        /// The size of the file.
        public let bytes: Int
        /// How many commits it has.
        public let commits: Int
        /// How many rows count.
        public let rows: Int
        /// How many rows do not count any more, or not yet; compacting removes those that do not count any more.
        public let retiredRows: Int
        /// How many bytes at the end of the file do not count, because their commit did not end.
        public let tornBytes: Int
        /// What is damaged; empty if nothing is.
        public let damage: [StoreDamage]
    }

    /// Compacts the store if a large part of it does not count, or came in small parts.
    func compactIfUseful() throws(UsageError) {
        try withState { (state) throws(UsageError) in
            let contents = state.contents
            let staged = contents.refreshes.values.map(\.staged.count).reduce(0, +)
            let idle = contents.count - contents.columns.activeCount - staged
            let isUseful =
                idle > max(contents.count / 4, 1 << 14)
                || state.rowsInPartialChunks > max(contents.count / 4, 1 << 16)
            if isUseful { try rewrite(&state) }
        }
    }
}

// MARK: - Writing as a whole

extension UsageStore {
    private func rewrite(
        _ state: inout State, replacing replacement: (UsageDimension, String) -> String? = { $1 },
        changing change: (inout StoreContents) -> Void = { _ in }
    ) throws(UsageError) {
        try rewrite(&state, keeping: { _, _ in true }, replacing: replacement, changing: change)
    }

    /// Writes the rows that count, or may count later, to a new log, which takes the place of the old one.
    private func rewrite(
        _ state: inout State, keeping isKept: (StoreContents, Int) -> Bool,
        replacing replacement: (UsageDimension, String) -> String? = { $1 },
        changing change: (inout StoreContents) -> Void = { _ in }
    ) throws(UsageError) {
        guard access == .readWrite else {
            throw UsageError(.storeNotWritten, "the store was opened to be read only")
        }
        if let failure = state.failure { throw failure }
        let old = state.contents
        let staged = old.refreshes.values.reduce(into: Set<Int>()) { $0.formUnion($1.staged) }
        let kept = (0..<old.count).map { row in
            (old.columns.isActive(row) || staged.contains(row)) && isKept(old, row)
        }
        var contents = old.keeping(kept, replacing: replacement)
        change(&contents)
        let files = StoreFiles(directory)
        do {
            let (file, log) = try files.write(contents, generation: state.log.header.generation + 1)
            try DiskFile.rename(files.newLog, to: files.log)
            (state.file, state.log) = (file, log)
        } catch {
            try? FileManager.default.removeItem(atPath: files.newLog)
            throw UsageError(error, directory)
        }
        state.contents = contents
        state.lookups = [:]
        state.damage = []
        state.rowsInPartialChunks = contents.rowsInPartialChunks(of: 0..<contents.count)
        for (number, run) in state.runs { state.runs[number] = run.moved(to: contents) }
        do {
            try DiskFile.synchronize(folder: directory.path)
        } catch {
            throw UsageError(error, directory)
        }
    }
}
