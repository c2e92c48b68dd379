extension ReconciledRows {
    /// Creates the rows of two readings of the same source, to be compared with figures of the earlier one.
    ///
    /// The rows of the later reading count. Rows that the earlier one did not have are late (``Cause/lateRows``), earlier
    /// states of rows with other content are superseded (``Cause/earlierStates``), and rows that are gone are removed
    /// (``Cause/removedRows``). Rows are known again by their id, and rows without one by their content.
    ///
    /// ```swift
    /// let figures = try Statement("monday", of: monday, by: [.model], madeAt: readOnMonday)
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
        var named: [RowName: UsageRecord] = [:]
        var unnamed: [UsageRecord: Int] = [:]
        let then = Array(then)
        for record in then {
            if let name = RowName(record) { named[name] = record } else { unnamed[record, default: 0] += 1 }
        }
        let later = readAt.advanced(by: .nanoseconds(1))
        for record in now {
            guard let name = RowName(record) else {
                let known = unnamed[record] ?? 0
                add(record, learnedAt: known > 0 ? nil : later)
                if known > 0 { unnamed[record] = known - 1 }
                continue
            }
            let earlier = named.removeValue(forKey: name)
            add(record, learnedAt: earlier == nil ? later : nil)
            if let earlier, earlier != record { add(earlier, as: .superseded) }
        }
        // In the order of the earlier reading, so that equal input gives an equal value.
        for record in then {
            if let name = RowName(record) {
                if let gone = named.removeValue(forKey: name) { add(gone, as: .removed) }
            } else if let count = unnamed[record], count > 0 {
                unnamed[record] = count - 1
                add(record, as: .removed)
            }
        }
    }
}
