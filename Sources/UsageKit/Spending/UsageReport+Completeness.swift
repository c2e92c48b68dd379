extension UsageReport {
    /// Returns what is known of the charges in a period: whether rows or charges may be missing, and how old they are.
    ///
    /// Charges may be missing if a walk is not complete, if a source was not read for a part of the period, if the window
    /// of the report is shorter than the period, if rows have no charge, if the query does not measure charges, or if rows
    /// with an unknown time may belong to the period. In a period that has not ended, each source must have been read up to
    /// the beginning of the present day in UTC, as for a store; how old the rest is, ``Completeness/age(at:)`` says. All walks
    /// of one endpoint of a provider are taken for one source.
    ///
    /// Rows that no walk brought are taken for complete. Rows whose request has not ended count with the charge that they
    /// have (``WalkReport/unsettled``).
    ///
    /// A saved file, and a walk of a window that ends after the present, do not say when they were read: give the instant
    /// at which they were read as the present.
    ///
    /// - Parameters:
    ///   - period: The period; nil for the window of the report, of which an open bound asks for nothing.
    ///   - now: The present. Nothing is missing after it.
    /// - Returns: The completeness.
    public func chargeCompleteness(in period: Range<Timestamp>? = nil, at now: Timestamp) -> Completeness {
        var findings = Findings(
            start: period?.lowerBound ?? query.window.start, end: period?.upperBound ?? query.window.end, now: now)
        if period != nil {
            findings.add(query.window)
        }
        for walks in walksBySource() { findings.add(walks) }
        addUnknownCharges(to: &findings)
        return findings.completeness
    }

    /// The walks of each endpoint of each provider, in the order of their first walks.
    private func walksBySource() -> [[WalkReport]] {
        var sources: [[WalkReport]] = []
        for walk in walks {
            let index = sources.firstIndex { $0[0].provider == walk.provider && $0[0].endpoint == walk.endpoint }
            if let index { sources[index].append(walk) } else { sources.append([walk]) }
        }
        return sources
    }

    private func addUnknownCharges(to findings: inout Findings) {
        var (uncharged, rows, untimed) = (0, 0, 0)
        for group in self {
            if let bucket = group.bucket, !findings.touches(bucket) { continue }
            let coverage = group.coverage
            rows += coverage.rows
            uncharged += coverage.rows - coverage.charges
            if query.bucket != nil, group.bucket == nil { untimed += coverage.rows }
        }
        if rows > 0, !query.measures.contains(.charges) {
            // None were counted, whatever the rows have.
            findings.gaps.append("the report has no charges: add `.charges` to the measures of its query")
        } else if uncharged > 0 {
            findings.gaps.append("\(uncharged) of \(rows) rows have no charge")
        }
        if untimed > 0 { findings.gaps.append("\(untimed) rows have no time, so their charges are in no bucket") }
    }
}

/// What is found out about the rows of a period.
private struct Findings {
    var gaps: [String] = []
    private var doubts: [String] = []
    /// The instant up to which each source has been read, if its last window reaches into the period; nil if not known.
    private var ends: [Timestamp?] = []
    /// The same of the sources of which nothing in the period was read, up to before the period.
    private var earlierEnds: [Timestamp?] = []
    /// The end of the report's window, if it is before the present.
    private var reportEnd: Timestamp?
    /// When each walk was read; nil if that is not known.
    private var readAt: [Timestamp?] = []
    private let start: Timestamp?
    /// The end of the time that can have rows; nil if the end is open.
    private let end: Timestamp?
    private let now: Timestamp
    /// Whether the period goes on.
    private let isRunning: Bool

    /// - Parameters:
    ///   - start: The start of the period; nil if it is open.
    ///   - end: The end of the period; nil if it is open.
    ///   - now: The present.
    init(start: Timestamp?, end: Timestamp?, now: Timestamp) {
        self.start = start
        self.end = end.map { min($0, now) }
        self.now = now
        isRunning = end.map { now < $0 } ?? true
    }

