import Testing

@testable import UsageKit

@Suite struct CursorLocatorTests {
    private static let member = CursorLocator(name: "next", hasMore: "more", parameter: "after")

    private func guess(
        _ body: String, at position: PagePosition = .first, by member: CursorLocator = member
    ) -> String? {
        guard case .cursor(_, let value) = member.next(in: Array(body.utf8), at: position) else { return nil }
        return value
    }

    @Test(arguments: [
        #"{"data":[1],"more":true,"next":"c1"}"#,
        #"{"data":[1],"next":"c1"}"#,
        #"{"data":[],"next":"c1","more":true}"#,
        #"{"next":"c1","more":true,"data":[1,[2]]}"#,
        #"{"more":true,"data":[{"next":"no","list":[]}],"next":"c1"}"#,
        "{\"data\":[{\"a\":[\"]\"]}] ,\n \"next\" :\t\"c1\"\r\n}\n\n",
    ])
    func readsACursorBesideTheRows(body: String) {
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
    func saysNothingWhereNoCursorCanBeSeen(body: String) {
        #expect(guess(body) == nil)
    }

    @Test func aPageThatIsCutAnywhereSaysNothing() {
        let body = #"{"data":[{"id":"a","next":"x"},{"id":"b","list":[1]}],"more":true,"next":"c1"}"#
        #expect(guess(body) == "c1")
        for count in 0..<body.utf8.count { #expect(guess(String(body.prefix(count))) == nil) }
    }

    @Test func membersAreLookedForNearTheEndsOnly() {
        let long = String(repeating: "x", count: 3000)
        #expect(guess(#"{"data":["\#(long)"],"next":"c1"}"#) == "c1")
        #expect(guess(#"{"data":[1],"text":"\#(long)","next":"c1"}"#) == nil)
        #expect(guess(#"{"next":"c1","data":["\#(long)"]}"#) == "c1")
        #expect(guess(#"{"text":"\#(long)","next":"c1","data":[1]}"#) == nil)
    }

    @Test func thePositionTellsTheParameter() {
        let body = Array(#"{"data":[1],"next":"c2"}"#.utf8)
        let second = PagePosition.cursor(parameter: "starting_after", value: "c1")
        let unknown = CursorLocator(name: "next")
        #expect(Self.member.next(in: body, at: .first) == .cursor(parameter: "after", value: "c2"))
        #expect(Self.member.next(in: body, at: second) == .cursor(parameter: "starting_after", value: "c2"))
        #expect(unknown.next(in: body, at: .first) == nil)
        #expect(unknown.next(in: body, at: second) == .cursor(parameter: "starting_after", value: "c2"))
    }

    @Test func aCursorThatRepeatsIsNoneToFollow() {
        let body = #"{"data":[1],"next":"c1"}"#
        #expect(guess(body, at: .cursor(parameter: "after", value: "c1")) == nil)
        #expect(guess(body, at: .cursor(parameter: "after", value: "c0")) == "c1")
    }
}
