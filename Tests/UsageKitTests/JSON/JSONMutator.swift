import Foundation

@testable import UsageKit

/// Generates documents that are valid, nearly valid or far from valid.
struct JSONMutator {
    private var generator: SeededGenerator
    private let seeds: [[UInt8]]

    init(seed: UInt64, seeds: [[UInt8]] = Self.documents) {
        generator = SeededGenerator(seed: seed)
        self.seeds = seeds
    }

    private static let documents =
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
        var bytes = pick(seeds)
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
            let other = pick(seeds)
            let cut = Int.random(in: 0...other.count, using: &generator)
            bytes.replaceSubrange(place..., with: other[cut...])
        }
    }

    private mutating func pick(_ choices: [[UInt8]]) -> [UInt8] {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}

/// The number of inputs of tests with mutated documents; the long check raises it by an environment variable.
enum FuzzInputs {
    private static let wanted = ProcessInfo.processInfo.environment["USAGEKIT_FUZZ_INPUTS"].flatMap { Int($0) }
    /// The number of inputs for each seed.
    static let batch = 3000

    /// The seeds for a number of inputs, or for the number that the long check sets.
    static func seeds(_ defaultCount: Int) -> [UInt64] {
        (1...UInt64(max(wanted ?? defaultCount, batch) / batch)).map { $0 }
    }
}
