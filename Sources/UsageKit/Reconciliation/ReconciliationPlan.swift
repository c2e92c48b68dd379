/// Which rows may belong to which entry of a statement, and which causes can be supposed.
struct ReconciliationPlan {
    /// The entries of the statement that have figures; those of one window and key are one.
    let entries: [Statement.Entry]
    /// For each key of which rows are in no entry, what the statement would say of them: nothing.
    let entriesOfOtherRows: [Statement.Entry]
    /// Causes that take rows in or out, of which each has a bit, and then those that do not.
    let causes: [Cause]
    /// Figures and rows that are not compared.
    let omissions: Omissions
    /// The optional figures that no row has.
    let unknownFigures: [ReconciledFigure]
    /// Currencies whose charges count in those of others, as the statement says.
    let includedCurrencies: [Currency: [Currency]]
    /// The dimensions whose values can be left out, the plainest one first.
    let valueDimensions: [UsageDimension]
    /// Whether both sides are made from the same rows.
    let areOfSameSource: Bool
    /// Whether the other side is an earlier reading of the rows.
    let areReadings: Bool
    private let lastEnd: Timestamp?
    /// The dimensions of the statement, each with the values that its entries have.
    private let listedValues: [(dimension: UsageDimension, values: Set<ByteString?>)]
    private let all: [ReconciledRows.Row]
    private let terms: RowTerms
    private let bits: RowBits
    private let index: RowIndex
    private let windowCauses: [(bit: UInt64, kind: Cause.Kind)]
    /// For each entry, the rows outside the window that was asked for that are nearest to it.
    private let outsideRows: [EntryName: [Int]]

    private static let longestShift: Int64 = 14 * 3600

    init(_ statement: Statement, _ rows: ReconciledRows) throws(UsageError) {
        try statement.checkKeys()
        try rows.statement?.checkKeys()
        all = rows.rows
        areOfSameSource = rows.areOfSameSource
        areReadings = rows.areReadings
        terms = RowTerms(all)
        includedCurrencies = statement.includedCurrencies
        index = RowIndex(all, by: statement.dimensions)
        let found = try PlannedEntries(statement, rows, index)
        entries = found.entries
        entriesOfOtherRows = found.others
        omissions = found.omissions
        lastEnd = found.entries.compactMap(\.window.end).max()
        unknownFigures = found.unknownFigures
        listedValues = statement.dimensions.enumerated().map { position, dimension in
            (dimension, Set(found.entries.map { $0.key[position].map { ByteString($0) } }))
        }
        let candidates = CauseCandidates(statement, rows, entries)
        causes = candidates.choosing + candidates.computing
        valueDimensions = candidates.valueDimensions
        bits = RowBits(candidates.choosing, all, madeAt: statement.madeAt)
        windowCauses = candidates.choosing.enumerated().filter(\.element.isWindow)
            .map { (1 << UInt64($0.offset), $0.element.kind) }
        outsideRows = Self.outsideRows(all, index, of: entries + entriesOfOtherRows)
    }

    /// How many rows there are, whether they count or not.
    var rowCount: Int { all.count }

    /// The rows in the window of an entry.
    func ownRows(of entry: Statement.Entry) -> EntryRows {
        var rows = EntryRows(all, terms)
        for row in index.rows(of: entry.key, in: entry.window) {
            guard !bits.neverCounts(row) else { continue }
            var treatment = bits.treatment(of: row)
            if all[row].isIn(entry.window) { treatment.windows = EntryRows.Treatment.ownWindow }
            rows.add(row, treatment)
        }
        return rows
    }

    /// Whether the window of an entry can be that of another time zone, which mostly have the same hours.
    func canShift(_ entry: Statement.Entry) -> Bool { !entry.window.isShorterThanAnyDay }

    /// Whether no entry of the statement is of a later time.
    func isNewest(_ entry: Statement.Entry) -> Bool { entry.window.end.map { $0 == lastEnd } ?? true }

