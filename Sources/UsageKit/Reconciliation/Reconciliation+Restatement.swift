extension Reconciliation {
    /// Compares two readings of the same source: by the days of the statement and, where these agree although rows have
    /// changed, row by row.
    ///
    /// The sums of a day agree if one row has gone and another one with the same charge has come. So if all entries agree, the
    /// rows that have come, gone or changed are compared by themselves, by instant, model, key and type. Other changes of rows
    /// are named in ``notCompared``.
    ///
    /// - Parameters:
    ///   - statement: The figures of the earlier reading, with the instant of it as ``Statement/madeAt``.
    ///   - then: The rows of the earlier reading.
    ///   - now: The rows of the later one.
    ///   - readAt: When the earlier reading was.
    ///   - tolerance: By how much figures may differ.
    ///   - gap: Why rows of either reading may be missing; nil if all are there.
    /// - Throws: ``UsageError`` or `CancellationError`, as ``init(_:with:tolerance:)``.
    public init(
        _ statement: Statement, of then: some Sequence<UsageRecord>, with now: some Sequence<UsageRecord>,
        readAt: Timestamp, tolerance: Tolerance = Tolerance(), gap: String? = nil
    ) throws {
        var (now, then) = ReconciledRows.withLabelsOfBoth(Array(now), Array(then))
        // Rows without a time are in no entry, but those that both readings have are the same.
        let untimed = Self.changes(now.filter { $0.time == nil }, then.filter { $0.time == nil })
        now = now.filter { $0.time != nil } + untimed.added
        then = then.filter { $0.time != nil } + untimed.gone
        try self.init(
            statement, with: ReconciledRows(now: now, then: then, readAt: readAt, gap: gap), tolerance: tolerance)
        // Sums that agree within a tolerance only say that rows have changed.
        guard agreesExactly else { return }
        let (added, gone) = Self.changes(now, then)
        if added.isEmpty, gone.isEmpty { return }
        let dimensions: [UsageDimension] = [.model, .apiKey, .type]
        let name = "\(statement.name), row by row"
        let figures = try Statement(name, ofEachInstantOf: gone, by: dimensions, madeAt: statement.madeAt)
        let instants = try Statement(name, ofEachInstantOf: added, by: dimensions).entries
        let rows = ReconciledRows(now: added, then: gone, readAt: readAt)
        var single = try Reconciliation(
            figures.addingZeros(of: instants), with: rows, tolerance: tolerance)
        if single.verdict == .differs {
            single.notCompared = notCompared + single.notCompared
            self = single
        } else {
            notCompared.append(
                "rows that have changed, with the same figures: \(added.count) here, \(gone.count) there")
        }
    }

    /// The rows of each reading that the other one does not have as they are.
    private static func changes(
        _ now: [UsageRecord], _ then: [UsageRecord]
    ) -> (added: [UsageRecord], gone: [UsageRecord]) {
        var counts: [UsageRecord: Int] = [:]
        for record in then { counts[record, default: 0] += 1 }
        let added = now.filter { record in
            guard let count = counts[record], count > 0 else { return true }
            counts[record] = count - 1
            return false
        }
        let gone = then.reversed().filter { record in
            guard let count = counts[record], count > 0 else { return false }
            counts[record] = count - 1
            return true
        }
        return (added, gone.reversed())
    }
}

extension Statement {
    /// States zero where only the other side has rows.
    fileprivate func addingZeros(of others: [Entry]) -> Statement {
        var statement = self
        let known = Set(entries.map { InstantName($0) })
        let stated = Set(entries.flatMap(\.figures))
        for other in others where !known.contains(InstantName(other)) {
            var entry = Entry(window: other.window, key: other.key)
            for figure in stated.union(other.figures) { entry.set(figure, exact: .zero) }
            statement.entries.append(entry)
        }
        return statement
    }
}

/// The window and the key of an entry.
private struct InstantName: Hashable {
    let window: TimeWindow
    let key: [ByteString?]

    init(_ entry: Statement.Entry) {
        window = entry.window
        key = entry.key.map { $0.map { ByteString($0) } }
    }
}
