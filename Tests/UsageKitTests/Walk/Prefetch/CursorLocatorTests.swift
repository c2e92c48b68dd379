import Testing

@testable import UsageKit

@Suite struct CursorLocatorTests {
    private static let locator = CursorLocator(name: "next", hasMore: "more", parameter: "after")

    private static func cursor(_ text: String, of parameter: String = "after") -> PagePosition {
        .cursor(parameter: parameter, value: Cursor(text))
    }

    private func guess(_ body: String, at position: PagePosition = .first) -> String? {
        guard case .cursor(_, let value) = Self.locator.next(in: Array(body.utf8), at: position) else { return nil }
        return value.text
    }

    @Test func findsTheCursorOfAPage() {
        let locator = CursorLocator(name: "next_cursor", hasMore: "has_more", parameter: "cursor")
        let page = Array(#"{"data":[{"id":"a"}],"has_more":true,"next_cursor":"c1"}"#.utf8)
        #expect(locator.next(in: page, at: .first) == .cursor(parameter: "cursor", value: Cursor("c1")))
        let last = Array(#"{"data":[{"id":"b"}],"has_more":false,"next_cursor":null}"#.utf8)
        #expect(locator.next(in: last, at: .first) == nil)
    }

    @Test(arguments: [
        #"{"data":[1],"more":true,"next":"c1"}"#,
        #"{"data":[1],"next":"c1"}"#,
        #"{"data":[],"next":"c1","more":true}"#,
        #"{"next":"c1","more":true,"data":[1,[2]]}"#,
        #"{"more":true,"data":[{"next":"no","list":[]}],"next":"c1"}"#,
        "{\"data\":[{\"a\":[\"]\"]}] ,\n \"next\" :\t\"c1\"\r\n}\n\n",
    ])
    func findsACursorBesideTheRows(body: String) {
        #expect(guess(body) == "c1")
    }

    @Test(arguments: [
        "", "{}", "}", "[]", "null",
        #"{"data":[1],"more":true,"next":null}"#,
        #"{"data":[1],"more":true,"next":""}"#,
        #"{"data":[1],"more":true,"next":17}"#,
        #"{"data":[1],"more":false,"next":"c1"}"#,
        #"{"data":[1],"more":true}"#,
        #"{"data":[1],"name":"next","more":true}"#,
        #"{"data":[{"next":"c1"}],"more":true}"#,
        #"{"data":[1],"next":"a\"b"}"#,
        #"{"data":[1],"next":"a\u0062"}"#,
        #"{"data":[1],"next":"é"}"#,
        #"{"data":[1],"text":"\"next\":\"c1\""}"#,
        #"{"data":[1],"next":"c1""#,
        #"{"data":[1],"next":"c1}"#,
        #"{"error":"no","next":"c1"}"#,
    ])
    func findsNothingIfNoCursorIsShown(body: String) {
        #expect(guess(body) == nil)
    }

    @Test func findsNothingInATruncatedPage() {
        let body = #"{"data":[{"id":"a","next":"x"},{"id":"b","list":[1]}],"more":true,"next":"c1"}"#
        #expect(guess(body) == "c1")
        for count in 0..<body.utf8.count { #expect(guess(String(body.prefix(count))) == nil) }
    }

    @Test func searchesOnlyTheStartAndTheEndOfAPage() {
        let long = String(repeating: "x", count: 3000)
        #expect(guess(#"{"data":["\#(long)"],"next":"c1"}"#) == "c1")
        #expect(guess(#"{"data":[1],"text":"\#(long)","next":"c1"}"#) == nil)
        #expect(guess(#"{"next":"c1","data":["\#(long)"]}"#) == "c1")
        #expect(guess(#"{"text":"\#(long)","next":"c1","data":[1]}"#) == nil)
    }

    @Test func takesTheParameterFromThePosition() {
        let body = Array(#"{"data":[1],"next":"c2"}"#.utf8)
        let second = Self.cursor("c1", of: "starting_after")
        let unknown = CursorLocator(name: "next")
        #expect(Self.locator.next(in: body, at: .first) == Self.cursor("c2"))
        #expect(Self.locator.next(in: body, at: second) == Self.cursor("c2", of: "starting_after"))
        #expect(unknown.next(in: body, at: .first) == nil)
        #expect(unknown.next(in: body, at: second) == Self.cursor("c2", of: "starting_after"))
    }

    @Test func ignoresACursorThatRepeats() {
        let body = #"{"data":[1],"next":"c1"}"#
        #expect(guess(body, at: Self.cursor("c1")) == nil)
        #expect(guess(body, at: Self.cursor("c0")) == "c1")
    }
}
