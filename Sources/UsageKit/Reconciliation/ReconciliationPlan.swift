/// Which rows may belong to which entry of a statement, and which causes can be supposed.
struct ReconciliationPlan {
    /// The entries of the statement; those of one window and key are one.
    private(set) var entries: [Statement.Entry] = []
    /// For each key of which rows are in no entry, what the statement would say of them: nothing.
    private(set) var entriesOfOtherRows: [Statement.Entry] = []
    private(set) var causes: [Cause] = []
    /// Currencies whose charges count in those of others, as the statement says.
    let includedCurrencies: [Currency: [Currency]]
    private let all: [ReconciledRows.Row]
    private let terms: RowTerms
    /// The causes with which a row does not count, and without which it does not.
    private var removed: [UInt64] = []
    private var needed: [UInt64] = []
    /// The rows of each key, in the order of their times.
    private var rowsOfKeys: [[ByteString?]: [Int]] = [:]
    private var windowCauses: [(bit: UInt64, kind: Cause.Kind)] = []

    /// The offsets of time zones from UTC, in quarters of an hour.
    private static let offsets =
        (-12...14).filter { $0 != 0 }.map { $0 * 4 } + [-14, -10, 14, 18, 22, 23, 26, 38, 42]
    private static let longestShift: Int64 = 14 * 3600
    /// Causes are bits, of which one is the window of the entry.
    private static let mostCauses = 63
    /// More keys than these are not left out one by one.
    private static let mostKeys = 10

    init(_ statement: Statement, _ rows: ReconciledRows) throws(UsageError) {
        all = rows.rows
        terms = RowTerms(rows.rows)
        includedCurrencies = statement.includedCurrencies
        entries = try Self.merged(statement.entries)
        try Self.checkWindows(of: all, entries)
        for row in all.indices {
            let key = statement.dimensions.map { all[row].record.text(for: $0).map(ByteString.init) }
            rowsOfKeys[key, default: []].append(row)
        }
        let times: [Timestamp] = all.map { $0.record.time ?? Timestamp.first }
        rowsOfKeys = rowsOfKeys.mapValues { (rows: [Int]) -> [Int] in
            rows.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
        }
        causes = Self.choosing(statement, rows).prefix(Self.mostCauses) + Self.computing(statement, rows)
        setBits(statement)
        if statement.namesAllKeys { entriesOfOtherRows = otherEntries(statement) }
    }

    // MARK: Causes

    /// Causes that take rows in or out.
    private static func choosing(_ statement: Statement, _ rows: ReconciledRows) -> [Cause] {
        var causes: [Cause] = []
        let all = rows.rows
        if let madeAt = statement.madeAt, all.contains(where: { $0.learnedAt.map { $0 > madeAt } ?? false }) {
            causes.append(.lateRows)
        }
        for (role, cause) in [
            (ReconciledRows.Role.repeated, Cause.repeatedRows), (.superseded, .earlierStates),
            (.removed, .removedRows), (.filtered, .filteredRows), (.outside, .outsideWindow),
        ] where all.contains(where: { $0.role == role }) {
            causes.append(cause)
        }
        let statuses = Set(all.compactMap(\.record.status)).sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
        if statuses.contains(where: { !$0.isSettled }) { causes.append(.unsettledRows) }
        if statuses.count > 1 { causes += statuses.map(Cause.excludedStatus) }
        if rows.statedDimensions == nil {
            causes.append(.endIncluded)
            // In a zone that is ahead, days begin earlier.
            causes += offsets.map { .shiftedWindow(seconds: Int64($0) * -900) }
        }
        for dimension in [.apiKey, .meta("childId")] + (rows.statedDimensions ?? [])
        where !statement.dimensions.contains(dimension) && dimension != .status {
            let excluded = excludedValues(of: dimension, all)
            if !excluded.allSatisfy(causes.contains) { causes += excluded }
        }
        return causes
    }

    /// Causes that say how figures are computed, and take no row in or out.
    private static func computing(_ statement: Statement, _ rows: ReconciledRows) -> [Cause] {
        let figures = Set(statement.entries.flatMap { $0.values.keys })
        var causes: [Cause] = []
        let currencies = Set(rows.rows.flatMap(\.currencies)).sorted {
            ByteString($0.rawValue) < ByteString($1.rawValue)
        }
        for case .charge(let stated) in figures.sorted().map(\.kind) {
            let included = statement.includedCurrencies[stated] ?? []
            for currency in currencies where currency != stated {
                let isIncluded = included.contains(currency)
                causes.append(
                    isIncluded ? .omittedCurrency(currency, from: stated) : .addedCurrency(currency, to: stated))
            }
        }
        causes += Set(rows.rows.flatMap(\.otherCharges.keys)).sorted().map(Cause.prices)
        let fractions = statement.entries.flatMap { $0.values.filter { !$0.key.isCount }.map(\.value.places) }
        // A zero at the end of a figure does not show.
        for places in fractions.max().map({ $0...$0 + 1 }) ?? 0...0 where !fractions.isEmpty {
            for eachRow in rows.statedDimensions == nil ? [false, true] : [false] {
                causes += Rounding.allCases.map { .rounded(to: places, eachRow: eachRow, $0) }
            }
        }
        if rows.statedDimensions == nil, figures.contains(where: { !$0.isSum }) {
            causes += QuantileDefinition.allCases.filter { $0 != .linear }.map(Cause.quantiles)
        }
        return causes
    }

