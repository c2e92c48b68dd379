import Foundation
import Testing

@testable import UsageKit

/// Compares the reader with Foundation's on documents that a seeded mutator has damaged.
@Suite struct JSONDifferentialTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithFoundationUpToTheKnownDifferences(seed: UInt64) throws {
        var mutator = JSONMutator(seed: seed)
        var accepted = 0
        for _ in 0..<15_000 {
            let bytes = mutator.document()
            if try compare(bytes) { accepted += 1 }
        }
        #expect((2_000...13_000).contains(accepted), "the mutator no longer makes sound and unsound documents alike")
    }

    /// Each known difference, so that the list below does not outlive its reasons.
    @Test(arguments: ["[1,]", #"{"a":1,}"#, "%EF%BB%BF{}", "[%00]%00", "%FF%FE[%00]%00"])
    func foundationTakesMore(_ document: String) {
        let bytes = JSONTestSuite.bytes(of: document)
        #expect(throws: Never.self) { try foundation(bytes) }
        #expect(throws: UsageError.self) { try JSONValue(json: bytes) }
    }

    @Test func foundationNestsDeeper() {
        let bytes = Array((String(repeating: "[", count: 512) + String(repeating: "]", count: 512)).utf8)
        #expect(throws: Never.self) { try foundation(bytes) }
        #expect(throws: UsageError.self) { try JSONValue(json: bytes) }
    }

    @Test(arguments: ["[1e309]", "[-1e309]", "[123123e100000]"])
    func foundationTakesNoNumberBeyondDouble(_ document: String) {
        #expect(throws: (any Error).self) { try foundation(Array(document.utf8)) }
        #expect(throws: Never.self) { try JSONValue(json: Array(document.utf8)) }
    }

    // MARK: - Comparing

    private func foundation(_ bytes: [UInt8]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    /// True where the document is sound.
    private func compare(_ bytes: [UInt8]) throws -> Bool {
        let theirs = try? foundation(bytes)
        do {
            let value = try JSONValue(json: bytes)
            if let theirs {
                #expect(isSame(value, theirs), "\(String(decoding: bytes, as: UTF8.self))")
            } else {
                #expect(isBeyondDouble(value), "only we take \(String(decoding: bytes, as: UTF8.self))")
            }
            #expect(try JSONValue(json: Array(value.text.utf8)) == value)
            return true
        } catch {
            #expect(error.code == .malformedJSON)
            let offset = try #require(error.byteOffset)
            #expect((0...bytes.count).contains(offset))
            guard theirs != nil, !isOtherEncoding(bytes), !error.message.contains("nest") else { return false }
            // What remains is a comma before a closing bracket; without it the document must be judged alike.
            let comma = bytes[..<min(offset, bytes.count)].lastIndex { !Self.whitespace.contains($0) }
            guard let comma, bytes[comma] == UInt8(ascii: ","), offset < bytes.count,
                bytes[offset] == UInt8(ascii: "]") || bytes[offset] == UInt8(ascii: "}")
            else {
                Issue.record("only Foundation takes \(String(decoding: bytes, as: UTF8.self)): \(error)")
                return false
            }
            var without = bytes
            without.remove(at: comma)
            return try compare(without)
        }
    }

    private static let whitespace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    /// Foundation guesses UTF-16 and UTF-32 from a mark or from a zero byte, and passes over a mark of UTF-8.
    private func isOtherEncoding(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.prefix(4).contains(0)
    }

    private func isBeyondDouble(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number): Double(number.literal).map { !$0.isFinite } ?? true
        case .array(let elements): elements.contains(where: isBeyondDouble)
        case .object(let object): object.members.contains { isBeyondDouble($0.value) }
        case .null, .bool, .string: false
        }
    }

    private func isSame(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let flag): return (theirs as? NSNumber)?.boolValue == flag
        case .number(let number):
            guard let double = Double(number.literal), let other = (theirs as? NSNumber)?.doubleValue else {
                return false
            }
            return abs(double - other) <= abs(double) * 1e-14
        case .string(let text): return (theirs as? String).map { isSame(text, $0) } ?? false
        case .array(let elements):
            guard let array = theirs as? [Any], array.count == elements.count else { return false }
            return zip(elements, array).allSatisfy { isSame($0, $1) }
        case .object(let object):
            // Foundation keeps one of the members with the same name; `String` takes two spellings of a letter as one.
            guard let dictionary = theirs as? [String: Any] else { return false }
            return Set(object.members.map { unmarked($0.name) }) == Set(dictionary.keys.map(unmarked))
                && dictionary.allSatisfy { name, value in
                    object.members.contains { isSame($0.name, name) && isSame($0.value, value) }
                }
        }
    }

    /// Foundation drops a byte order mark at the start of any text or name and behind an escape.
    private func isSame(_ ours: String, _ theirs: String) -> Bool {
        Array(unmarked(ours).utf8) == Array(unmarked(theirs).utf8)
    }

    private func unmarked(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FEFF}" }))
    }
}

/// Makes documents that are sound, nearly sound and far from it.
struct JSONMutator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private static let seeds =
        [
            #"{"object":"list","data":[{"id":"evt_1","cost":0.000182,"tokens":{"in":512,"out":null},"ok":true}]}"#,
            #"[ 1 , -2.5e-3, 1E+2, 0, -0, 123456789012345678901234567890.5, 1e400 ]"#,
            #"{"a":"é\u00e9\ud83d\ude00😀\"\\\/\b\f\n\r\t","b":[[],{},[{}],"x"],"a":2}"#,
            "\t{\r\n \"k\" : [ true , false , null ] }\n", "\"text\"", "17", "[[[[[[[[]]]]]]]]",
        ].map { Array($0.utf8) } + JSONTestSuite.accepted.map(\.bytes) + JSONTestSuite.open.map(\.bytes)

    private static let fragments = [
        ",", ",,", "]", "[", "{", "}", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "null", "tru", "-", "+",
        ".", "e", "E5", "0", "00", "1", " ", "\n", "\u{FEFF}", "é", "😀", "//", "NaN", "1e999", ",\"a\":1", "[]",
        "\u{0}",
    ].map { Array($0.utf8) }

    mutating func document() -> [UInt8] {
        var bytes = pick(Self.seeds)
        for _ in 0..<Int.random(in: 0...3, using: &generator) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...4, using: &generator))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where place < bytes.count: bytes[place] = .random(in: .min ... .max, using: &generator)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: pick(Self.fragments), at: place)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default:
            let other = pick(Self.seeds)
            let cut = Int.random(in: 0...other.count, using: &generator)
            bytes.replaceSubrange(place..., with: other[cut...])
        }
    }

    private mutating func pick(_ choices: [[UInt8]]) -> [UInt8] {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
