/// Writes records as CSV (RFC 4180): a header, then a line for each record.
public struct CSVExport: Sendable {
    /// How texts are written that a spreadsheet would run as a formula.
    public enum Formulas: Hashable, Sendable {
        /// A text that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or a null character gets an apostrophe
        /// before it (OWASP, CSV injection).
        case escaped
        /// Texts are written unchanged, for readers other than spreadsheets.
        case kept
    }

    /// How texts are written that a spreadsheet would run as a formula.
    public var formulas: Formulas

    /// Creates an export.
    public init(formulas: Formulas = .escaped) {
        self.formulas = formulas
    }

    private static let columns = [
        "provider", "id", "requestID", "time", "type", "model", "apiKey", "user", "status", "sku", "bot",
        "conversation", "inputTokens", "outputTokens", "units", "charge", "currency", "durationMS",
    ]

    /// The first line, with its line break.
    public var header: String { Self.columns.joined(separator: ",") + "\r\n" }

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
        return (texts + numbers).joined(separator: ",") + "\r\n"
    }

    private func text(_ text: String) -> String {
        guard formulas == .escaped, let first = text.utf8.first, "=+-@\t\r\0".utf8.contains(first) else {
            return quoted(text)
        }
        return quoted("'" + text)
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
