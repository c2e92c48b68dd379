import Foundation
import Testing

@testable import UsageKit

@Suite struct PagePositionTests {
    private static func cursor(_ text: String) -> PagePosition { .cursor(parameter: "after", value: Cursor(text)) }

    /// "é" as one scalar, and as an "e" with a combining accent: Swift treats the two texts as equal.
    @Test func cursorsAreComparedByTheirBytes() {
        #expect("\u{E9}" == "e\u{301}")
        #expect(Self.cursor("\u{E9}") != Self.cursor("e\u{301}"))
        #expect(Self.cursor("\u{E9}") == Self.cursor("\u{E9}"))
        #expect(Set([Self.cursor("\u{E9}"), Self.cursor("e\u{301}"), Self.cursor("\u{E9}")]).count == 2)
        #expect(Self.cursor("c") != .cursor(parameter: "before", value: Cursor("c")))
    }

    @Test func theCodedFormOfACursorIsItsText() throws {
        let text = #"{"cursor":{"parameter":"after","value":"c1"}}"#
        #expect(try JSONDecoder().decode(PagePosition.self, from: Data(text.utf8)) == Self.cursor("c1"))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(Self.cursor("c1")), as: UTF8.self) == text)
    }

    @Test(arguments: ["", "c1", "\u{E9}", "e\u{301}", "a\"b\\c\n", "\u{1F600}"])
    func aCursorSurvivesACheckpoint(text: String) throws {
        let coded = try JSONEncoder().encode(Self.cursor(text))
        #expect(try JSONDecoder().decode(PagePosition.self, from: coded) == Self.cursor(text))
    }

    @Test func negativeAndHugeNumbersAreInvalid() {
        #expect(PagePosition.first.isPossible)
        #expect(Self.cursor("").isPossible)
        #expect(PagePosition.offset(0, overlaps: true).isPossible)
        #expect(!PagePosition.offset(-1, overlaps: true).isPossible)
        #expect(!PagePosition.offset(.max, overlaps: false).isPossible)
        #expect(PagePosition.page(1, period: nil, received: 0).isPossible)
        #expect(!PagePosition.page(.max, period: nil, received: 0).isPossible)
        #expect(!PagePosition.page(1, period: nil, received: -1).isPossible)
    }
}
