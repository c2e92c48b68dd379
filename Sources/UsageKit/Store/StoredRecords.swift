extension UsageStore {
    /// The rows of a window, read one by one from what the store holds now.
    ///
    /// They come in the order in which the store got them. Each has its id, the labels that the store keeps, and the label of
    /// its account.
    ///
    /// - Parameters:
    ///   - window: The window; rows without a time are in every window, as in ``report(_:of:at:)``.
    ///   - sources: The sources; nil for all.
    /// - Returns: The rows.
    public func records(in window: TimeWindow = .all, of sources: [StoreSource]? = nil) -> StoredRecords {
        withState { state in
            let chosen = state.contents.sources.values.filter { sources?.contains($0.source) ?? true }
            return StoredRecords(contents: state.contents, window: window, sources: Set(chosen.map(\.number)))
        }
    }
}

/// Rows of a store.
public struct StoredRecords: Sequence, Sendable {
    let contents: StoreContents
    let window: TimeWindow
    let sources: Set<Int>

    /// Creates an iterator.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Reads rows.
    public struct Iterator: IteratorProtocol, Sendable {
        private let rows: StoredRecords
        private let bounds: ClosedRange<Int64>?
        private var row = 0
        private var run = 0

        fileprivate init(_ rows: StoredRecords) {
            self.rows = rows
            bounds = rows.window == .all ? nil : rows.window.nanoseconds
        }

        /// Returns the next row; nil after the last one.
        public mutating func next() -> UsageRecord? {
            let contents = rows.contents
            while row < contents.count {
                while run + 1 < contents.runs.count, contents.runs[run + 1].start <= row { run += 1 }
                let source = contents.runs[run].source
                defer { row += 1 }
                guard rows.sources.contains(source), contents.columns.isActive(row) else { continue }
                if let bounds, let time = contents.columns.time(ofRow: row), !bounds.contains(time) { continue }
                var record = contents.record(ofRow: row)
                record.labels[.account] = contents.sources[source]?.source.accountLabel
                return record
            }
            return nil
        }
    }
}
