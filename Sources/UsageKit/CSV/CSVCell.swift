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

extension CSVRecord {
    /// Reads the text of a cell; nil if it is empty, and if the file does not have the column.
    ///
    /// If texts are escaped, one that a spreadsheet may run was written with an apostrophe, which is taken away.
    func optionalText(_ column: CSVColumn?, isEscaped: Bool) throws(UsageError) -> String? {
        guard let text = try optionalString(column) else { return nil }
        return isEscaped ? CSVCell.unescaped(text) : text
    }
}

extension CSVHeader {
    /// The columns by the names that they had before these were escaped, as texts are.
    var unescaped: [CSVColumn] { columns.map { CSVColumn(index: $0.index, name: CSVCell.unescaped($0.name)) } }
}
