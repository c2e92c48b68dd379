import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The table in `Docs/Promises.md` says which listing makes which promise; it must agree with the code.
@Suite struct PromisesDocumentTests {
    private static let columns: [(title: String, shape: ListingShape)] = [
        ("Events", .aurous), ("Credits", .aurousCredits), ("History", .venice), ("Retired", .veniceRetired),
        ("Tresor", .tresor), ("ChatBotKit", .chatBotKit), ("Auralytik", .auralytik), ("Nested", .auralytikSigned),
    ]

    private func text() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Docs/Promises.md"), encoding: .utf8)
    }

    /// The cells of each row of the table.
    private func rows() throws -> [[String]] {
        try text().split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.dropFirst().dropLast().split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func hasAColumnForEachListing() throws {
        let titles = try #require(try rows().first)
        #expect(titles == ["Promise", "Broken if", "What follows"] + Self.columns.map(\.title))
    }

    @Test func hasARowForEachPromise() throws {
        #expect(try rows().dropFirst().map(\.[0]) == BrokenPromise.allCases.map { "`\($0.rawValue)`" })
    }

    @Test(arguments: BrokenPromise.allCases)
    func saysWhichListingMakesThePromise(promise: BrokenPromise) throws {
        let row = try #require(try rows().first { $0[0] == "`\(promise.rawValue)`" })
        #expect(row.dropFirst(3) == Self.columns.map { promise.isMade(by: $0.shape) ? "yes" : "–" }[...])
    }

    /// The codes of notes that the table names are those that reports have.
    @Test func namesTheCodesOfNotes() throws {
        let codes: [WalkNote.Code] = [.outOfOrder, .surplusRows, .pageCount, .outsideWindow, .outsideFilter]
        let text = try text()
        for code in codes { #expect(text.contains("(`\(code.rawValue)`)"), "\(code)") }
    }
}
