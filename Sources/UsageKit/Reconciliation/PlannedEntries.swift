/// The entries that are compared, and what is left out.
struct PlannedEntries {
    /// The entries of the statement that have figures; those of one window and key are one.
    private(set) var entries: [Statement.Entry]
    /// For rows that are in no entry, what the statement would say of them: nothing.
    private(set) var others: [Statement.Entry] = []
    private(set) var omissions: Omissions
    /// The optional figures that no row has.
    private(set) var unknownFigures: [ReconciledFigure] = []
    private let rows: ReconciledRows
    private let index: RowIndex
    private let name: String
    private let dimensions: [UsageDimension]

    init(_ statement: Statement, _ rows: ReconciledRows, _ index: RowIndex) throws(UsageError) {
        self.rows = rows
        self.index = index
        name = statement.name
        dimensions = statement.dimensions
        omissions = Omissions(statement.dimensions)
        entries = []
        try merge(statement.entries)
        try checkWindows()
        let all = entries
        var merged = statement
        merged.entries = entries
        let span = merged.span
        nameSilentEntries()
        entries.removeAll { $0.values.isEmpty }
        removeUnknown(statement.optionalFigures)
        removeUnsaidTokens()
        if let other = rows.statement { removeUnstated(in: other) }
        entries.removeAll { $0.values.isEmpty }
        guard let span else { return }
        var isKnown = [Bool](repeating: false, count: rows.rows.count)
        for row in all.flatMap(countedRows) { isKnown[row] = true }
        if statement.namesAllKeys { findOthers(besides: all, in: span, &isKnown) }
        nameOtherRows(besides: all, namesAllKeys: statement.namesAllKeys, span, isKnown)
    }

    /// Adds up the entries of one window and key.
    ///
    /// A figure that one of them does not state is not known, nor is a quantile of several.
    private mutating func merge(_ stated: [Statement.Entry]) throws(UsageError) {
        var positions: [EntryName: Int] = [:]
        var dropped: [Int: Set<ReconciledFigure>] = [:]
        for entry in stated {
            let name = EntryName(entry)
            guard let position = positions[name] else {
                positions[name] = entries.count
                entries.append(entry)
                continue
            }
            var sums: [ReconciledFigure: ExactDecimal] = [:]
            for (figure, known) in entries[position].values where figure.isSum {
                if let value = entry.values[figure] { sums[figure] = try known.adding(value) }
            }
            let figures = Set(entries[position].values.keys).union(entry.values.keys)
            dropped[position, default: []].formUnion(figures.subtracting(sums.keys))
            entries[position].values = sums
        }
        for (position, figures) in dropped.sorted(by: { $0.key < $1.key }) {
            for figure in figures.sorted() {
                omissions.add(
                    figure, of: entries[position],
                    because: figure.isSum ? "only some parts state it" : "quantiles of several parts cannot be added")
            }
        }
    }

    /// Throws if an entry in the place of a row is only partly in the window of an entry.
    private func checkWindows() throws(UsageError) {
        let bounds = WindowBounds(of: entries.map(\.window))
        for window in TimeWindow.sorted(rows.rows.compactMap(\.figures?.window)) {
            guard let other = bounds.windowWithBound(inside: window) else { continue }
            throw UsageError(
                .invalidArgument,
                "figures of \(window) cannot be compared with figures of \(other), which hold only a part of them")
        }
    }

    /// The rows that count in an entry.
    private func countedRows(of entry: Statement.Entry) -> [Int] {
        index.rows(of: entry.key, in: entry.window).filter { row in
            rows.rows[row].role == .counted && rows.rows[row].isIn(entry.window)
        }
    }

    private mutating func nameSilentEntries() {
        for entry in entries where entry.values.isEmpty {
            omissions.addSilent(entry, rows: countedRows(of: entry).count)
        }
    }

    /// No longer states the optional figures that no row has.
    private mutating func removeUnknown(_ optional: [ReconciledFigure]) {
        let stated = Set(entries.flatMap { $0.values.keys })
        unknownFigures = stated.intersection(optional)
            .filter { figure in !rows.rows.contains { $0.says(figure) } }.sorted()
        for index in entries.indices { for figure in unknownFigures { entries[index].values[figure] = nil } }
    }

