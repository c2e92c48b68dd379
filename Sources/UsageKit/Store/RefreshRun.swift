/// A walk over a window of a source whose rows take the place of those that the store has there.
///
/// In time that is not covered, a row counts as soon as it is committed. In time that is covered, the rows of the store go on
/// counting until the walk has reached its last row; then all that it delivered takes their place at once.
struct RefreshRun: Sendable {
    let source: Int
    let window: TimeWindow
    /// What was covered before.
    private let covered: TimeWindows
    /// How many rows were new.
    private(set) var added: Int
    /// How many rows had other content than the store.
    private(set) var revised: Int
    /// Staged rows by their ids.
    private var stagedIDs: [ByteString: Int] = [:]
    /// Whether every row counts only once the walk is whole, because the account was known by another key.
    let isDoubtful: Bool
    /// Whether the store has had none of the rows that were delivered so far.
    private(set) var hasOnlyNewRows: Bool
    /// Whether what an earlier walk delivered does not matter any more, and that is not written yet.
    private var begins: Bool
    /// The rows without ids that were not delivered yet, by the hash of their content; nil until one is needed.
    private var unseen: [Int: [Int]]?

    /// - Parameters:
    ///   - source: The number of the source.
    ///   - window: The window that is walked.
    ///   - place: How far the walk has come; nil if it begins.
    ///   - isDoubtful: Whether every row counts only once the walk is whole.
    ///   - contents: The rows of the store.
    init(
        source: Int, window: TimeWindow, after place: SourceState.Place?, isDoubtful: Bool = false,
        in contents: StoreContents
    ) {
        self.source = source
        self.window = window
        self.isDoubtful = isDoubtful
        begins = place == nil
        hasOnlyNewRows = place?.hasOnlyNewRows ?? true
        added = place?.added ?? 0
        revised = place?.revised ?? 0
        covered = contents.sources[source]?.coveredTime ?? TimeWindows()
        for row in place == nil ? [] : contents.refreshes[source]?.staged ?? [] {
            if let id = contents.ids[row] { stagedIDs[ByteString(id)] = row }
        }
    }

    /// The run in other contents, which have the same rows under other numbers, or not all of them.
    func moved(to contents: StoreContents) -> RefreshRun {
        RefreshRun(
            source: source, window: window, after: begins ? nil : contents.sources[source]?.place,
            isDoubtful: isDoubtful, in: contents)
    }

    /// Begins the walk in the store.
    mutating func beginIfNeeded(in editor: inout StoreEditor) {
        guard begins else { return }
        begins = false
        editor.begin(source)
    }

    /// Places a row that the walk delivered.
    mutating func place(
        _ delivered: UsageRecord, in editor: inout StoreEditor, _ lookup: inout IDLookup
    ) throws(UsageError) {
        beginIfNeeded(in: &editor)
        let record = editor.contents.canonical(delivered)
        if let time = record.time, !editor.contents.settings.kept.contains(time) { return }
        let counts = !isDoubtful && record.time.map { !covered.contains($0) } ?? true
        guard let id = record.id else {
            if let row = takeUnseen(equalTo: record, in: editor.contents) {
                hasOnlyNewRows = false
                return editor.mark(.confirm, source: source, [row])
            }
            added += 1
            return try add(record, counts: counts, in: &editor)
        }
        if let staged = stagedIDs[ByteString(id)] {
            if editor.contents.record(ofRow: staged) == record { return }
            editor.mark(.retire, source: source, [staged])
            return try add(record, counts: false, in: &editor)
        }
        guard let known = lookup.row(id, in: editor.contents) else {
            added += 1
            return try add(record, counts: counts, in: &editor)
        }
        hasOnlyNewRows = false
        if editor.contents.record(ofRow: known) == record { return editor.mark(.confirm, source: source, [known]) }
        revised += 1
        let replacesAtOnce = counts && !isCovered(known, in: editor.contents)
        if replacesAtOnce { editor.mark(.retire, source: source, [known]) }
        try add(record, counts: replacesAtOnce, in: &editor)
    }

    private mutating func add(_ record: UsageRecord, counts: Bool, in editor: inout StoreEditor) throws(UsageError) {
        let row = try editor.append(record, source: source)
        editor.mark(counts ? .confirm : .stage, source: source, [row])
        if !counts, let id = record.id { stagedIDs[ByteString(id)] = row }
    }

    private func isCovered(_ row: Int, in contents: StoreContents) -> Bool {
        contents.columns.time(ofRow: row).map { covered.contains(Timestamp(nanosecondsSince1970: $0)) } ?? false
    }

