/// A reader of CSV (RFC 4180), strict, block by block.
///
/// A file is handed over in blocks of any size, and each record to a function as soon as it has ended, so no more than
/// one record is ever held. Lines end in CRLF or LF, the last one also in the end of the file; a byte order mark in
/// front is passed over. What other readers guess at is an error with its byte: text behind a closing quote, a quote
/// inside a cell without quotes, a carriage return that ends no line. How many cells a record has is not judged here.
struct CSVReader {
    /// How many bytes of the file a record may take: a quote that is never closed must not gather the whole file.
    static let maximumRecordLength = 1 << 20

    private enum State {
        /// So many bytes of a byte order mark have come.
        case mark(Int)
        case recordStart
        case cellStart
        case plain
        case quoted
        /// Behind a quote inside a quoted cell: its end, or the first of two.
        case quote
        /// Behind a carriage return outside quotes.
        case carriageReturn
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var state = State.mark(0)
    /// The record that is being read; its memory is used again for the next one.
    private var record = CSVRecord()
    /// How many bytes came before this place.
    private var position = 0

    /// - Parameter isFirst: Whether the file is read from its beginning, and not from where another record begins.
    init(isFirst: Bool = true) {
        if !isFirst { state = .recordStart }
    }

    /// Whether a record began that has not ended.
    var isOpen: Bool {
        switch state {
        case .recordStart: false
        default: true
        }
    }

    /// Reads on through the next block of the file.
    mutating func read(
        _ block: ArraySlice<UInt8>, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        var index = block.startIndex
        while index < block.endIndex {
            switch state {
            case .plain, .quoted:
                let end = endOfRun(in: block, from: index)
                try append(block[index..<end])
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
        case .mark(0), .mark(Self.byteOrderMark.count), .recordStart: break
        case .mark:
            throw malformed("a cell is not UTF-8", at: 0)
        case .quoted:
            throw malformed("a quoted cell does not end", at: record.lastOffset)
        case .carriageReturn:
            throw malformed("a carriage return ends no line", at: position - 1)
        case .cellStart:
            try begin()
            try endRecord(at: position, body)
        case .plain, .quote:
            try endRecord(at: position, body)
        }
    }
}

// MARK: - Bytes

extension CSVReader {
    /// The place of the next byte that is not simply text of the present cell.
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

    /// Takes in a byte that can change the state.
    private mutating func step(
        _ byte: UInt8, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        switch state {
        case .mark(let count):
            try stepThroughMark(byte, count, body)
            return
        case .recordStart, .cellStart:
            if case .recordStart = state { record.restart(at: position) }
            try begin()
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
            } else if try !stepOutside(byte, body) {
                throw malformed("text stands behind the closing quote of a cell", at: position)
            }
        case .carriageReturn:
            guard byte == UInt8(ascii: "\n") else {
                throw malformed("a carriage return ends no line", at: position - 1)
            }
            try endRecord(at: position - 1, body)
        }
        position += 1
    }

    private mutating func stepThroughMark(
        _ byte: UInt8, _ count: Int, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        if count < Self.byteOrderMark.count, byte == Self.byteOrderMark[count] {
            state = .mark(count + 1)
            position += 1
            return
        }
        state = .recordStart
        if (1..<Self.byteOrderMark.count).contains(count) {
            // What began like a mark is text, and not UTF-8; the cell's reader says so.
            record.restart(at: 0)
            record.beginCell(at: 0)
            try append(Self.byteOrderMark[..<count])
            state = .plain
        }
        try step(byte, body)
    }

    private mutating func stepInPlain(
        _ byte: UInt8, _ body: (CSVRecord) throws(UsageError) -> Void
    ) throws(UsageError) {
        if byte == UInt8(ascii: "\"") {
            throw malformed("a quote stands inside a cell without quotes", at: position)
        }
        if try !stepOutside(byte, body) { try append([byte]) }
    }

    /// Takes in what ends a cell; false where the byte is something else.
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
    private mutating func begin() throws(UsageError) {
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
                "a row is longer than \(Self.maximumRecordLength) bytes: a quote may never be closed",
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

    private func malformed(_ message: String, at offset: Int) -> UsageError {
        var error = UsageError(.malformedCSV, message)
        error.byteOffset = offset
        return error
    }
}
