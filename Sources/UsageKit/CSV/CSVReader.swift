/// A strict reader of CSV (RFC 4180) that reads a file block by block.
///
/// Blocks may have any size. Each record is passed to a function as soon as it ends, so at most one record is in memory.
/// Lines end in CRLF or LF, and the last line also at the end of the file. Byte order marks before a record are skipped,
/// since they remain after files are joined. One after a closing quote, or before a quote in an unquoted cell, also ends the
/// record: the file before it did not end in a line feed. ``CSVRecord/split(afterCells:)`` finds it between unquoted cells.
/// Ambiguous input is an error that names its byte: text after a closing quote, a quote inside an unquoted cell, a
/// carriage return without a line feed. The number of cells in a record is not checked here.
struct CSVReader {
    /// The maximum length of a record in bytes: a quote that is never closed must not buffer the whole file.
    static let maximumRecordLength = 1 << 20

    private enum State {
        case recordStart
        /// Before a record, the first bytes of a byte order mark have been read; the value is their count.
        case byteOrderMark(Int)
        case cellStart
        case plain
        case quoted
        /// After a quote inside a quoted cell: the closing quote, or the first half of a doubled one.
        case quote
        /// After a closing quote, the first bytes of a byte order mark have been read; the value is their count.
        case byteOrderMarkAfterQuote(Int)
        /// After a carriage return outside quotes.
        case carriageReturn
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var state = State.recordStart
    /// The current record; its memory is reused for the next one.
    private var record = CSVRecord()
    /// How many bytes were read before the current byte.
    private var position = 0
    /// How many of them are line feeds.
    private var lineFeeds = 0

    /// Whether a record has begun and not ended.
    var isOpen: Bool {
        switch state {
        case .recordStart: false
        default: true
        }
    }

    /// The position in the file at which the record begins that has not ended, or the next one.
    var openOffset: Int {
        switch state {
        case .recordStart: position
        case .byteOrderMark(let count): position - count
        default: record.offset
        }
    }

    /// Reads the next block of the file.
    mutating func read(
        _ block: ArraySlice<UInt8>, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        var index = block.startIndex
        while index < block.endIndex {
            switch state {
            case .plain, .quoted:
                let end = endOfRun(in: block, from: index)
                try append(block[index..<end])
                if case .quoted = state { lineFeeds += block[index..<end].count { $0 == UInt8(ascii: "\n") } }
                position += end - index
                index = end
                if index < block.endIndex {
                    try step(block[index], body)
                    index += 1
                }
            default:
                try step(block[index], body)
                index += 1
            }
        }
    }

    /// Reads the end of the file.
    mutating func end(_ body: (CSVRecord) throws(UsageError) -> Void) throws(UsageError) {
        switch state {
        case .recordStart: break
        case .byteOrderMark(let count):
            throw malformed("the cell is not UTF-8", at: position - count)
        case .byteOrderMarkAfterQuote(let count):
            throw notAfterQuote(at: position - count)
        case .quoted:
            throw malformed("the quoted cell has no closing quote", at: record.lastOffset)
        case .carriageReturn:
            throw malformed("expected a line feed after the carriage return", at: position - 1)
        case .cellStart:
            try beginCell()
            try endRecord(at: position, body)
        case .plain, .quote:
            try endRecord(at: position, body)
        }
    }
}

// MARK: - Bytes

extension CSVReader {
    /// The index of the next byte that is not plain text of the current cell.
    private func endOfRun(in block: ArraySlice<UInt8>, from start: Int) -> Int {
        let isQuoted = if case .quoted = state { true } else { false }
        var index = start
        while index < block.endIndex {
            let byte = block[index]
            if byte == UInt8(ascii: "\"") { break }
            if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                break
            }
            index += 1
        }
        return index
    }

