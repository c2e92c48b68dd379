/// How a text becomes a cell of CSV that no spreadsheet runs, and the other way round.
enum CSVCell {
    /// The greatest number of bytes of a cell: each may be a quote that is doubled, between quotes, after an apostrophe.
    @inline(__always)
    static func longestCell(of text: String?) -> Int {
        if let text { 2 &* text.utf8.count &+ 3 } else { 0 }
    }

    /// Whether a text gets an apostrophe: if a spreadsheet may run it, or if it is such a text after apostrophes.
    ///
    /// So one apostrophe is always what was added, and taking one away gives the text.
    static func isEscaped(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isLetterOrDigit(first) else { return false }
        return mayRun(text.utf8.drop { $0 == UInt8(ascii: "'") })
    }

    /// The text of a cell in which one that may run has an apostrophe.
    static func unescaped(_ cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'"), isEscaped(cell) else { return cell }
        return String(cell.unicodeScalars.dropFirst())
    }

    /// Whether a spreadsheet may run a text as a formula.
    private static func mayRun(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.first else { return false }
        if [0x09, 0x0A, 0x0D, 0x00].contains(first) { return true }
        return Substring(text).unicodeScalars.first { !isInvisible($0) }.map(formulaSigns.contains) ?? false
    }

    @inline(__always)
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    /// The signs, their small forms and their full-width forms.
    private static let formulaSigns: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\u{FE62}", "\u{FE63}", "\u{FE66}", "\u{FE6B}", "\u{FF0B}", "\u{FF0D}", "\u{FF1D}",
        "\u{FF20}",
    ]

    /// White space, control characters and characters without a width.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
        return [.control, .format, .nonspacingMark, .enclosingMark].contains(properties.generalCategory)
    }
}

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