    /// A row without an id that has the content of a record and was not delivered yet; it is then taken for delivered.
    private mutating func takeUnseen(equalTo record: UsageRecord, in contents: StoreContents) -> Int? {
        if unseen == nil { unseen = rowsWithoutIDs(contents) }
        let hash = record.hashValue
        guard let candidates = unseen?[hash],
            let index = candidates.firstIndex(where: { contents.record(ofRow: $0) == record })
        else { return nil }
        return unseen?[hash]?.remove(at: index)
    }

    private func rowsWithoutIDs(_ contents: StoreContents) -> [Int: [Int]] {
        let confirmed = contents.refreshes[source]?.confirmed ?? RowSet()
        var rows: [Int: [Int]] = [:]
        contents.forEachRow(of: source, in: window, includingUntimed: true) { row in
            guard contents.ids[row] == nil, !confirmed.contains(row) else { return }
            rows[contents.record(ofRow: row).hashValue, default: []].append(row)
        }
        return rows
    }

    // MARK: The end

    /// Lets what the walk delivered take the place of what the store had in the window.
    ///
    /// - Parameters:
    ///   - window: The time that it covers.
    ///   - isComplete: Whether the walk reached the last row.
    ///   - removesMissing: Whether rows with ids that it did not deliver are gone then; those without ids are.
    ///   - now: When the change is learned.
    ///   - editor: The changes.
    ///   - lookup: Finds rows by their ids.
    /// - Returns: How many rows are gone, and whether the rows are those of the account. If that is not certain, because
    ///   the walk did not reach the last row, nothing that it delivered counts.
    /// - Throws: ``UsageError`` with ``UsageError/Code/accountMismatch`` if the account turns out to be another one, and with
    ///   ``UsageError/Code/inexactNumber`` if the charges of a day do not fit.
    func finish(
        in window: TimeWindow, isComplete: Bool, removesMissing: Bool, now: Timestamp, _ editor: inout StoreEditor,
        _ lookup: inout IDLookup
    ) throws(UsageError) -> (removed: Int, isOfAccount: Bool) {
        let contents = editor.contents
        let refresh = contents.refreshes[source] ?? StoreContents.RefreshRows()
        var counting: [Int] = []
        var dropped: Set<Int> = []
        lookup.prepare(refresh.staged.compactMap { contents.ids[$0] }, in: contents)
        for row in refresh.staged.sorted() {
            if let id = contents.ids[row] {
                if let known = lookup.row(id, in: contents) { dropped.insert(known) }
                counting.append(row)
            } else if isComplete {
                counting.append(row)
            }
        }
        let replaced = dropped
        guard
            !isDoubtful
                || isSameAccount(refresh, replacing: replaced.count, window, isComplete: isComplete, contents)
        else {
            if isComplete { throw .otherAccount }
            editor.mark(.retire, source: source, refresh.staged)
            return (0, false)
        }
        var untimed = untimedRows(in: window, isComplete: isComplete, confirmed: refresh.confirmed, contents)
        if !removesMissing {
            let kept = untimed.gone.filter { contents.ids[$0] != nil }
            untimed.gone.subtract(kept)
            untimed.left += kept.sorted().map { SourceState.UntimedRow(row: $0, window: window) }
        }
        for row in counting where contents.columns.time(ofRow: row) == nil {
            untimed.left.append(SourceState.UntimedRow(row: row, window: window))
        }
        dropped.formUnion(untimed.gone)
        if isComplete {
            contents.forEachRow(of: source, in: window) { row in
                if !refresh.confirmed.contains(row), removesMissing || contents.ids[row] == nil { dropped.insert(row) }
            }
        }
        let discarded = refresh.staged.subtracting(counting)
        let days = self.days(of: counting + dropped, in: contents)
        let before = try charges(of: days, in: contents)
        editor.mark(.retire, source: source, dropped)
        editor.mark(.activate, source: source, counting)
        editor.mark(.retire, source: source, discarded)
        let after = try charges(of: days, in: editor.contents)
        editor.add(restatements(before, after, now))
        if var state = editor.contents.sources[source], !(state.untimed.isEmpty && untimed.left.isEmpty) {
            state.untimed = untimed.left
            editor.update(state)
        }
        return (dropped.count - replaced.count, true)
    }

