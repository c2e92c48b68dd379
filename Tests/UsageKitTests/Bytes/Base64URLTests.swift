import Foundation
import Testing

@testable import UsageKit

@Suite struct Base64URLTests {
    @Test(
        arguments: [
            ("", []), ("Zg", Array("f".utf8)), ("Zm8", Array("fo".utf8)), ("Zm9v", Array("foo".utf8)),
            ("-_8", [0xFB, 0xFF]), ("AA", [0]),
        ] as [(String, [UInt8])])
    func readsAndWrites(text: String, bytes: [UInt8]) {
        #expect(Base64URL.bytes(text) == bytes)
        #expect(Base64URL.text(bytes) == text)
    }

    @Test func agreesWithFoundation() {
        var generator = SeededGenerator(seed: 5)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let standard = Data(bytes).base64EncodedString()
            let text = String(standard.filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
            #expect(Base64URL.text(bytes) == text)
            #expect(Base64URL.bytes(text) == bytes)
        }
    }

    /// Padding, the other alphabet, white space, one character too many, unused bits that are set, and other characters.
    @Test(arguments: ["Zg==", "Zm8=", "+/8", "Zm9v\n", " Zm9v", "Z", "Zm9vZ", "Zh", "Zm9", "Zm9.", "Zm9é", "Zm\u{0}v"])
    func refusesOtherTexts(text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }
}
