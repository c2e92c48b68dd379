public import Foundation

extension UsageStore {
    /// Adds the rows of a saved file, by the rules of ``refresh(_:through:overlap:progress:)``.
    ///
    /// The files of one account and one type of row are a source of their own, in which the later state of a row counts: that
    /// of the file that is added later. A file does not say which time it covers. That is the given window, or the time from
    /// its first to its last row. Rows without ids replace those that earlier files had in that time; rows with ids are never
    /// removed by a file.
    ///
    /// - Parameters:
    ///   - replay: How the rows of the provider are read.
    ///   - file: The URL of the file.
    ///   - window: The time of which the file has all rows; rows outside it are left out. With an open bound, it goes to the
    ///     first or the last row.
    ///   - account: The caller's label of the account whose rows they are; nil if it has none.
    ///   - progress: Called after each commit with the number of rows that were read.
    /// - Returns: What changed.
    /// - Throws: ``UsageError`` if the file cannot be read or is malformed, and as ``refresh(_:through:overlap:progress:)``
    ///   does. Rows that were committed before stay, and reports of them are not complete; add the file again.
    @discardableResult
    public func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from file: URL, in window: TimeWindow = .all, account: String? = nil,
        progress: (Int) -> Void = { _ in }
    ) throws(UsageError) -> StoreRefresh {
        let listing = StoreSource(
            provider: replay.provider, origin: nil, endpoint: "\(Row.self)", account: nil, fingerprint: "")
        let span = try Self.span(of: replay, file, window)
        try leaveOutDamage()
        let begun = try begin(listing, label: account, key: nil)
        defer { end(begun.number) }
        try discardPlace(of: begun.number)
        var refresh = StoreRefresh(source: begun.source, isLabelled: false)
        var reading = try replay.reading(file, in: window)
        do throws(UsageError) {
            refresh.add(try add(&reading, of: begun, span, progress))
        } catch {
            // The error of the file says more than one of the disk.
            try? finishRefresh(of: begun, failed: reading.report.ended(because: WalkStop(error)), now: .now())
            throw error
        }
        refresh.walks = [reading.report]
        try? compactIfUseful()
        return refresh
    }

    private func add<Row: UsageRow>(
        _ reading: inout ReplayReading<Row>, of source: Begun, _ span: TimeWindow?, _ progress: (Int) -> Void
    ) throws(UsageError) -> StoreChanges {
        let labels = labels
        beginWalk(of: span ?? .all, source, after: nil)
        var read = 0
        var records: [UsageRecord] = []
        while let rows = try reading.next() {
            if records.count >= PackedChunk.capacity {
                try add(
                    records, to: source, WalkProgress(report: reading.report, checkpoint: nil, needsOrder: false)
                )
                records = []
                progress(read)
            }
            records += rows.map { $0.usageRecord(keeping: labels) }
            read += rows.count
        }
        defer { progress(read) }
        return try finishWalk(
            with: records, of: source, report: reading.report, window: span, covered: span, now: .now(), isLast: true,
            removesMissing: false)
    }

    /// The time of a file; nil if it has no row with a time.
    private static func span<Row: UsageRow>(
        of replay: Replay<Row>, _ file: URL, _ window: TimeWindow
    ) throws(UsageError) -> TimeWindow? {
        var reading = try replay.reading(file, in: window)
        var (first, last): (Timestamp?, Timestamp?)
        while let rows = try reading.next() {
            for row in rows {
                guard let time = row.usageRecord.time else { continue }
                first = min(first ?? time, time)
                last = max(last ?? time, time)
            }
        }
        guard let start = window.start ?? first,
            let end = window.end ?? last?.advanced(by: .nanoseconds(1)), start < end
        else { return nil }
        return TimeWindow(unchecked: start, end)
    }
}