    /// The rows that may belong to an entry if something is supposed, for example that its window is shifted.
    func rows(
        of entry: Statement.Entry, shifted: Bool = false, _ work: SearchWork = .needed
    ) throws -> EntryRows {
        var rows = EntryRows(all, terms, work)
        let window = entry.window
        let reach = shifted ? Self.longestShift : 0
        let causes = shifted ? windowCauses : windowCauses.filter { !$0.kind.isShift }
        let supposed = causes.map { bit, kind -> (bit: UInt64, kind: Cause.Kind, window: TimeWindow) in
            guard case .shifted(let seconds) = kind else { return (bit, kind, window) }
            return (bit, kind, window.shifted(bySeconds: seconds))
        }
        let span = TimeWindow(
            unchecked: window.start?.advanced(by: .seconds(-reach)), window.end?.advanced(by: .seconds(reach)))
        let near = Set(outsideRows[EntryName(entry)] ?? [])
        let candidates = index.rows(of: entry.key, in: span, includingEnd: true)
        let others = near.subtracting(candidates).sorted()
        for row in Array(candidates) + others where !bits.neverCounts(row) {
            try work.visit(supposed.count + 1)
            var treatment = bits.treatment(of: row)
            let isInside = all[row].isIn(window)
            if isInside { treatment.windows |= EntryRows.Treatment.ownWindow }
            if let time = all[row].record.time, all[row].figures == nil {
                for (bit, kind, other) in supposed {
                    let isIn =
                        switch kind {
                        case .outside: isInside || near.contains(row)
                        case .endIncluded: isInside || window.end == time
                        default: other.contains(time)
                        }
                    if isIn { treatment.windows |= bit }
                }
            } else if isInside {
                treatment.windows = .max
            }
            rows.add(row, treatment)
        }
        return rows
    }

    /// The values of an entry's key that no entry of the statement has: that its rows do not count there explains all of it.
    func unlistedValues(of entry: Statement.Entry) -> [Cause] {
        zip(listedValues, entry.key).compactMap { listed, value in
            listed.values.contains(value.map { ByteString($0) })
                ? nil : Cause.excludedValue(value, of: listed.dimension)
        }
    }

    /// The rows outside the window that was asked for, by the entry of their key that is nearest to them.
    private static func outsideRows(
        _ rows: [ReconciledRows.Row], _ index: RowIndex, of entries: [Statement.Entry]
    ) -> [EntryName: [Int]] {
        let outside = rows.indices.filter { rows[$0].role == .outside && rows[$0].record.time != nil }
        guard !outside.isEmpty else { return [:] }
        let entriesOfKeys = Dictionary(grouping: entries) { RowIndex.key($0.key) }.mapValues { entries in
            entries.sorted { ($0.window.start ?? .earliest) < ($1.window.start ?? .earliest) }
        }
        var found: [EntryName: [Int]] = [:]
        for row in outside {
            guard let time = rows[row].record.time, let entries = entriesOfKeys[index.key(of: rows[row])] else {
                continue
            }
            let next = entries.firstPosition { ($0.window.start ?? .earliest) > time }
            let neighbors = [next - 1, next].filter(entries.indices.contains).map { entries[$0] }
            // Of two that are equally near, the earlier one.
            guard let nearest = neighbors.min(by: { $0.window.distance(to: time) < $1.window.distance(to: time) })
            else { continue }
            found[EntryName(nearest), default: []].append(row)
        }
        return found
    }
}

/// The window and the key of an entry.
struct EntryName: Hashable, Comparable {
    private let window: TimeWindow
    private let key: [ByteString?]

    init(_ entry: Statement.Entry) {
        window = entry.window
        key = RowIndex.key(entry.key)
    }

    static func < (left: Self, right: Self) -> Bool {
        let (first, second) = (left.window.start ?? .earliest, right.window.start ?? .earliest)
        if first != second { return first < second }
        for (left, right) in zip(left.key, right.key) where left != right {
            guard let left else { return false }
            guard let right else { return true }
            return left < right
        }
        return false
    }
}

extension TimeWindow {
    /// Whether all of another window is inside.
    func contains(_ other: TimeWindow) -> Bool {
        let startsInside = start.map { start in other.start.map { $0 >= start } ?? false } ?? true
        let endsInside = end.map { end in other.end.map { $0 <= end } ?? false } ?? true
        return startsInside && endsInside
    }

    /// Whether it is shorter than the shortest local day, on which clocks are put forward by up to two hours.
    fileprivate var isShorterThanAnyDay: Bool {
        guard let start, let end else { return false }
        return end - start < .seconds(22 * 3600)
    }

    fileprivate func shifted(bySeconds seconds: Int64) -> TimeWindow {
        TimeWindow(unchecked: start?.advanced(by: .seconds(seconds)), end?.advanced(by: .seconds(seconds)))
    }

    /// How far an instant is from the window.
    fileprivate func distance(to time: Timestamp) -> Duration {
        if let start, time < start { return start - time }
        if let end, time >= end { return time - end }
        return .zero
    }
}
