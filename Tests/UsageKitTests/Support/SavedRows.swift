import Testing
import UsageKitTesting

@testable import UsageKit

/// The readers of saved rows for each provider, and generated files with saved rows.
enum SavedRows {
    static let aurous = ReplayReader<Aurous.Event>(provider: .aurous, format: Aurous.EventPage.format, csv: nil)
    static let venice = ReplayReader<Venice.BillingEntry>(
        provider: .venice, format: Venice.savedPages, csv: CSVFormat())
    static let tresor = ReplayReader<Tresor.LedgerRow>(provider: .tresor, format: Tresor.UsagePage.format, csv: nil)
    static let chatBotKit = ReplayReader<ChatBotKit.UsageItem>(
        provider: .chatBotKit, format: ChatBotKit.UsagePage.format, csv: nil)
    static let auralytik = ReplayReader<Auralytik.Detail>(
        provider: .auralytik, format: Auralytik.DetailsPage.format, csv: nil)

    /// The form in which a file holds rows.
    enum Form: String, CaseIterable, CustomTestStringConvertible {
        case lines, linesOfPages, pagesOverLines, pagesWithoutLines, array, arrayOverLines, csv

        var testDescription: String { rawValue }
    }

    /// The text of a file, and the number of its pages.
    struct File {
        let text: String
        let pages: Int
    }

    /// A file with the rows of a provider in the given form; nil if the provider does not have this form.
    static func file(
        of rows: [JSONValue], _ provider: RowLedger, _ form: Form, _ random: inout SeededGenerator
    ) -> File? {
        let lineBreak = Bool.random(using: &random) ? "\n" : "\r\n"
        let end = Bool.random(using: &random) ? lineBreak : ""
        let pages = divided(rows, &random)
        switch form {
        case .lines: return File(text: rows.map(\.text).joined(separator: lineBreak) + end, pages: 1)
        case .array: return File(text: "[" + rows.map(\.text).joined(separator: ",") + "]" + end, pages: 1)
        case .arrayOverLines:
            let lines = rows.map(\.text).joined(separator: lineBreak + "  ,")
            return File(text: " [ " + lineBreak + lines + " ]" + end, pages: 1)
        case .linesOfPages, .pagesWithoutLines, .pagesOverLines:
            let name = provider == .chatBotKit ? "items" : "data"
            let texts = pages.map { page in
                let rows = page.map(\.text).joined(separator: ",")
                let page = "{\"total\":12.50,\"\(name)\":[\(rows)],\"next\":{\"\(name)\":[1]}, \"last\" : null}"
                return form == .pagesOverLines ? overLines(page, lineBreak) : page
            }
            return File(
                text: texts.joined(separator: form == .pagesWithoutLines ? " " : lineBreak) + end, pages: pages.count)
        case .csv:
            guard provider == .venice || provider == .veniceRetired else { return nil }
            let texts = pages.map { page in
                VeniceCSVTests.text(of: page, lineBreak: lineBreak) { cell in
                    let isSpecial = cell.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
                    return isSpecial || Bool.random(using: &random) ? CSVText.quoted(cell) : cell
                }
            }
            let text = texts.joined()
            return File(text: end.isEmpty ? String(text.dropLast()) : text, pages: pages.count)
        }
    }

    /// The document with a line break before each member of its outermost objects.
    static func overLines(_ document: String, _ lineBreak: String) -> String {
        document.replacing("{\"", with: "{\(lineBreak)  \"").replacing("},", with: "} \(lineBreak),")
    }

    /// The rows divided into pages, some of which are empty.
    private static func divided(_ rows: [JSONValue], _ random: inout SeededGenerator) -> [[JSONValue]] {
        var pages: [[JSONValue]] = []
        var rest = rows[...]
        while !rest.isEmpty {
            let count = Int.random(in: 0...rows.count / 3 + 1, using: &random)
            pages.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pages
    }
}
