/// A record of a CSV file: its cells without their quotes, and their positions in the file.
struct CSVRecord {
    private struct Cell {
        /// The range of the cell in ``bytes``.
        var range: Range<Int>
        /// The position in the file at which the cell begins, with its quote.
        let offset: Int
        /// Whether the text could not be read, and the cell now counts as empty.
        var isBlanked = false
    }

    /// The bytes of all cells in order, with doubled quotes undone.
    private var bytes: [UInt8] = []
    private var cells: [Cell] = []
    /// The position in the file at which the record begins.
    private(set) var offset = 0
    /// The line of the file on which the record begins.
    private(set) var line = 1
    /// The position in the file of the record's line break, or the end of the file.
    var end = 0

    /// How many cells there are.
    var count: Int { cells.count }

    /// The position in the file at which a cell begins.
    func offset(of column: Int) -> Int { cells[column].offset }

    /// Whether a cell is empty, quoted or not: CSV has no other way to mark a missing value.
    func isEmpty(_ column: Int) -> Bool { cells[column].range.isEmpty }

    /// Whether the cell counts as empty because its text could not be read.
    func isBlanked(_ column: CSVColumn) -> Bool { cells[column.index].isBlanked }

    /// Lets a cell count as empty.
    ///
    /// - Returns: Its text; nil if it is not UTF-8, or if it was blanked before.
    mutating func blank(_ column: Int) -> String? {
        guard !cells[column].isBlanked, let text = text(column) else { return nil }
        cells[column].range = cells[column].range.prefix(0)
        cells[column].isBlanked = true
        return text
    }

    /// Whether the line is empty, or has only empty cells without quotes, as spreadsheets write it.
    var isBlank: Bool { bytes.isEmpty && end - offset == cells.count - 1 }

    /// Whether the cells are the same, byte by byte.
    func hasCells(of other: CSVRecord) -> Bool {
        count == other.count && bytes == other.bytes && zip(cells, other.cells).allSatisfy { $0.range == $1.range }
    }

    /// Whether the cells are the same in another order, byte by byte.
    func hasCellsInAnotherOrder(of other: CSVRecord) -> Bool {
        // Rows rarely have as many bytes as the header, and sorting costs more than this comparison.
        guard count == other.count, bytes.count == other.bytes.count else { return false }
        return sortedCells.elementsEqual(other.sortedCells, by: ==)
    }

    /// Whether more than half of the cells are the same as a cell of another record, byte by byte.
    func repeatsMostCells(of other: CSVRecord) -> Bool {
        let known = Set(other.sortedCells)
        return 2 * cells.count { known.contains(bytes[$0.range]) } > count
    }

    private var sortedCells: [ArraySlice<UInt8>] {
        cells.map { bytes[$0.range] }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The text of a cell, or nil if it is not UTF-8.
    func text(_ column: Int) -> String? {
        String(validating: bytes[cells[column].range], as: UTF8.self)
    }
}

// MARK: - Filling

extension CSVRecord {
    /// The position in the file at which the current cell begins.
    var lastOffset: Int { cells.last?.offset ?? offset }

    /// Begins a new record in the same memory.
    mutating func restart(at offset: Int, line: Int) {
        bytes.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        self.offset = offset
        self.line = line
    }

    mutating func beginCell(at offset: Int) {
        cells.append(Cell(range: bytes.count..<bytes.count, offset: offset))
    }

    mutating func append(_ part: ArraySlice<UInt8>) {
        bytes += part
    }

