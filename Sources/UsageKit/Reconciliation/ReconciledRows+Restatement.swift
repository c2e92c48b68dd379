extension ReconciledRows {
    /// Creates the rows of two readings of the same source, to be compared with figures of the earlier one.
    ///
    /// The rows of the later reading count. Rows that the earlier one did not have are late (``Cause/lateRows``), earlier
    /// states of rows with other content are superseded (``Cause/earlierStates``), and rows that are gone are removed
    /// (``Cause/removedRows``). Rows are known again by their id, and rows without one by their content; a second row with
    /// the same id is repeated (``Cause/repeatedRows``), unless both readings have it.
    ///
    /// Which labels are kept is a matter of the reading: a store adds that of the account, and a walk does not. So a label
    /// counts only if rows of both readings have it; others are taken off all rows.
    ///
    /// ```swift
    /// let figures = try Statement("monday", of: monday, window: week, by: [.model], madeAt: readOnMonday)
    /// let rows = ReconciledRows(now: today, then: monday, readAt: readOnMonday)
    /// let reconciliation = try Reconciliation(figures, with: rows)
    /// ```
    ///
    /// - Parameters:
    ///   - now: The rows of the later reading.
    ///   - then: The rows of the earlier one.
    ///   - readAt: When the earlier reading was: that of the statement (``Statement/madeAt``), which without it knows no
    ///     late rows.
    ///   - gap: Why rows of either reading may be missing; nil if all are there.
    /// - Complexity: O(*n*) on average in the number of rows.
    public init(
        now: some Sequence<UsageRecord>, then: some Sequence<UsageRecord>, readAt: Timestamp, gap: String? = nil
    ) {
        self.init(gap: gap)
        areOfSameSource = true
        areReadings = true
        let (now, then) = Self.withLabelsOfBoth(Array(now), Array(then))
        // Of rows with one id, the first one, and how many others there are.
        var named: [RowName: (record: UsageRecord, others: Int)] = [:]
        var unnamed: [UsageRecord: Int] = [:]
        for record in then {
            guard let name = RowName(record) else {
                unnamed[record, default: 0] += 1
                continue
            }
            if named[name] == nil { named[name] = (record, 0) } else { named[name]?.others += 1 }
        }
        let later = readAt.advanced(by: .nanoseconds(1))
        var found: Set<RowName> = []
        for record in now {
            guard let name = RowName(record) else {
                let known = unnamed[record] ?? 0
                add(record, learnedAt: known > 0 ? nil : later)
                if known > 0 { unnamed[record] = known - 1 }
                continue
            }
            let earlier = named[name]
            guard found.insert(name).inserted else {
                // One that came again in both readings counts again in both.
                if let earlier, earlier.others > 0 {
                    named[name]?.others -= 1
                    add(record)
                } else {
                    add(record, as: .repeated, learnedAt: later)
                }
                continue
            }
            add(record, learnedAt: earlier == nil ? later : nil)
            if let earlier, earlier.record != record { add(earlier.record, as: .superseded) }
        }
        // In the order of the earlier reading, so that equal input gives an equal value.
        var known: Set<RowName> = []
        for record in then {
            if let name = RowName(record) {
                if !known.insert(name).inserted {
                    guard let others = named[name]?.others, others > 0 else { continue }
                    named[name]?.others = others - 1
                    add(record, as: .repeated)
                } else if !found.contains(name) {
                    add(record, as: .removed)
                }
            } else if let count = unnamed[record], count > 0 {
                unnamed[record] = count - 1
                add(record, as: .removed)
            }
        }
    }

    /// Takes off labels that rows of one reading only have.
    static func withLabelsOfBoth(
        _ now: [UsageRecord], _ then: [UsageRecord]
    ) -> (now: [UsageRecord], then: [UsageRecord]) {
        func labels(_ records: [UsageRecord]) -> Set<UsageDimension> {
            records.reduce(into: []) { labels, record in
                if !record.labels.isEmpty { labels.formUnion(record.labels.keys) }
            }
        }
        let single = labels(now).symmetricDifference(labels(then))
        if single.isEmpty { return (now, then) }
        func without(_ record: UsageRecord) -> UsageRecord {
            var record = record
            record.labels = record.labels.filter { !single.contains($0.key) }
            return record
        }
        return (now.map(without), then.map(without))
    }
}