    /// No longer states that an entry has no tokens, if it has rows and none of them says how many it has.
    private mutating func removeUnsaidTokens() {
        for index in entries.indices {
            let entry = entries[index]
            let figures = [ReconciledFigure.inputTokens, .outputTokens].filter { entry.values[$0] == .zero }
            guard !figures.isEmpty else { continue }
            let counted = countedRows(of: entry)
            for figure in figures where !counted.isEmpty && !counted.contains(where: { rows.rows[$0].says(figure) }) {
                omissions.add(figure, of: entry, because: "it is 0 there, and no row says it")
                entries[index].values[figure] = nil
            }
        }
    }

    /// No longer states what a statement in the place of rows does not say: it has no entry for it, and does not say that
    /// there was no usage.
    private mutating func removeUnstated(in other: Statement) {
        let figures = Set(other.entries.flatMap { $0.values.keys })
        let span = other.span
        for index in entries.indices where countedRows(of: entries[index]).isEmpty {
            let entry = entries[index]
            let isUnused = other.namesAllKeys && span.map { $0.contains(entry.window) } ?? false
            for figure in entry.figures where !isUnused || !figure.isSum || !figures.contains(figure) {
                omissions.add(figure, of: entry, because: "\(other.name) does not say it")
                entries[index].values[figure] = nil
            }
        }
    }

    /// Finds what the statement says of rows for which it has no entry, and says which rows these are.
    private mutating func findOthers(
        besides all: [Statement.Entry], in span: TimeWindow, _ isKnown: inout [Bool]
    ) {
        let figures = Set(entries.flatMap { $0.values.keys }).filter(\.isSum)
        let stated = Dictionary(grouping: all) { RowIndex.key($0.key) }.mapValues { $0.map(\.window) }
        var unstated = 0
        for (key, rows) in index.rowsOfKeys {
            let gaps = span.gaps(between: stated[key] ?? [])
            var gap = 0
            var found: [Int: Int] = [:]
            for number in rows {
                let row = self.rows.rows[number]
                guard row.role == .counted else { continue }
                // In the order of the index, rows without a time come first.
                let time = row.record.time ?? .earliest
                while gap < gaps.count, let end = gaps[gap].end, end <= time { gap += 1 }
                guard gap < gaps.count else { break }
                guard row.isIn(gaps[gap]) else { continue }
                found[gap, default: 0] += 1
                isKnown[number] = true
            }
            if figures.isEmpty {
                unstated += found.values.reduce(0, +)
                continue
            }
            for gap in found.keys {
                var entry = Statement.Entry(window: gaps[gap], key: key.map { $0?.text })
                for figure in figures { entry.values[figure] = .zero }
                others.append(entry)
            }
        }
        others.sort { EntryName($0) < EntryName($1) }
        if unstated > 0, !entries.isEmpty {
            omissions.lines.append("rows for which \(name) states no figure: \(unstated)")
        }
    }

    /// Names the rows that count and are in no entry: those of another time, and those of a key that the statement need not
    /// name.
    private mutating func nameOtherRows(
        besides all: [Statement.Entry], namesAllKeys: Bool, _ span: TimeWindow, _ isKnown: [Bool]
    ) {
        let listed = namesAllKeys ? [] : Set(all.map { RowIndex.key($0.key) })
        var (beyond, unlisted, untimed) = (0, 0, 0)
        for (row, isKnown) in zip(rows.rows, isKnown) where row.role == .counted && !isKnown {
            // A row without a time is in no entry here, although it may be in the span.
            let isTimed = row.figures != nil || row.record.time != nil
            if isTimed {
                if row.isIn(span), !dimensions.isEmpty { unlisted += 1 } else { beyond += 1 }
            } else if namesAllKeys || listed.contains(RowIndex.key(dimensions.map { row.text(for: $0) })) {
                untimed += 1
            } else {
                unlisted += 1
            }
        }
        omissions.untimed = untimed
        let subject = rows.statement.map { "entries of \($0.name)" } ?? "rows"
        if beyond > 0 { omissions.lines.append("\(subject) of a time of which \(name) says nothing: \(beyond)") }
        if unlisted > 0 {
            let names = dimensions.map(\.rawValue).joined(separator: " and ")
            omissions.lines.append("\(subject) for whose \(names) \(name) has no entry: \(unlisted)")
        }
    }
}

