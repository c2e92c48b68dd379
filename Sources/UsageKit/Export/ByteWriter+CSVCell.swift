extension ByteWriter {
    /// Appends a text as a cell.
    @inline(__always)
    mutating func append(cell text: String, _ formulas: CSVExport.Formulas) {
        let start = count
        append(text)
        let isQuoted = hasMark(from: start) { $0.marksOfQuotedCells }
        // Nearly all texts begin with a letter or a digit.
        let isUsual = formulas == .kept || count == start || CSVCell.isLetterOrDigit(self[start])
        if isUsual, !isQuoted { return }
        let isEscaped = !isUsual && CSVCell.isEscaped(text)
        if !isEscaped, !isQuoted { return }
        rewind(to: start)
        if isQuoted {
            appendQuoted(text, isEscaped: isEscaped)
        } else {
            append(UInt8(ascii: "'"))
            append(text)
        }
    }

    @inline(never)
    private mutating func appendQuoted(_ text: String, isEscaped: Bool) {
        append(UInt8(ascii: "\""))
        if isEscaped { append(UInt8(ascii: "'")) }
        // Byte by byte: a quote followed by a combining mark is one character, but still ends a cell.
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }
}

extension [UInt8] {
    /// Appends a text as a cell, nil as an empty one.
    mutating func append(cell text: String?, _ formulas: CSVExport.Formulas) {
        guard let text else { return }
        ByteWriter.append(upTo: CSVCell.longestCell(of: text), to: &self) { $0.append(cell: text, formulas) }
    }
}

extension UInt64 {
    /// The highest bit of each byte for which a cell is quoted: commas, quotes and line breaks; only the lowest set bit is
    /// reliable.
    @inline(__always)
    var marksOfQuotedCells: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let (comma, quote) = (self ^ (ones &* 0x2C), self ^ (ones &* 0x22))
        let (lineFeed, carriageReturn) = (self ^ (ones &* 0x0A), self ^ (ones &* 0x0D))
        let marks = ((comma &- ones) & ~comma) | ((quote &- ones) & ~quote)
        return (marks | ((lineFeed &- ones) & ~lineFeed) | ((carriageReturn &- ones) & ~carriageReturn)) & highs
    }
}
