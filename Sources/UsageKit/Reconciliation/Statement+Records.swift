extension Statement {
    /// States the figures of rows, for example those of a ledger as it was on an earlier day.
    ///
    /// Stated are the requests and rows, each status, charges by currency, quantities by unit, and tokens where rows have
    /// them. A currency, a unit or a status that only some rows have is stated as zero of the others. A statement can be
    /// encoded and kept, so that rows can be compared with it later.
    ///
    /// - Parameters:
    ///   - name: Who states the figures, for people.
    ///   - records: The rows; those without a time are left out, and named in ``notCompared``.
    ///   - window: All of the time that was read (``Statement/window``), such as ``WalkReport/window``. Rows that come later in
    ///     a span without usage are then compared with no usage. Without it, the statement ends with its last row, and such
    ///     rows are named and not compared.
    ///   - dimensions: How the figures are split.
    ///   - bucket: The span of time of an entry.
    ///   - calendar: The rules of days, weeks and months.
    ///   - figures: The figures that are stated, unless rows do not say them; nil for all.
    ///   - madeAt: When the rows were read.
    ///   - gap: Why rows may be missing; nil if all are there.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits, and with
    ///   ``UsageError/Code/invalidArgument`` for a time outside the years 1 to 9999.
    /// - Complexity: O(*n*) on average in the number of rows.
    public init(
        _ name: String, of records: some Sequence<UsageRecord>, window: TimeWindow? = nil,
        by dimensions: [UsageDimension] = [], every bucket: TimeBucket = .day,
        in calendar: BucketCalendar = BucketCalendar(), figures: Set<ReconciledFigure>? = nil,
        madeAt: Timestamp? = nil, gap: String? = nil
    ) throws(UsageError) {
        var finder = BucketFinder(calendar)
        var cells = StatementCells(records.map { ReconciledRows.Row(record: $0, role: .counted) })
        for row in cells.rows.indices {
            guard let time = cells.rows[row].record.time else {
                cells.untimed += 1
                continue
            }
            let window = try TimeWindow(try finder.bucket(bucket, containing: time))
            cells.add(row, window, dimensions.map { cells.rows[row].record.text(for: $0) })
        }
        self.init(name, by: dimensions, entries: try cells.entries(figures), madeAt: madeAt, gap: gap)
        self.window = window
        if cells.untimed > 0 { notCompared = ["rows without a time: \(cells.untimed)"] }
    }

    /// States the figures of rows instant by instant, so that rows of different times are not added up.
    init(
        _ name: String, ofEachInstantOf records: [UsageRecord], by dimensions: [UsageDimension],
        figures: Set<ReconciledFigure>? = nil, madeAt: Timestamp? = nil
    ) throws(UsageError) {
        var cells = StatementCells(records.map { ReconciledRows.Row(record: $0, role: .counted) })
        for row in cells.rows.indices {
            guard let time = cells.rows[row].record.time else { continue }
            let instant = try TimeWindow(from: time, to: time + .nanoseconds(1))
            cells.add(row, instant, dimensions.map { cells.rows[row].record.text(for: $0) })
        }
        self.init(name, by: dimensions, entries: try cells.entries(figures), madeAt: madeAt)
        window = .all
    }

    /// The sums of all entries, in one entry of the whole time, including spans that have no entry.
    ///
    /// Figures that some entry does not state are left out, and so are quantiles, which cannot be added; both are named in
    /// ``notCompared``. If the statement does not name all keys (``namesAllKeys``), the sums are those of the named ones, and
    /// ``gap`` says so.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public func summed() throws(UsageError) -> Statement {
        var statement = self
        statement.dimensions = []
        statement.entries = []
        guard let first = entries.first else { return statement }
        var sums = StatedSums()
        for entry in entries { sums.add(entry.values) }
        let hull = entries.reduce(window ?? first.window) { $0.hull($1.window) }
        var whole = Entry(window: hull)
        for figure in Set(entries.flatMap(\.figures)).sorted() {
            if figure.isSum, let sum = try sums.value(of: figure, adding: []) {
                whole.set(figure, exact: sum)
            } else {
                let reason = figure.isSum ? "some entries do not state it" : "quantiles cannot be added"
                statement.notCompared.append("\(figure): \(reason)")
            }
        }
        if !namesAllKeys, !dimensions.isEmpty {
            statement.gap =
                gap ?? "\(name) does not name all values of \(dimensions.map(\.rawValue).joined(separator: ", "))"
        }
        statement.entries = [whole]
        return statement
    }
}

/// Rows, dealt out to the entries of a statement.
private struct StatementCells {
    private struct Name: Hashable {
        let window: TimeWindow
        let key: [ByteString?]
    }

    let rows: [ReconciledRows.Row]
    var untimed = 0
    private let terms: RowTerms
    private var cells: [Name: EntryRows] = [:]
    private var entriesInOrder: [(name: Name, entry: Statement.Entry)] = []

    init(_ rows: [ReconciledRows.Row]) {
        self.rows = rows
        terms = RowTerms(rows)
    }

    mutating func add(_ row: Int, _ window: TimeWindow, _ key: [String?]) {
        let name = Name(window: window, key: key.map { $0.map { ByteString($0) } })
        if cells[name] == nil { entriesInOrder.append((name, Statement.Entry(window: window, key: key))) }
        cells[name, default: EntryRows(rows, terms)].add(
            row, EntryRows.Treatment(windows: EntryRows.Treatment.ownWindow))
    }

    /// The figures that follow from any of the rows.
    private var figures: Set<ReconciledFigure> {
        var figures: Set<ReconciledFigure> = [.requests, .rows, .inputTokens, .outputTokens]
        for record in rows.map(\.record) {
            if let status = record.status { figures.insert(.requests(status)) }
            if let charge = record.charge { figures.insert(.charge(charge.currency)) }
            for quantity in record.quantities { figures.insert(.quantity(quantity.unit)) }
        }
        return figures
    }

    mutating func entries(_ wanted: Set<ReconciledFigure>?) throws(UsageError) -> [Statement.Entry] {
        let figures = wanted ?? figures
        var entries: [Statement.Entry] = []
        for (name, entry) in entriesInOrder {
            var entry = entry
            guard let sums = cells[name]?.total() else { continue }
            for figure in figures {
                if let value = try sums.value(of: figure, adding: []) { entry.set(figure, exact: value) }
            }
            entries.append(entry)
        }
        return entries
    }
}
