/// Which rows may belong to which entry of a statement, and which causes can be supposed.
struct ReconciliationPlan {
    /// The entries of the statement; those of one window and key are one.
    private(set) var entries: [Statement.Entry] = []
    /// For each key of which rows are in no entry, what the statement would say of them: nothing.
    private(set) var entriesOfOtherRows: [Statement.Entry] = []
    private(set) var causes: [Cause] = []
    private let records: [UsageRecord]
    private let roles: [ReconciledRows.Role]
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

    init(_ statement: Statement, _ rows: ReconciledRows) {
        records = rows.rows.map(\.record)
        roles = rows.rows.map(\.role)
        entries = Self.merged(statement.entries)
        for row in records.indices {
            let record = records[row]
            let key = statement.dimensions.map { record.text(for: $0).map(ByteString.init) }
            rowsOfKeys[key, default: []].append(row)
        }
        let times: [Timestamp] = records.map { $0.time ?? Timestamp.first }
        rowsOfKeys = rowsOfKeys.mapValues { (rows: [Int]) -> [Int] in
            rows.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
        }
        causes = Self.choosing(statement, rows).prefix(Self.mostCauses) + Self.computing(statement, rows)
        setBits(statement, rows)
        entriesOfOtherRows = otherEntries(statement)
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
            (.filtered, .filteredRows), (.outside, .outsideWindow),
        ] where all.contains(where: { $0.role == role }) {
            causes.append(cause)
        }
        let statuses = Set(all.compactMap(\.record.status)).sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
        if statuses.contains(where: { !$0.isSettled }) { causes.append(.unsettledRows) }
        if statuses.count > 1 { causes += statuses.map(Cause.excludedStatus) }
        if !statement.dimensions.contains(.apiKey) { causes += excludedKeys(all) }
        causes.append(.endIncluded)
        // In a zone that is ahead, days begin earlier.
        causes += offsets.map { .shiftedWindow(seconds: Int64($0) * -900) }
        return causes
    }

    /// Causes that say how figures are computed, and take no row in or out.
    private static func computing(_ statement: Statement, _ rows: ReconciledRows) -> [Cause] {
        let figures = Set(statement.entries.flatMap { $0.values.keys })
        var causes: [Cause] = []
        let currencies = Set(rows.rows.compactMap(\.record.charge?.currency))
        let stated = figures.compactMap { figure in
            if case .charge(let currency) = figure.kind { currency } else { nil }
        }
        if !stated.isEmpty {
            let others = currencies.subtracting(stated).sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
            causes += others.map(Cause.addedCurrency)
        }
        let fractions = statement.entries.flatMap { $0.values.filter { !$0.key.isCount }.map(\.value.places) }
        // A zero at the end of a figure does not show.
        for places in fractions.max().map({ $0...$0 + 1 }) ?? 0...0 where !fractions.isEmpty {
            for eachRow in [false, true] {
                causes += Rounding.allCases.map { .rounded(to: places, eachRow: eachRow, $0) }
            }
        }
        if figures.contains(where: { !$0.isSum }) {
            causes += QuantileDefinition.allCases.filter { $0 != .linear }.map(Cause.quantiles)
        }
        return causes
    }

    private static func excludedKeys(_ rows: [ReconciledRows.Row]) -> [Cause] {
        let keys = Set(rows.map { $0.record.apiKey.map { ByteString($0) } })
        guard keys.count > 1, keys.count <= mostKeys else { return [] }
        let sorted = keys.compactMap(\.self).sorted()
        return (keys.contains(nil) ? [.excludedValue(nil, of: .apiKey)] : [])
            + sorted.map { .excludedValue($0.text, of: .apiKey) }
    }

    private mutating func setBits(_ statement: Statement, _ rows: ReconciledRows) {
        removed = Array(repeating: 0, count: records.count)
        needed = removed
        let superseded = Set(rows.rows.filter { $0.role == .superseded }.compactMap { RowName($0.record) })
        for (index, cause) in causes.prefix(Self.mostCauses).enumerated() {
            let bit: UInt64 = 1 << UInt64(index)
            for (row, entry) in rows.rows.enumerated() {
                let record = entry.record
                switch cause.kind {
                case .late:
                    if let madeAt = statement.madeAt, let learnedAt = entry.learnedAt, learnedAt > madeAt {
                        removed[row] |= bit
                    }
                case .repeated: if entry.role == .repeated { needed[row] |= bit }
                case .filtered: if entry.role == .filtered { needed[row] |= bit }
                case .superseded:
                    if entry.role == .superseded {
                        needed[row] |= bit
                    } else if RowName(record).map(superseded.contains) ?? false {
                        removed[row] |= bit
                    }
                case .unsettled: if record.status.map({ !$0.isSettled }) ?? false { removed[row] |= bit }
                case .status(let status): if record.status == status { removed[row] |= bit }
                case .value(let dimension, let value):
                    if record.text(for: dimension).map({ ByteString($0) }) == value.map({ ByteString($0) }) {
                        removed[row] |= bit
                    }
                default: break
                }
            }
        }
        windowCauses = causes.enumerated().filter(\.element.isWindow).map { (1 << UInt64($0.offset), $0.element.kind) }
    }

    // MARK: Entries

    /// The rows that may belong to an entry.
    func rows(of entry: Statement.Entry) -> EntryRows {
        var rows = EntryRows(records)
        let candidates = rowsOfKeys[entry.key.map { $0.map { ByteString($0) } }] ?? []
        let start = entry.window.start?.advanced(by: .seconds(-Self.longestShift))
        let end = entry.window.end?.advanced(by: .seconds(Self.longestShift))
        let first = start.map { start in candidates.firstPosition { (records[$0].time ?? .first) >= start } }
        for row in candidates[(first ?? 0)...] {
            // Rows without a time are in no window that has a bound.
            if let time = records[row].time, let end, time > end, roles[row] != .outside { break }
            rows.add(row, treatment(of: row, in: entry.window))
        }
        return rows
    }

    private func treatment(of row: Int, in window: TimeWindow) -> EntryRows.Treatment {
        var treatment = EntryRows.Treatment(needed: needed[row], removed: removed[row])
        let isOutside = roles[row] == .outside
        guard let time = records[row].time else {
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
                case .shifted(let seconds): window.contains(time.advanced(by: .seconds(-seconds)))
                default: isInside
                }
            if isIn { treatment.windows |= bit }
        }
        return treatment
    }

    private static func merged(_ entries: [Statement.Entry]) -> [Statement.Entry] {
        var positions: [EntryName: Int] = [:]
        var merged: [Statement.Entry] = []
        for entry in entries {
            let name = EntryName(entry)
            guard let position = positions[name] else {
                positions[name] = merged.count
                merged.append(entry)
                continue
            }
            for (figure, value) in entry.values {
                let known = merged[position].values[figure]
                // The quantile of two parts is not known.
                let sum = known.map { figure.isSum ? try? $0.adding(value) : nil } ?? value
                merged[position].values[figure] = sum
            }
        }
        return merged
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
                guard roles[row] == .counted, let time = records[row].time else { return false }
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

/// What tells a row from others.
private struct RowName: Hashable {
    private let provider: ProviderID
    private let account: ByteString?
    private let id: ByteString

    /// The name of a row; nil if it has none.
    init?(_ record: UsageRecord) {
        guard let id = record.id else { return nil }
        provider = record.provider
        account = record.labels[.account].map { ByteString($0) }
        self.id = ByteString(id)
    }
}

extension Timestamp {
    fileprivate static let first = Timestamp(seconds: -62_135_596_800 * 100)
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
