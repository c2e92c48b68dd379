/// Writes records as CSV (RFC 4180): a header, then a line for each record.
public struct CSVExport: Sendable {
    /// How texts are written that a spreadsheet would run as a formula.
    public enum Formulas: Hashable, Sendable {
        /// A text gets an apostrophe before it (OWASP, CSV injection) if it begins with a tab, a line break or a null
        /// character, or with `=`, `+`, `-` or `@`.
        ///
        /// White space and characters without a width before one of these signs change nothing, and full-width and
        /// small forms of the signs count, because some spreadsheets convert them.
        case escaped
        /// Texts are written unchanged, for readers other than spreadsheets.
        case kept
    }

    /// How texts are written that a spreadsheet would run as a formula.
    public var formulas: Formulas
    /// The labels of records (``UsageRecord/labels``) that have a column each, after those of every record.
    public var labels: [UsageDimension]

    /// Creates an export.
    public init(formulas: Formulas = .escaped, labels: [UsageDimension] = []) {
        self.formulas = formulas
        self.labels = labels
    }

    /// A cell of a line; nil is an empty cell.
    public enum Cell: Hashable, Sendable {
        /// A text, which may not run as a formula.
        case text(String?)
        /// A number, written as it is.
        case number(String?)
    }

    /// The columns of every record, whose names Parquet files have as well.
    static let columns = [
        "provider", "id", "requestID", "time", "type", "model", "apiKey", "user", "status", "sku", "bot",
        "conversation", "inputTokens", "outputTokens", "units", "charge", "currency", "durationMS",
    ]

    /// The first line, with its line break.
    public var header: String { line(of: (Self.columns + labels.map(\.rawValue)).map(Cell.text)) }

    /// Returns the line of a record, with its line break; unknown fields are empty, and `units` is a JSON object.
    public func line(for record: UsageRecord) -> String {
        let texts = [
            record.provider.rawValue, record.id, record.requestID, record.time?.description, record.type,
            record.model, record.apiKey, record.user, record.status?.rawValue, record.sku, record.bot,
            record.conversation,
        ].map { $0.map(text) ?? "" }
        let numbers = [
            record.tokens.input?.description ?? "", record.tokens.output?.description ?? "",
            quoted(record.units.text), record.charge?.exact.description ?? "",
            record.charge.map { text($0.currency.rawValue) } ?? "",
            record.duration.map { JSONValue(milliseconds: $0).text } ?? "",
        ]
        let labels = labels.map { record.labels[$0].map(text) ?? "" }
        return (texts + numbers + labels).joined(separator: ",") + "\r\n"
    }

    /// Returns a line of any cells, with its line break.
    public func line(of cells: [Cell]) -> String {
        cells.map { cell in
            switch cell {
            case .text(let text): text.map(self.text) ?? ""
            case .number(let number): number ?? ""
            }
        }.joined(separator: ",") + "\r\n"
    }

    /// Returns the cell of a text.
    func text(_ text: String) -> String {
        quoted(formulas == .escaped && Self.mayRun(text) ? "'" + text : text)
    }

    /// Whether a spreadsheet may run a text as a formula.
    private static func mayRun(_ text: String) -> Bool {
        // Nearly all texts begin with a letter or a digit.
        guard let first = text.utf8.first, !isLetterOrDigit(first) else { return false }
        if "\t\n\r\0".utf8.contains(first) { return true }
        return text.unicodeScalars.first { !isInvisible($0) }.map(formulaSigns.contains) ?? false
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
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

    private func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return cell }
        // Scalar by scalar: a quote followed by a combining mark is one character, but still ends a cell.
        var doubled = String.UnicodeScalarView()
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { doubled.append(scalar) }
            doubled.append(scalar)
        }
        return "\"\(String(doubled))\""
    }
}