/// What is not compared, each with its reason.
struct Omissions {
    private struct Reason: Hashable {
        let figure: ReconciledFigure
        let text: String
    }

    private let dimensions: [UsageDimension]
    private var reasons: [Reason] = []
    /// For each reason, the first entry of which it is true, and of how many.
    private var places: [Reason: (first: String, count: Int)] = [:]
    /// Other sentences.
    var lines: [String] = []
    /// How many rows have no time, so that they can be in any entry.
    var untimed = 0
    /// Entries without figures that have rows: the first one, how many, and the rows in them.
    private var silent: (first: String, count: Int, rows: Int)?

    init(_ dimensions: [UsageDimension]) {
        self.dimensions = dimensions
    }

    mutating func add(_ figure: ReconciledFigure, of entry: Statement.Entry, because text: String) {
        let reason = Reason(figure: figure, text: text)
        if let known = places[reason] {
            places[reason] = (known.first, known.count + 1)
        } else {
            reasons.append(reason)
            places[reason] = (place(entry), 1)
        }
    }

    mutating func addSilent(_ entry: Statement.Entry, rows: Int) {
        guard rows > 0 else { return }
        silent = silent.map { ($0.first, $0.count + 1, $0.rows + rows) } ?? (place(entry), 1, rows)
    }

    /// The entries without figures that have rows; nil if no such entry exists.
    func silence(of name: String) -> String? {
        silent.map {
            "\(name) states no figure of \(Self.text($0.first, $0.count)), although there are \($0.rows) rows"
        }
    }

    /// All figures and rows that are not compared.
    var sentences: [String] {
        reasons.map { reason in
            let place = places[reason].map { Self.text($0.first, $0.count) } ?? ""
            return "\(reason.figure) of \(place): \(reason.text)"
        } + lines
    }

    private func place(_ entry: Statement.Entry) -> String {
        let names = zip(dimensions, entry.key).map { "\($0) \($1 ?? "(none)")" }
        return ([entry.window.description] + names).joined(separator: ", ")
    }

    private static func text(_ first: String, _ count: Int) -> String {
        count == 1 ? first : "\(first) and \(count - 1) more"
    }
}

extension ReconciledRows.Row {
    /// Whether a figure follows from the row.
    fileprivate func says(_ figure: ReconciledFigure) -> Bool {
        if let figures { return figures.values[figure] != nil }
        return switch figure.kind {
        case .requests, .rows: true
        case .status: record.status != nil
        case .inputTokens: record.tokens.input != nil
        case .outputTokens: record.tokens.output != nil
        case .charge(let currency): record.charge?.currency == currency
        case .quantity(let unit): record.quantities.contains { $0.unit == unit }
        case .latency: record.duration != nil
        }
    }
}

extension TimeWindow {
    /// The parts that are in none of some windows, in ascending order.
    fileprivate func gaps(between windows: [TimeWindow]) -> [TimeWindow] {
        var gaps: [TimeWindow] = []
        // Up to here all is in a window or a gap; nil if nothing is.
        var reached = start
        for window in windows.sorted(by: { ($0.start ?? .earliest) < ($1.start ?? .earliest) }) {
            if let begin = window.start, reached.map({ $0 < begin }) ?? true {
                gaps.append(TimeWindow(unchecked: reached, begin))
            }
            guard let end = window.end else { return gaps }
            reached = reached.map { max($0, end) } ?? end
        }
        if let reached, let end, reached >= end { return gaps }
        gaps.append(TimeWindow(unchecked: reached, end))
        return gaps
    }
}