    /// Processes a byte that can change the state.
    private mutating func step(
        _ byte: UInt8, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        switch state {
        case .byteOrderMark(let count):
            try stepThroughByteOrderMark(byte, count, body)
            return
        case .recordStart where byte == Self.byteOrderMark[0]: state = .byteOrderMark(1)
        case .recordStart, .cellStart:
            if case .recordStart = state { record.restart(at: position, line: 1 + lineFeeds) }
            try beginCell()
            if byte == UInt8(ascii: "\"") {
                state = .quoted
            } else {
                state = .plain
                try stepInPlain(byte, body)
            }
        case .plain:
            try stepInPlain(byte, body)
        case .quoted:
            state = .quote
        case .quote:
            if byte == UInt8(ascii: "\"") {
                state = .quoted
                try append([byte])
            } else if byte == Self.byteOrderMark[0] {
                state = .byteOrderMarkAfterQuote(1)
            } else if try !stepOutside(byte, body) {
                throw notAfterQuote(at: position)
            }
        case .byteOrderMarkAfterQuote(let count):
            guard byte == Self.byteOrderMark[count] else { throw notAfterQuote(at: position - count) }
            if count + 1 < Self.byteOrderMark.count {
                state = .byteOrderMarkAfterQuote(count + 1)
            } else {
                try endRecord(at: position - count, body)
            }
        case .carriageReturn:
            guard byte == UInt8(ascii: "\n") else {
                throw malformed("expected a line feed after the carriage return", at: position - 1)
            }
            try endRecord(at: position - 1, body)
        }
        position += 1
        if byte == UInt8(ascii: "\n") { lineFeeds += 1 }
    }

    private mutating func stepThroughByteOrderMark(
        _ byte: UInt8, _ count: Int, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        if byte == Self.byteOrderMark[count] {
            state = count + 1 < Self.byteOrderMark.count ? .byteOrderMark(count + 1) : .recordStart
            position += 1
            return
        }
        // Text that begins like a byte order mark.
        record.restart(at: position - count, line: 1 + lineFeeds)
        record.beginCell(at: position - count)
        try append(Self.byteOrderMark[..<count])
        state = .plain
        try step(byte, body)
    }

    private mutating func stepInPlain(
        _ byte: UInt8, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        if byte == UInt8(ascii: "\"") {
            guard record.removeByteOrderMark() else { throw malformed("a quote inside an unquoted cell", at: position) }
            try endRecord(at: position - Self.byteOrderMark.count, body)
            record.restart(at: position, line: 1 + lineFeeds)
            try beginCell()
            state = .quoted
            return
        }
        if try !stepOutside(byte, body) { try append([byte]) }
    }

    /// Processes a byte that ends a cell; false if it does not.
    private mutating func stepOutside(
        _ byte: UInt8, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) -> Bool {
        switch byte {
        case UInt8(ascii: ","):
            record.endCell()
            state = .cellStart
        case UInt8(ascii: "\r"): state = .carriageReturn
        case UInt8(ascii: "\n"): try endRecord(at: position, body)
        default: return false
        }
        return true
    }
}

// MARK: - Cells

extension CSVReader {
    private mutating func beginCell() throws(UsageError) {
        try checkLength(position - record.offset)
        record.beginCell(at: position)
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) throws(UsageError) {
        try checkLength(position - record.offset + bytes.count)
        record.append(bytes)
    }

    private func checkLength(_ length: Int) throws(UsageError) {
        guard length <= Self.maximumRecordLength else {
            throw malformed(
                "the row is longer than \(Self.maximumRecordLength) bytes; look for a quote that is not closed",
                at: record.offset)
        }
    }

    private mutating func endRecord(
        at end: Int, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        record.endCell()
        record.end = end
        state = .recordStart
        try body(record)
    }

    private func notAfterQuote(at offset: Int) -> UsageError {
        malformed("expected a comma or the end of the line after the closing quote", at: offset)
    }

    private func malformed(_ message: String, at offset: Int) -> UsageError {
        var error = UsageError(.malformedCSV, message)
        error.byteOffset = offset
        return error
    }
}