    private static func excludedValues(of dimension: UsageDimension, _ rows: [ReconciledRows.Row]) -> [Cause] {
        let keys = Set(rows.map { $0.record.text(for: dimension).map { ByteString($0) } })
        guard keys.count > 1, keys.count <= mostKeys else { return [] }
        let sorted = keys.compactMap(\.self).sorted()
        return (keys.contains(nil) ? [.excludedValue(nil, of: dimension)] : [])
            + sorted.map { .excludedValue($0.text, of: dimension) }
    }

    private mutating func setBits(_ statement: Statement) {
        removed = Array(repeating: 0, count: all.count)
        needed = removed
        var bitsOfValues: [UsageDimension: [ByteString?: UInt64]] = [:]
        for (index, cause) in causes.prefix(Self.mostCauses).enumerated() {
            let bit: UInt64 = 1 << UInt64(index)
            switch cause.kind {
            case .late:
                guard let madeAt = statement.madeAt else { continue }
                Self.set(bit, in: &removed, all) { $0.learnedAt.map { $0 > madeAt } ?? false }
            case .removed: Self.set(bit, in: &needed, all) { $0.role == .removed }
            case .repeated: Self.set(bit, in: &needed, all) { $0.role == .repeated }
            case .filtered: Self.set(bit, in: &needed, all) { $0.role == .filtered }
            case .superseded:
                Self.set(bit, in: &needed, all) { $0.role == .superseded }
                let superseded = Set(all.filter { $0.role == .superseded }.compactMap { RowName($0.record) })
                Self.set(bit, in: &removed, all) { row in
                    row.role != .superseded && RowName(row.record).map(superseded.contains) ?? false
                }
            case .unsettled:
                Self.set(bit, in: &removed, all) { $0.record.status.map { !$0.isSettled } ?? false }
            case .status(let status): Self.set(bit, in: &removed, all) { $0.record.status == status }
            case .value(let dimension, let value):
                bitsOfValues[dimension, default: [:]][value.map { ByteString($0) }, default: 0] |= bit
            default: break
            }
        }
        for (dimension, bits) in bitsOfValues {
            for row in all.indices {
                let value = all[row].record.text(for: dimension).map { ByteString($0) }
                if let bit = bits[value] { removed[row] |= bit }
            }
        }
        windowCauses = causes.enumerated().filter(\.element.isWindow).map { (1 << UInt64($0.offset), $0.element.kind) }
    }

    /// Sets a bit for the rows for which a condition holds.
    @inline(__always)
    private static func set(
        _ bit: UInt64, in bits: inout [UInt64], _ rows: [ReconciledRows.Row], _ holds: (ReconciledRows.Row) -> Bool
    ) {
        for row in rows.indices where holds(rows[row]) { bits[row] |= bit }
    }

    // MARK: Entries

    /// The rows that may belong to an entry.
    func rows(of entry: Statement.Entry) -> EntryRows {
        var rows = EntryRows(all, terms)
        let candidates = rowsOfKeys[entry.key.map { $0.map { ByteString($0) } }] ?? []
        let start = entry.window.start?.advanced(by: .seconds(-Self.longestShift))
        let end = entry.window.end?.advanced(by: .seconds(Self.longestShift))
        let first = start.map { start in candidates.firstPosition { (all[$0].record.time ?? .first) >= start } }
        for row in candidates[(first ?? 0)...] {
            // Rows without a time are in no window that has a bound.
            if let time = all[row].record.time, let end, time > end, all[row].role != .outside { break }
            rows.add(row, treatment(of: row, in: entry.window))
        }
        return rows
    }

    private func treatment(of row: Int, in window: TimeWindow) -> EntryRows.Treatment {
        var treatment = EntryRows.Treatment(needed: needed[row], removed: removed[row])
        if let figures = all[row].figures {
            if window.contains(figures.window) { treatment.windows = EntryRows.Treatment.ownWindow }
            return treatment
        }
        let isOutside = all[row].role == .outside
        guard let time = all[row].record.time else {
            if window == .all { treatment.windows = .max }
            return treatment
        }
        let isInside = window.contains(time) && !isOutside
        if isInside { treatment.windows |= EntryRows.Treatment.ownWindow }
        for (bit, kind) in windowCauses {
            let isIn =
                switch kind {
                case .outside: isInside || isOutside
                case .endIncluded: isInside || window.end == time
                case .shifted(let seconds): window.contains(time.earlier(bySeconds: seconds))
                default: isInside
                }
            if isIn { treatment.windows |= bit }
        }
        return treatment
    }

