import Testing

@testable import UsageKitTesting

@Suite struct OpaqueTokenTests {
    @Test func readsBackTheFieldsOfAToken() throws {
        let text = OpaqueToken(["2026-05-20T10:00:00Z", "cmp_1"]).text(kind: "events")
        let token = try #require(OpaqueToken(text, kind: "events", fieldCount: 2))
        #expect(token.fields == ["2026-05-20T10:00:00Z", "cmp_1"])
    }

    @Test func refusesAnotherKindOrNumberOfFields() {
        let text = OpaqueToken(["a", "b"]).text(kind: "events")
        #expect(OpaqueToken(text, kind: "buckets", fieldCount: 2) == nil)
        #expect(OpaqueToken(text, kind: "events", fieldCount: 3) == nil)
    }

    @Test func refusesEveryChangedCharacter() {
        let text = OpaqueToken(["e\u{301}", "", "ü"]).text(kind: "history")
        #expect(OpaqueToken(text, kind: "history", fieldCount: 3) != nil)
        for index in text.indices {
            let changed = text.replacingCharacter(at: index, by: text[index] == "A" ? "B" : "A")
            #expect(OpaqueToken(changed, kind: "history", fieldCount: 3) == nil, "\(changed)")
        }
    }

    @Test(arguments: [["\u{E9}"], ["e\u{301}"], ["a", "", "c"], ["a+b/c=", "%2B"]])
    func keepsTheBytesOfItsFields(fields: [String]) throws {
        let text = OpaqueToken(fields).text(kind: "events")
        let token = try #require(OpaqueToken(text, kind: "events", fieldCount: fields.count))
        #expect(token.fields.map { Array($0.utf8) } == fields.map { Array($0.utf8) })
        #expect(text.utf8.allSatisfy { isURLSafe($0) })
    }

    private func isURLSafe(_ byte: UInt8) -> Bool {
        Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8).contains(byte)
    }
}

extension String {
    fileprivate func replacingCharacter(at index: Index, by character: Character) -> String {
        var text = self
        text.replaceSubrange(index...index, with: String(character))
        return text
    }
}
