import Testing

@testable import UsageKit

@Suite struct PercentEncodingTests {
    @Test func encodesSpacesAndKeepsLetters() {
        #expect(PercentEncoding.encode("a b".utf8) == "a%20b")
    }

    @Test func keepsOnlyUnreservedCharacters() {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8.min...UInt8.max {
            let encoded = PercentEncoding.encode([byte])
            if unreserved.contains(byte) {
                #expect(Array(encoded.utf8) == [byte])
            } else {
                #expect(encoded.utf8.count == 3)
                #expect(encoded.hasPrefix("%"))
                #expect(UInt8(encoded.dropFirst(), radix: 16) == byte)
            }
        }
    }

    @Test func encodesTheBytesOfBothUnicodeForms() {
        #expect(PercentEncoding.encode("\u{E9}".utf8) == "%C3%A9")
        #expect(PercentEncoding.encode("e\u{301}".utf8) == "e%CC%81")
    }
}