    /// Whether the rows that a walk with another key delivered are those of the account.
    ///
    /// - Parameters:
    ///   - refresh: The rows that were delivered.
    ///   - replaced: How many of them are later states of known rows.
    ///   - window: The time of which the walk delivered all rows, if it is complete.
    ///   - isComplete: Whether the walk reached the last row.
    ///   - contents: The rows of the store.
    /// - Returns: Whether known rows are among them, and enough of all that must be there: two accounts can have a few equal
    ///   rows.
    private func isSameAccount(
        _ refresh: StoreContents.RefreshRows, replacing replaced: Int, _ window: TimeWindow, isComplete: Bool,
        _ contents: StoreContents
    ) -> Bool {
        if contents.counts(of: source, in: .all).rows == 0 { return true }
        let confirmed = refresh.confirmed.all
        let matched = confirmed.count + replaced
        let others = refresh.staged.count { isCovered($0, in: contents) } - replaced
        // An id is that of one row; without ids, there can be a few equal ones.
        let hasIDs = replaced > 0 || confirmed.contains { contents.ids[$0] != nil }
        guard matched > 0, hasIDs || matched >= others else { return false }
        guard isComplete else { return hasIDs }
        var known = 0
        contents.forEachRow(of: source, in: window) { row in
            if !refresh.staged.contains(row) { known += 1 }
        }
        return 2 * matched >= known
    }

    /// What becomes of rows whose time is not known: one that a walk of its whole window did not deliver is gone.
    private func untimedRows(
        in window: TimeWindow, isComplete: Bool, confirmed: RowSet, _ contents: StoreContents
    ) -> (left: [SourceState.UntimedRow], gone: Set<Int>) {
        let state = contents.sources[source]
        let known = Dictionary(state?.untimed.map { ($0.row, $0) } ?? []) { first, _ in first }
        // If it is not known where a row was listed, it can have been anywhere in what the store has.
        let listed = state?.covered.map(\.window).reduce(window) { $0.hull($1) } ?? window
        var left: [SourceState.UntimedRow] = []
        var gone: Set<Int> = []
        for row in contents.untimedRows(of: source) {
            var entry = known[row] ?? SourceState.UntimedRow(row: row, window: listed)
            if confirmed.contains(row) {
                // Another window that lists it, too, does not show that the first one still does.
                let isPart = window.parts(outside: entry.window).isEmpty
                entry.window = isPart ? window : entry.window.hull(window)
                entry.isDoubted = false
            } else if isComplete, entry.window.parts(outside: window).isEmpty {
                gone.insert(row)
                continue
            } else if isComplete, entry.window.intersection(window) != nil {
                entry.isDoubted = true
            }
            left.append(entry)
        }
        return (left, gone)
    }

    /// The first instants of the days of rows in time that was covered.
    private func days(of rows: [Int], in contents: StoreContents) -> Set<Int64> {
        Set(rows.filter { isCovered($0, in: contents) }.compactMap { contents.columns.time(ofRow: $0).map(Self.day) })
    }

    private static func day(_ time: Int64) -> Int64 { time.flooredDivision(by: 86_400_000_000_000).quotient }

    private struct Figure: Hashable {
        let day: Int64
        let currency: ByteString
    }

    /// The charges of some days, as far as they were covered.
    private func charges(
        of days: Set<Int64>, in contents: StoreContents
    ) throws(UsageError) -> [Figure: ExactDecimal] {
        guard let first = days.min(), let last = days.max() else { return [:] }
        let window = TimeWindow(unchecked: Timestamp(seconds: first * 86_400), Timestamp(seconds: (last + 1) * 86_400))
        var sums: [Figure: ExactSum] = [:]
        contents.forEachRow(of: source, in: window) { row in
            guard let time = contents.columns.time(ofRow: row), case let day = Self.day(time), days.contains(day),
                covered.contains(Timestamp(nanosecondsSince1970: time)),
                let charge = contents.columns.charges.amount(row)
            else { return }
            sums[Figure(day: day, currency: ByteString(charge.label)), default: ExactSum()].add(charge.amount)
        }
        var values: [Figure: ExactDecimal] = [:]
        for (figure, sum) in sums { values[figure] = try sum.value() }
        return values
    }

    private func restatements(
        _ before: [Figure: ExactDecimal], _ after: [Figure: ExactDecimal], _ now: Timestamp
    ) -> [StoredRestatement] {
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        return changed.sorted { ($0.day, $0.currency) < ($1.day, $1.currency) }.map { figure in
            let currency = Currency(rawValue: figure.currency.text)
            func money(_ amount: ExactDecimal?) -> Money? { amount.map { Money(exact: $0, currency: currency) } }
            return StoredRestatement(
                source: source, day: Timestamp(seconds: figure.day * 86_400), currency: currency,
                before: money(before[figure]), after: money(after[figure]), learnedAt: now)
        }
    }
}

extension UsageError {
    /// The error of a label that was given to rows of another account.
    fileprivate static var otherAccount: UsageError {
        UsageError(
            .accountMismatch,
            "the store has rows of this server that were read with another key, and none of them is among those of this "
                + "account: if it is another one, name the first one by a refresh with its own key; if the key was "
                + "rotated, ask for time of which the store has rows")
    }
}
