@testable import UsageKit

/// Lines of records made of texts and of trees of JSON, as a second opinion on the writers of bytes.
enum TextExports {
    static func csv(_ record: UsageRecord, _ export: CSVExport) -> String {
        let texts = [
            record.provider.rawValue, record.id, record.requestID, record.time?.description, record.type,
            record.model, record.apiKey, record.user, record.status?.rawValue, record.sku, record.bot,
            record.conversation,
        ].map { $0.map { text($0, export) } ?? "" }
        let numbers = [
            record.tokens.input?.description ?? "", record.tokens.output?.description ?? "",
            quoted(record.units.text), record.charge.map { number($0.exact) } ?? "",
            record.charge.map { text($0.currency.rawValue, export) } ?? "",
            record.duration.map { number(ExactDecimal(milliseconds: $0)) } ?? "",
        ]
        let labels = export.labels.map { record.labels[$0].map { text($0, export) } ?? "" }
        return (texts + numbers + labels).joined(separator: ",") + "\r\n"
    }

    static func ndjson(_ record: UsageRecord) -> String { record.jsonValue.text + "\n" }

    /// The digits of a number, put together from those of its mantissa.
    static func number(_ number: ExactDecimal) -> String {
        var digits = String(number.mantissa.magnitude)
        if number.exponent > 0 { digits += String(repeating: "0", count: number.exponent) }
        if number.exponent < 0 {
            let places = -number.exponent
            digits = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
            digits = "\(digits.dropLast(places)).\(digits.suffix(places))"
        }
        return (number.isNegative ? "-" : "") + digits
    }

    private static func text(_ text: String, _ export: CSVExport) -> String {
        let rest = text.unicodeScalars.drop { $0 == "'" }
        return quoted(export.formulas == .escaped && mayRun(String(rest)) ? "'" + text : text)
    }

    private static func mayRun(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        if "\t\n\r\0".utf8.contains(first) { return true }
        let signs = "=+-@\u{FE62}\u{FE63}\u{FE66}\u{FE6B}\u{FF0B}\u{FF0D}\u{FF1D}\u{FF20}".unicodeScalars
        let visible = text.unicodeScalars.first { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
                && ![.control, .format, .nonspacingMark, .enclosingMark].contains(properties.generalCategory)
        }
        return visible.map(signs.contains) ?? false
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return cell }
        var doubled = String.UnicodeScalarView()
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { doubled.append(scalar) }
            doubled.append(scalar)
        }
        return "\"\(String(doubled))\""
    }
}

extension RandomRecords {
    /// Pieces of texts that are awkward for CSV, for JSON or for a spreadsheet.
    static let awkwardPieces = [
        "a", "Z9", "\"", "\"\u{301}", ",", "\r", "\n", "\r\n", "\0", "\t", "\u{1B}", "\u{7F}", "\\", "'", "''", "=",
        "+",
        "-", "@", "\u{FF1D}", "\u{FE62}", "\u{FEFF}", "\u{200B}", "\u{2028}", "\u{301}", "e\u{301}", "é", "名", "👩‍👩‍👧",
        " ", ";", "12345678", "abcdefg,", "{\"n\":1}", "𝔘",
    ]

    /// A text of up to six awkward pieces; empty in some cases.
    static func awkwardText(using random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in awkwardPieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    /// A record of which each field is missing, usual, awkward or extreme.
    static func awkward(using random: inout SeededGenerator) -> UsageRecord {
        func text() -> String? {
            Bool.random(using: &random) ? nil : awkwardText(using: &random)
        }
        var record = UsageRecord(provider: ProviderID(rawValue: awkwardText(using: &random)))
        (record.id, record.requestID, record.type, record.model) = (text(), text(), text(), text())
        (record.apiKey, record.user, record.sku, record.bot) = (text(), text(), text(), text())
        (record.conversation, record.status) = (text(), text().map(UsageStatus.init(rawValue:)))
        record.repeatsRequest = Bool.random(using: &random)
        let instants =
            ExtremeValues.instants + [
                Timestamp(seconds: -62_167_219_201, nanoseconds: 999_999_999), Timestamp(seconds: -62_167_219_200),
                Timestamp(seconds: 1_779_235_200, nanoseconds: 120_000_000),
                Timestamp(seconds: 1_779_235_200, nanoseconds: Int64.random(in: 0..<1_000_000_000, using: &random)),
            ]
        record.time = Bool.random(using: &random) ? instants.randomElement(using: &random) : nil
        let counts = [Int.min, -1, 0, 1, 9, 10, 99, 100, 12_345, 999_999_999, 1_000_000_000, .max]
        record.tokens = TokenCounts(
            input: Bool.random(using: &random) ? counts.randomElement(using: &random) : nil,
            output: Bool.random(using: &random) ? counts.randomElement(using: &random) : nil)
        if Bool.random(using: &random) { record.duration = ExtremeValues.durations.randomElement(using: &random) }
        if Bool.random(using: &random) {
            record.duration = .microseconds(Int.random(in: 0...9_999_999, using: &random))
        }
        if Bool.random(using: &random) {
            record.charge = Money(exact: number(using: &random), currency: Currency(rawValue: text() ?? "EUR"))
        }
        record.quantities = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let unit = Bool.random(using: &random) ? "n" : awkwardText(using: &random)
            return Quantity(exact: number(using: &random), unit: UsageUnit(rawValue: unit))
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            record.labels[UsageDimension(rawValue: awkwardText(using: &random))] = text()
        }
        return record
    }

    /// A number of any length and exponent.
    private static func number(using random: inout SeededGenerator) -> ExactDecimal {
        let length = Int.random(in: 0...38, using: &random)
        let digits = (0..<length).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        let mantissa = Int128(digits) ?? 0
        let exponent = [-128, -40, -38, -20, -19, -18, -9, -2, -1, 0, 1, 40, 89].randomElement(using: &random) ?? 0
        return ExactDecimal(mantissa: Bool.random(using: &random) ? mantissa : -mantissa, exponent: exponent) ?? .zero
    }
}
