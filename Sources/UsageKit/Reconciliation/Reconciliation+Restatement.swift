extension Reconciliation {
    /// Compares two readings of the same source: by the days of the statement and, where these agree although rows have
    /// changed, row by row.
    ///
    /// The sums of a day agree if one row has gone and another one with the same charge has come. So if all entries agree, the
    /// rows that have come, gone or changed are compared by themselves, by instant, id, model, key and type, in the figures of
    /// the statement. Other changes of rows, and those that a tolerance allows, are named in ``notCompared``.
    ///
    /// - Parameters:
    ///   - statement: The figures of the earlier reading, with the instant of it as ``Statement/madeAt``.
    ///   - then: The rows of the earlier reading.
    ///   - now: The rows of the later one.
    ///   - readAt: When the earlier reading was; it is the ``Statement/madeAt`` of a statement that has none.
    ///   - tolerance: By how much figures may differ.
    ///   - gap: Why rows of either reading may be missing; nil if all are there.
    /// - Throws: ``UsageError`` or `CancellationError`, as ``init(_:with:tolerance:)``.
    /// - Complexity: That of ``init(_:with:tolerance:)``, for all rows and once more for those that have changed.
    public init(
        _ statement: Statement, of then: some Sequence<UsageRecord>, with now: some Sequence<UsageRecord>,
        readAt: Timestamp, tolerance: Tolerance = Tolerance(), gap: String? = nil
    ) throws {
        var statement = statement
        statement.madeAt = statement.madeAt ?? readAt
        var (now, then) = ReconciledRows.withLabelsOfBoth(Array(now), Array(then))
        // Rows without a time are in no entry, but those that both readings have are the same.
        let untimed = Self.changes(now.filter { $0.time == nil }, then.filter { $0.time == nil })
        now = now.filter { $0.time != nil } + untimed.added
        then = then.filter { $0.time != nil } + untimed.gone
        let rows = ReconciledRows(now: now, then: then, readAt: readAt, gap: gap)
        try self.init(statement, with: rows, tolerance: tolerance)
        if !untimed.gone.isEmpty {
            let reason = "rows without a time that are gone here: \(untimed.gone.count)"
            if verdict == .differs { notCompared.append(reason) } else { gaps.append(reason) }
        }
        guard verdict == .agrees else { return }
        let changed = rows.changes(in: statement.span)
        let gone = changed.rows.filter { $0.role != .counted }.map(\.record)
        let added = changed.rows.filter { $0.role == .counted }.map(\.record)
        if added.isEmpty, gone.isEmpty { return }
        let counts = "\(added.count) here, \(gone.count) there"
        // What a tolerance allows a sum, it allows the rows of it.
        guard agreesExactly else {
            notCompared.append("rows that have changed, whose sums agree within the tolerance: \(counts)")
            return
        }
        let dimensions: [UsageDimension] = [.row, .model, .apiKey, .type]
        let figures = Set(statement.entries.flatMap(\.figures)).filter(\.isSum)
        let name = "\(statement.name), row by row"
        var earlier = try Statement(
            name, ofEachInstantOf: gone, by: dimensions, figures: figures, madeAt: statement.madeAt)
        earlier.addZeros(of: figures, in: try Statement(name, ofEachInstantOf: added, by: dimensions).entries)
        var single = try Reconciliation(earlier, with: changed, tolerance: tolerance)
        if single.verdict == .differs {
            single.notCompared = notCompared + single.notCompared
            self = single
        } else {
            let reason = single.agreesExactly ? "with the same figures" : "within the tolerance"
            notCompared.append("rows that have changed, \(reason): \(counts)")
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

extension UsageDimension {
    /// The id of a row, which is its label while it is compared by itself.
    static let row = UsageDimension(rawValue: "row")
}

extension ReconciledRows {
    /// The rows by which two readings differ in more than their labels, each labelled with its id; of any time if the span
    /// is nil.
    fileprivate func changes(in span: TimeWindow?) -> ReconciledRows {
        var earlier: [RowName: UsageRecord] = [:]
        for row in rows where row.role == .superseded {
            if let name = RowName(row.record) { earlier[name] = row.record.withoutLabels }
        }
        var unchanged: Set<RowName> = []
        for row in rows where row.role == .counted {
            guard let name = RowName(row.record), let other = earlier[name] else { continue }
            if other == row.record.withoutLabels { unchanged.insert(name) }
        }
        var changes = self
        changes.rows = rows.filter { row in
            guard let time = row.record.time, span?.contains(time) ?? true else { return false }
            let name = RowName(row.record)
            if let name, unchanged.contains(name) { return false }
            switch row.role {
            case .superseded, .removed: return true
            case .counted: return row.learnedAt != nil || name.map { earlier[$0] != nil } ?? false
            case .repeated, .outside, .filtered: return false
            }
        }.map(\.labelledWithItsID)
        return changes
    }
}

extension ReconciledRows.Row {
    /// The row with its id as its only label.
    var labelledWithItsID: Self {
        var row = Self(record: record.withoutLabels, role: role, learnedAt: learnedAt, otherCharges: otherCharges)
        row.record.labels[.row] = record.id
        return row
    }
}

extension UsageRecord {
    /// The record without its labels.
    fileprivate var withoutLabels: UsageRecord {
        var record = self
        record.labels = [:]
        return record
    }
}

extension Statement {
    /// States zero where only the other side has rows.
    fileprivate mutating func addZeros(of figures: Set<ReconciledFigure>, in others: [Entry]) {
        let known = Set(entries.map { InstantName($0) })
        let all = figures.union(entries.flatMap(\.figures))
        for other in others where !known.contains(InstantName(other)) {
            var entry = Entry(window: other.window, key: other.key)
            for figure in all.union(other.figures) where figure.isSum { entry.set(figure, exact: .zero) }
            entries.append(entry)
        }
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