    /// Adds up the entries of one window and key.
    ///
    /// A figure that one of them does not state is not known, nor is a quantile of several.
    private static func merged(_ entries: [Statement.Entry]) throws(UsageError) -> [Statement.Entry] {
        var positions: [EntryName: Int] = [:]
        var merged: [Statement.Entry] = []
        for entry in entries {
            let name = EntryName(entry)
            guard let position = positions[name] else {
                positions[name] = merged.count
                merged.append(entry)
                continue
            }
            var sums: [ReconciledFigure: ExactDecimal] = [:]
            for (figure, known) in merged[position].values where figure.isSum {
                if let value = entry.values[figure] { sums[figure] = try known.adding(value) }
            }
            merged[position].values = sums
        }
        return merged
    }

    /// Throws if an entry in the place of a row is only partly in the window of an entry.
    private static func checkWindows(
        of rows: [ReconciledRows.Row], _ entries: [Statement.Entry]
    ) throws(UsageError) {
        for window in Set(rows.compactMap(\.figures?.window)) {
            for other in entries.map(\.window) where window.intersection(other) != nil && !other.contains(window) {
                throw UsageError(
                    .invalidArgument,
                    "figures of \(window) cannot be compared with figures of \(other), which hold only a part of them")
            }
        }
    }

    /// What the statement says of rows for which it has no entry.
    private func otherEntries(_ statement: Statement) -> [Statement.Entry] {
        let figures = Set(entries.flatMap { $0.values.keys }).filter(\.isSum)
        guard let first = entries.first?.window else { return [] }
        let span = entries.reduce(first) { $0.hull($1.window) }
        let windows = Dictionary(grouping: entries) { $0.key.map { $0.map { ByteString($0) } } }
            .mapValues { TimeWindows($0.map(\.window)) }
        var others: [Statement.Entry] = []
        for (key, rows) in rowsOfKeys {
            let covered = windows[key] ?? TimeWindows()
            let isAny = rows.contains { row in
                guard all[row].role == .counted, let time = all[row].record.time else { return false }
                return !covered.contains(time) && span.contains(time)
            }
            guard isAny else { continue }
            for window in covered.missing(in: span) {
                var entry = Statement.Entry(window: window, key: key.map { $0?.text })
                for figure in figures { entry.values[figure] = .zero }
                others.append(entry)
            }
        }
        return others.sorted { EntryName($0) < EntryName($1) }
    }
}

/// The window and the key of an entry.
private struct EntryName: Hashable, Comparable {
    private let window: TimeWindow
    private let key: [ByteString?]

    init(_ entry: Statement.Entry) {
        window = entry.window
        key = entry.key.map { $0.map { ByteString($0) } }
    }

    static func < (left: Self, right: Self) -> Bool {
        let (first, second) = (left.window.start ?? .first, right.window.start ?? .first)
        if first != second { return first < second }
        for (left, right) in zip(left.key, right.key) where left != right {
            guard let left else { return false }
            guard let right else { return true }
            return left < right
        }
        return false
    }
}

extension ReconciledRows.Row {
    /// The currencies of its charges.
    fileprivate var currencies: [Currency] {
        guard let figures else { return [record.charge?.currency].compactMap(\.self) }
        return figures.values.keys.compactMap { if case .charge(let currency) = $0.kind { currency } else { nil } }
    }
}

extension TimeWindow {
    /// Whether all of another window is inside.
    fileprivate func contains(_ other: TimeWindow) -> Bool {
        let startsInside = start.map { start in other.start.map { $0 >= start } ?? false } ?? true
        let endsInside = end.map { end in other.end.map { $0 <= end } ?? false } ?? true
        return startsInside && endsInside
    }
}

extension Timestamp {
    fileprivate static let first = Timestamp(seconds: -62_135_596_800 * 100)

    /// The instant that is some seconds earlier, as ``advanced(by:)`` gives it without dividing integers of 128 bits.
    fileprivate func earlier(bySeconds count: Int64) -> Timestamp {
        let (shifted, overflow) = seconds.subtractingReportingOverflow(count)
        if overflow { return advanced(by: .seconds(-count)) }
        return Timestamp(seconds: shifted, nanoseconds: Int64(nanoseconds))
    }
}

extension [Int] {
    /// The position of the first element from which on a condition holds.
    fileprivate func firstPosition(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
