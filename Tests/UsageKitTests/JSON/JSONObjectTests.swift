import Testing

@testable import UsageKit

@Suite struct JSONObjectTests {
    @Test func theLastOfTwoMembersIsFoundAndBothAreKept() {
        var object: JSONObject = ["a": 1, "b": 2]
        object.append("a", 3)
        #expect(object["a"] == 3)
        #expect(object.members.map(\.name) == ["a", "b", "a"])
    }

    @Test func canonicallyEquivalentNamesAndTextsAreDifferent() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(JSONObject([.init(composed, 1)]) != JSONObject([.init(decomposed, 1)]))
        #expect(JSONValue.string(composed) != .string(decomposed))
        #expect(JSONValue.array([.string(composed)]) != .array([.string(decomposed)]))
        #expect(Set([JSONValue.string(composed), .string(decomposed), .string(composed)]).count == 2)
    }

    @Test func namesAreComparedByteByByte() {
        let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func anAbsentMemberIsNilAndANullOneIsNull() {
        let object: JSONObject = ["a": nil]
        #expect(object["a"] == .some(.null))
        #expect(object["b"] == nil)
        #expect(JSONObject().isEmpty)
        #expect(!object.isEmpty)
    }

    @Test func orderIsPartOfTheValue() {
        #expect(JSONObject([.init("a", 1), .init("b", 2)]) != ["b": 2, "a": 1])
    }
}
