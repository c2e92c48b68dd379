/// Writes records as CSV (RFC 4180), with a header, a line a record.
public struct CSVExport: Sendable {
    /// What happens to a text that a spreadsheet would take for a formula.
    public enum Formulas: Hashable, Sendable {
        /// An apostrophe goes in front of a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return
        /// (OWASP, CSV injection).
        case escaped
        /// Texts stay as they are, for readers that are no spreadsheets.
        case kept
    }

    /// What happens to a text that a spreadsheet would take for a formula.
    public var formulas: Formulas

    /// Creates an export.
    public init(formulas: Formulas = .escaped) {
        self.formulas = formulas
    }

    private static let columns = [
        "provider", "id", "requestID", "time", "type", "model", "apiKey", "user", "status", "sku", "bot",
        "conversation", "inputTokens", "outputTokens", "units", "charge", "currency", "durationMS",
    ]

    /// The first line, its line break included.
    public var header: String { Self.columns.joined(separator: ",") + "\r\n" }

    /// Returns the line of a record, its line break included; what is not known is empty, `units` is a JSON object.
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
        // Scalar by scalar: a quote with a combining mark behind it is one character and still ends a cell.
        var doubled = String.UnicodeScalarView()
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { doubled.append(scalar) }
            doubled.append(scalar)
        }
        return "\"\(String(doubled))\""
    }
}
