/// The sources of what is written together, and the time that they cover.
struct DataSetSources: Sendable {
    /// The sources without time, in the order of their names.
    private(set) var sources: [DataSetManifest.Source] = []
    /// For each source, the time, which has no end after the present.
    private(set) var covered: [String: TimeWindows] = [:]
    /// The time of all walks, also after the present.
    private var asked = TimeWindows()
    /// What names of files have after `part-`.
    let part: String

    /// Takes the sources of reports.
    ///
    /// - Parameters:
    ///   - reports: The reports of walks and files.
    ///   - account: The caller's label of the account.
    ///   - selection: The caller's words for what was selected.
    ///   - first: The least time of a record.
    ///   - last: The greatest time of a record.
    ///   - now: The present: what comes after it cannot have been read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if there are no reports, several of which one is of a
    ///   saved file, or a walk of an account that nothing tells from others.
    init(
        _ reports: [WalkReport], account: String?, selection: String?, first: Timestamp?, last: Timestamp?,
        now: Timestamp
    ) throws(UsageError) {
        guard !reports.isEmpty else {
            throw UsageError(.invalidArgument, "expected the report of at least one walk or file of the records")
        }
        // It would be credited with the time of the records of the others.
        guard reports.count == 1 || reports.allSatisfy(\.statesItsTime) else {
            throw UsageError(
                .invalidArgument,
                "expected one report of a saved file, found \(reports.count) reports: a file does not state its time, so "
                    + "commit its records by themselves")
        }
        // Two accounts of a server would be one source, and replace the rows of each other.
        if account == nil, let unknown = reports.first(where: \.isOfUnknownAccount) {
            let server = unknown.origin?.server.map { " at \($0)" } ?? ""
            throw UsageError(
                .invalidArgument,
                "nothing tells whose rows those of \(unknown.provider) (\(unknown.endpoint)\(server)) are: the report has "
                    + "neither the label of an account nor the digest of a key; give `account:`, the same in each "
                    + "commit")
        }
        let all = reports.map { report in
            let source = DataSetManifest.Source(report, account: account, selection: selection)
            return (report: report, source: source, identity: source.identity)
        }
        let sorted = all.sorted { ByteString($0.identity) < ByteString($1.identity) }
        var identities: [String] = []
        for (_, _, identity) in sorted where identities.last.map(ByteString.init) != ByteString(identity) {
            identities.append(identity)
        }
        part = Self.name(of: "[\(identities.joined(separator: ","))]")
        for (report, source, identity) in sorted {
            let id = Self.name(of: identity)
            if covered[id] == nil {
                covered[id] = TimeWindows()
                sources.append(source.named(id, part: part))
            }
            guard let window = report.covered(first, last) else { continue }
            asked.insert(window)
            if let past = window.intersection(TimeWindow(unchecked: nil, now)) { covered[id]?.insert(past) }
        }
    }

    /// 16 hexadecimal digits of a text.
    private static func name(of text: String) -> String {
        var digest = RunningDigest()
        digest.update(Array(text.utf8))
        return String(digest.hex.prefix(16))
    }

    /// The parts of a window that are covered; of records without a time, all the time.
    func coverage(of window: TimeWindow?) -> [DataSetManifest.Coverage] {
        sources.flatMap { source in
            (covered[source.id]?.windows ?? []).compactMap { covered in
                let part = window.map { covered.intersection($0) } ?? covered
                return part.map { DataSetManifest.Coverage(source: source.id, window: $0) }
            }
        }
    }

    /// Whether some of a window was asked for, though it may not have begun.
    func hasAsked(for window: TimeWindow) -> Bool { asked.windows.contains { $0.intersection(window) != nil } }

    /// Whether some of the time of a file is covered.
    func overlaps(_ required: [DataSetManifest.Coverage]) -> Bool {
        required.contains { part in
            covered[part.source]?.windows.contains { $0.intersection(part.window) != nil } ?? false
        }
    }

    /// The time of a file that is not covered; nil if all of it is.
    func missing(of required: [DataSetManifest.Coverage]) -> TimeWindow? {
        for part in required {
            guard let covered = covered[part.source] else { return part.window }
            if let missing = covered.missing(in: part.window).first { return missing }
        }
        return nil
    }
}

extension WalkReport {
    /// Whether its window is the time whose rows were read; that of a saved file is what was kept of it.
    fileprivate var statesItsTime: Bool { endpoint != Self.replayEndpoint && window.end != nil }

    /// Whether it is of a server, but has neither a label nor a digest of the key.
    fileprivate var isOfUnknownAccount: Bool { origin.map { $0.server != nil && $0.account == nil } ?? false }

    /// The time whose rows were read.
    ///
    /// A file does not say what time it was saved for, so it is the time of its rows, whatever window they were taken from.
    fileprivate func covered(_ first: Timestamp?, _ last: Timestamp?) -> TimeWindow? {
        guard !statesItsTime else { return window }
        guard let first, let last else { return nil }
        let end = last.advanced(by: .nanoseconds(1))
        return first < end ? TimeWindow(unchecked: first, end) : nil
    }
}