    var completeness: Completeness {
        let (instants, readings) = (ends.compactMap(\.self), readAt.compactMap(\.self))
        let lastReading = readings.count == readAt.count ? readings.min() : nil
        if ends.isEmpty, !earlierEnds.isEmpty, let start {
            // Nothing of the period was read, so it is known up to its start.
            let earlier = earlierEnds.compactMap(\.self)
            return Completeness(
                gaps: gaps, doubts: doubts, readThrough: earlier.count == earlierEnds.count ? earlier.min() : nil,
                reached: start, readAt: lastReading)
        }
        let isKnown = !ends.isEmpty && instants.count == ends.count
        func reading(_ end: Timestamp?) -> Timestamp? {
            guard isKnown, let end else { return reportEnd }
            return min(end, reportEnd ?? now, now)
        }
        return Completeness(
            gaps: gaps, doubts: doubts, readThrough: reading(instants.min()), reached: reading(instants.max()),
            readAt: lastReading)
    }

    /// The period up to the present; nil if it has not begun.
    private var window: TimeWindow? {
        if let start, let end, end <= start { return nil }
        return TimeWindow(unchecked: start, end)
    }

    func touches(_ bucket: Range<Timestamp>) -> Bool {
        (start.map { $0 < bucket.upperBound } ?? true) && (end.map { bucket.lowerBound < $0 } ?? true)
    }

    /// Adds the walks of one source.
    mutating func add(_ walks: [WalkReport]) {
        guard let window, let first = walks.first else { return }
        let source = first.provider.rawValue.isEmpty ? first.endpoint : "\(first.provider) \(first.endpoint)"
        for walk in walks where walk.window.intersection(window) != nil {
            if let stop = walk.stopped {
                let reason = source.isEmpty ? stop.message : "\(source): \(stop.message)"
                if stop.codes.contains(where: Self.doubtful.contains) {
                    doubts.append(reason)
                } else {
                    gaps.append(reason)
                }
            } else if !walk.isFinished {
                gaps.append("\(source): the walk has not ended")
            }
            readAt.append(walk.readAt)
        }
        let read = TimeWindows(walks.filter { $0.isUnread != true }.map(\.window)).windows
        if let reaching = read.last(where: { $0.intersection(window) != nil }) {
            ends.append(reaching.end.flatMap { $0 <= now + Self.clockTolerance ? $0 : nil })
        } else {
            let known = walks.compactMap(\.readThrough) + read.compactMap(\.end)
            earlierEnds.append(known.filter { end in start.map { end <= $0 } ?? true }.max())
        }
        addMissingTime(of: source, TimeWindows(walks.map(\.window)), "was not read")
    }

    /// Adds the window of the report.
    mutating func add(_ reported: TimeWindow) {
        if let end = reported.end, end < now { reportEnd = end }
        addMissingTime(of: "the report", TimeWindows([reported]), "does not cover")
    }

    /// Adds the parts of the period that are in none of some windows.
    private mutating func addMissingTime(of source: String, _ windows: TimeWindows, _ verb: String) {
        guard let window else { return }
        for part in windows.missing(in: window) {
            // An open bound of the report asks for nothing.
            guard let first = part.start else { continue }
            if part.end == end, isRunning, end == nil || first >= startOfToday { continue }
            gaps.append("\(source) \(verb) from \(first) to \(part.end?.description ?? "the present")")
        }
    }

    /// How far the clock of a server is trusted beyond the local one.
    ///
    /// A window that ends later does not say when it was read.
    private static let clockTolerance = Duration.seconds(3600)

    private var startOfToday: Timestamp {
        Timestamp(seconds: now.seconds.flooredDivision(by: 86_400).quotient * 86_400)
    }

    /// The reasons for which rows may count that should not.
    private static let doubtful: Set<WalkStop.Code> = [.repeatedRows, .revisedRows, .replacedText, .unclearFilter]
}
