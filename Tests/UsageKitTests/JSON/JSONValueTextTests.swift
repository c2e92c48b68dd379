import Testing

@testable import UsageKit

@Suite struct JSONValueTextTests {
    @Test(
        arguments: [
            (nil, "null"), (true, "true"), (false, "false"), (0, "0"), (-17, "-17"), ("", "\"\""), ([], "[]"),
            ([:], "{}"),
            ([1, nil, ["a"]], #"[1,null,["a"]]"#), (["b": 1, "a": [:], "b": 2], #"{"b":1,"a":{},"b":2}"#),
            (
                "\" \\ / \n \r \t \u{8} \u{C} \u{0} \u{1F} \u{7F}",
                "\"\\\" \\\\ / \\n \\r \\t \\u0008 \\u000c \\u0000 \\u001f \u{7F}\""
            ),
            ("é😀\u{2028}e\u{301}", "\"é😀\u{2028}e\u{301}\""), (["\n": 1], #"{"\n":1}"#),
        ] as [(JSONValue, String)])
    func isCompactAndEscapesAsLittleAsPossible(_ value: JSONValue, expected: String) {
        #expect(Array(value.text.utf8) == Array(expected.utf8))
        #expect(value.description == value.text)
    }

    @Test func appendsToAText() {
        var text = "data: "
        JSONValue.array([1]).write(to: &text)
        #expect(text == "data: [1]")
    }

    @Test func writtenValuesRoundTrip() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let value = randomValue(depth: 4, &generator)
            let text = value.text
            let read = try JSONValue(json: Array(text.utf8))
            #expect(read == value)
            #expect(Array(read.text.utf8) == Array(text.utf8))
            #expect(!text.utf8.contains { $0 < 0x20 })
        }
    }

    private func randomValue(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .number(JSONNumber(Int.random(in: .min ... .max, using: &generator)))
        case 3:
            let literal =
                "-0.\(UInt64.random(in: .min ... .max, using: &generator))e\(Int.random(in: -900...900, using: &generator))"
            return JSONNumber(literal).map(JSONValue.number) ?? .null
        case 4: return .string(randomText(&generator))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in randomValue(depth: depth - 1, &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                object.append(randomText(&generator), randomValue(depth: depth - 1, &generator))
            }
            return .object(object)
        }
    }

    /// A text of random scalars; one in four is `é` in one of its two Unicode forms.
    private func randomText(_ generator: inout SeededGenerator) -> String {
        if let form = ["\u{E9}", "e\u{301}", nil, nil].randomElement(using: &generator) ?? nil {
            return "\(form)\(Int.random(in: 0...9, using: &generator))"
        }
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let limit: UInt32 = [0x20, 0x80, 0x800, 0x10000, 0x110000][Int.random(in: 0..<5, using: &generator)]
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }
}
