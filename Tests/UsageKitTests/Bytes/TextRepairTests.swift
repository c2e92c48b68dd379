import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct TextRepairTests {
    private func repaired(_ bytes: [UInt8], hasEscapes: Bool, blockSize: Int = .max) -> (bytes: [UInt8], lines: [Int]) {
        var repair = TextRepair(hasEscapes: hasEscapes)
        var result: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let end = min(start.addingReportingOverflow(blockSize).overflow ? .max : start + blockSize, bytes.count)
            result += repair.repair(bytes[start..<end], isLast: false)
            start = end
        }
        result += repair.repair([], isLast: true)
        let replacements = repair.takeReplacements()
        #expect(repair.takeReplacements().isEmpty)
        #expect(result.count - bytes.count == replacements.reduce(0) { $0 + $1.growth })
        var original = result
        for replacement in replacements.reversed() {
            let range = replacement.start..<replacement.end
            #expect(result[range] == Array("\u{FFFD}".utf8)[...] || result[range] == Array(#"\ufffd"#.utf8)[...])
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: replacement.original >> (8 * (7 - $0))) }
            original.replaceSubrange(range, with: bytes.drop { $0 == 0 })
        }
        #expect(original == bytes)
        return (result, replacements.map(\.line))
    }

    @Test(arguments: [
        (#"{"a":"plain"}"#, nil), (#"{"a":"\n\\\u00e9\uD83D\uDE00"}"#, nil),
        (#"{"a":"\ud83d"}"#, #"{"a":"\ufffd"}"#), (#"{"a":"\ude00\ud83d"}"#, #"{"a":"\ufffd\ufffd"}"#),
        (#"{"a":"\ud83d\ud83d\ude00"}"#, #"{"a":"\ufffd\ud83d\ude00"}"#),
        (#"{"a":"\ud83dx\ude00"}"#, #"{"a":"\ufffdx\ufffd"}"#),
        (#"{"a":"\\ud83d"}"#, nil), (#"{"a":"\\\ud83d"}"#, #"{"a":"\\\ufffd"}"#), (#"{"a":"\ud83"#, nil),
        (#"{"a":"\ud83d"#, #"{"a":"\ufffd"#), (#"{"a":"\u12g4"}"#, nil), (#"\"#, nil),
    ])
    func replacesHalvesOfSurrogatePairs(text: String, expected: String?) {
        for size in [Int.max, 1, 2, 3, 5, 7] {
            let (bytes, lines) = repaired(Array(text.utf8), hasEscapes: true, blockSize: size)
            #expect(String(decoding: bytes, as: UTF8.self) == expected ?? text)
            #expect(lines.isEmpty == (expected == nil))
            #expect(repaired(Array(text.utf8), hasEscapes: false, blockSize: size).bytes == Array(text.utf8))
        }
    }

    @Test func saysInWhichLinesItReplaced() {
        let bytes = Array("a\n".utf8) + [0xFF, 0x0A, 0xE2, 0x82] + Array("\n\u{E9}\n".utf8) + [0xC3]
        let (result, lines) = repaired(bytes, hasEscapes: true, blockSize: 1)
        #expect(String(decoding: result, as: UTF8.self) == "a\n\u{FFFD}\n\u{FFFD}\n\u{E9}\n\u{FFFD}")
        #expect(lines == [2, 3, 5])
    }

    @Test func agreesWithTheStandardLibraryOnRandomBytes() {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                // Mostly bytes of longer characters.
                Bool.random(using: &random)
                    ? UInt8.random(in: 0x80...0xFF, using: &random) : UInt8.random(in: .min ... .max, using: &random)
            }
            let expected = Array(String(decoding: bytes, as: UTF8.self).utf8)
            for size in [Int.max, 1, 3] {
                let result = repaired(bytes, hasEscapes: false, blockSize: size)
                #expect(result.bytes == expected)
                #expect(result.lines.isEmpty == (expected == bytes))
            }
        }
    }
}