    /// Removes a byte order mark from the end of the current cell.
    ///
    /// - Returns: Whether there was one.
    mutating func removeByteOrderMark() -> Bool {
        guard let cell = cells.last,
            bytes[cell.range.lowerBound...].suffix(Self.byteOrderMark.count).elementsEqual(Self.byteOrderMark)
        else { return false }
        bytes.removeLast(Self.byteOrderMark.count)
        return true
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Divides a record at a byte order mark in an unquoted cell: there, a file was joined to one that did not end in a line
    /// feed.
    ///
    /// - Parameter count: The number of cells of the first record.
    /// - Returns: The records; nil unless there are more cells, and the last of these has a byte order mark.
    func split(afterCells count: Int) -> (CSVRecord, CSVRecord)? {
        guard self.count > count, count > 0 else { return nil }
        let cell = cells[count - 1]
        let text = bytes[cell.range]
        // The text of a quoted cell does not begin at the position of the cell.
        let isQuoted = cells[count].offset - cell.offset - 1 != text.count
        guard !isQuoted, let mark = text.indices.last(where: { text[$0...].starts(with: Self.byteOrderMark) }) else {
            return nil
        }
        let markOffset = cell.offset + mark - cell.range.lowerBound
        let start = mark + Self.byteOrderMark.count
        var (first, second) = (self, self)
        first.bytes = Array(bytes[..<mark])
        first.cells = Array(cells[..<count])
        first.cells[count - 1].range = cell.range.lowerBound..<mark
        first.end = markOffset
        second.bytes = Array(bytes[start...])
        second.offset = markOffset + Self.byteOrderMark.count
        second.cells = cells[(count - 1)...].map { cell in
            Cell(range: max(cell.range.lowerBound - start, 0)..<cell.range.upperBound - start, offset: cell.offset)
        }
        second.cells[0] = Cell(range: second.cells[0].range, offset: second.offset)
        return (first, second)
    }

    mutating func endCell() {
        let last = cells.count - 1
        cells[last].range = cells[last].range.lowerBound..<bytes.count
    }
}

// MARK: - Values

extension CSVRecord {
    /// Reads a text; throws if the cell is empty.
    func string(_ column: CSVColumn) throws(UsageError) -> String {
        guard !isEmpty(column.index) else { throw error("the cell is empty", .unexpectedShape, column) }
        guard let text = text(column.index) else { throw error("the cell is not UTF-8", .malformedCSV, column) }
        return text
    }

    /// Reads a number with every digit, in the grammar of JSON.
    func decimal(_ column: CSVColumn) throws(UsageError) -> ExactDecimal {
        guard let literal = NumberLiteral(bytes.span.extracting(cells[column.index].range)) else {
            throw error(isEmpty(column.index) ? "the cell is empty" : "expected a number", .unexpectedShape, column)
        }
        guard case .value(let value) = literal.value else {
            throw error("expected a number of up to 38 significant digits", .inexactNumber, column)
        }
        return value
    }

    /// Reads a whole number; `1.0` and `1e2` are whole.
    func integer(_ column: CSVColumn) throws(UsageError) -> Int {
        let value = try decimal(column)
        guard value.exponent == 0, let integer = Int(exactly: value.mantissa) else {
            throw error("expected a whole number that fits in 64 bits", .unexpectedShape, column)
        }
        return integer
    }

    /// Reads a whole number of zero or more.
    func count(_ column: CSVColumn) throws(UsageError) -> Int {
        let count = try integer(column)
        guard count >= 0 else { throw error("expected a count of zero or more", .unexpectedShape, column) }
        return count
    }

    /// Reads an RFC 3339 instant of a year that a ledger can have.
    func instant(_ column: CSVColumn) throws(UsageError) -> Timestamp {
        guard let instant = Timestamp(rfc3339: bytes.span.extracting(cells[column.index].range)) else {
            throw error("expected an RFC 3339 instant such as 2026-05-20T00:00:00Z", .invalidTimestamp, column)
        }
        guard RecordTime.years.contains(instant.seconds) else {
            throw error("expected an instant of the years 1678 to 2261", .invalidTimestamp, column)
        }
        return instant
    }

    /// Reads a duration of zero or more that is given in milliseconds, to the nanosecond.
    func durationInMilliseconds(_ column: CSVColumn) throws(UsageError) -> Duration {
        guard let nanoseconds = try decimal(column).multiplied(byPowerOfTen: 6)?.floored,
            let whole = Int64(exactly: nanoseconds), whole >= 0
        else { throw error("expected a duration from zero to 292 years", .unexpectedShape, column) }
        return .nanoseconds(whole)
    }

    private func error(_ message: String, _ code: UsageError.Code, _ column: CSVColumn) -> UsageError {
        var error = UsageError(code, message)
        error.byteOffset = offset(of: column.index)
        error.codingPath = column.name
        return error
    }
}

// MARK: - Optional values

extension CSVRecord {
    func optionalString(_ column: CSVColumn?) throws(UsageError) -> String? {
        guard let column, !isEmpty(column.index) else { return nil }
        return try string(column)
    }

    func optionalCount(_ column: CSVColumn?) throws(UsageError) -> Int? {
        guard let column, !isEmpty(column.index) else { return nil }
        return try count(column)
    }

    func optionalDecimal(_ column: CSVColumn?) throws(UsageError) -> ExactDecimal? {
        guard let column, !isEmpty(column.index) else { return nil }
        return try decimal(column)
    }

    func optionalDuration(_ column: CSVColumn?) throws(UsageError) -> Duration? {
        guard let column, !isEmpty(column.index) else { return nil }
        return try durationInMilliseconds(column)
    }
}
