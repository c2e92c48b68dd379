/// Passes pages and rows on to a judge.
protocol JudgingReceiver: RowReceiver {
    var judge: SavedRowJudge { get set }
    var replaced: ReplacedPlaces { get set }
}

extension JudgingReceiver {
    mutating func beginPage(_ kind: PageKind) { judge.beginPage(kind) }
    mutating func endPage(_ envelope: PageEnvelope) { judge.endPage(envelope) }
    var awaitsLine: Bool { judge.awaitsLine }
    mutating func setLine(_ line: Int) { judge.setLine(line) }
    mutating func note(_ reason: WalkStop) { judge.note(reason) }
    mutating func replaceText(inLine line: Int) { judge.replaceText(inLine: line) }
    mutating func beginBlock(_ replaced: ReplacedPlaces) { self.replaced = replaced }
    mutating func note(_ row: DamagedRow) { judge.note(row) }
    mutating func note(besideRows text: DamagedText) { judge.note(besideRows: text) }
}

/// Judges rows by their keys, and keeps none.
struct RowKeyReceiver<Row: DecodableRow>: JudgingReceiver, FieldsReceiver {
    var judge: SavedRowJudge
    var replaced = ReplacedPlaces()

    init(_ judge: SavedRowJudge) {
        self.judge = judge
    }

    mutating func receive(_ row: Row) { judge.add(RowKey(of: row), unreadableFields: row.unreadableFields) }

    @inline(__always)
    mutating func receive(_ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
        let record = fields.record(in: bytes)
        judge.add(
            RowKey(
                id: RowID(record.id, in: bytes), time: record.time, contentHash: fields.contentHash,
                traits: record.traits(in: bytes)))
    }
}

/// Judges rows, and keeps those that count until they are taken.
struct RowCollector<Row: DecodableRow>: JudgingReceiver {
    var judge: SavedRowJudge
    var replaced = ReplacedPlaces()
    /// The rows that were not taken.
    private var rows: [Row] = []
    private var taken = SavedSelection.Cursor()

    init(_ judge: SavedRowJudge) {
        self.judge = judge
    }

    @inline(__always)
    mutating func read(_ json: inout JSONReader) throws(UsageError) { receive(try Row(saved: &json)) }

    @inline(__always)
    mutating func receive(_ row: Row) {
        judge.add(RowKey(of: row), unreadableFields: row.unreadableFields)
        rows.append(row)
    }

    /// Takes the rows that were judged and count.
    ///
    /// - Parameter isLast: Whether no row follows: then rows that a later state replaces are left out, too.
    /// - Returns: The rows.
    mutating func take(isLast: Bool) -> [Row] {
        var selection = judge.selection
        // Some of the replaced rows were taken before, so all states are given.
        if !isLast { selection.replaced = NumberSet() }
        let number = judge.judgedCount - taken.count
        var selected: [Row] = []
        selected.reserveCapacity(number)
        for row in rows[..<number] {
            if taken.isSelected(in: selection) { selected.append(row) }
            taken.advance(in: selection)
        }
        rows.removeFirst(number)
        return selected
    }
}

/// The rows of a file that count, while the file is read again.
struct SelectedRows: Sendable {
    private let selection: SavedSelection
    private let count: Int
    private var cursor = SavedSelection.Cursor()

    init(_ judge: SavedRowJudge) {
        selection = judge.selection
        count = judge.judgedCount
    }

    /// Whether the next row counts.
    var takesNext: Bool { cursor.count < count && cursor.isSelected(in: selection) }

    /// Moves past the next row.
    mutating func advance() { cursor.advance(in: selection) }

    /// Throws if the file does not have the rows that it had before.
    func checkEnd() throws(UsageError) {
        guard cursor.count == count else { throw UsageError(.unreadableFile, "the file was changed while it was read") }
    }
}

/// Keeps the selected rows until they are taken.
struct SelectedRowReceiver<Row: DecodableRow>: RowReceiver {
    private(set) var selected: SelectedRows
    private var rows: [Row] = []

    init(_ selected: SelectedRows) {
        self.selected = selected
    }

    mutating func beginPage(_ kind: PageKind) {}
    mutating func endPage(_ envelope: PageEnvelope) {}
    @inline(__always)
    mutating func read(_ json: inout JSONReader) throws(UsageError) { receive(try Row(saved: &json)) }

    @inline(__always)
    mutating func receive(_ row: Row) {
        if selected.takesNext { rows.append(row) }
        selected.advance()
    }

    mutating func take() -> [Row] {
        defer { rows = [] }
        return rows
    }
}

/// Puts the selected rows into columns.
struct SelectedColumns<Row: DecodableRow, Labels: LabelReading>: RowReceiver, FieldsReceiver {
    private(set) var selected: SelectedRows
    private(set) var columns: RecordColumns

    init(_ selected: SelectedRows, keeping labels: [UsageDimension]) {
        self.selected = selected
        columns = RecordColumns(keeping: labels)
    }

    mutating func beginPage(_ kind: PageKind) {}
    mutating func endPage(_ envelope: PageEnvelope) {}

    @inline(__always)
    mutating func receive(
        _ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes
    ) throws(UsageError) {
        if selected.takesNext {
            try columns.append(fields.record(in: bytes), in: bytes)
            Labels.append(fields, to: &columns, in: bytes)
        }
        selected.advance()
    }

    mutating func receive(_ row: Row) throws(UsageError) {
        if selected.takesNext { try columns.append(Labels.record(of: row, for: columns)) }
        selected.advance()
    }
}
