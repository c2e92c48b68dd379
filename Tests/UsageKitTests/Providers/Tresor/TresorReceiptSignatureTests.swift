import Testing

@testable import UsageKit

@Suite struct TresorReceiptSignatureTests {
    private typealias Signature = Tresor.ReceiptSignature

    private static let one = [UInt8](repeating: 0, count: 31) + [1]
    private static let high = [UInt8](repeating: 0xFF, count: 32)

    @Test func sixtyFourBytesAreRaw() throws {
        let bytes = Self.one + Self.high
        let signature = try Signature(bytes)
        #expect(signature.form == .raw)
        #expect(signature.raw == bytes)
        #expect(signature.der == [0x30, 38, 0x02, 1, 1, 0x02, 33, 0] + Self.high)
    }

    @Test func derIsToldApartAndConverted() throws {
        let signature = try Signature([0x30, 6, 0x02, 1, 0x7F, 0x02, 1, 5] as [UInt8])
        #expect(signature.form == .der)
        #expect(signature.raw == Array(repeating: 0, count: 31) + [0x7F] + Array(repeating: 0, count: 31) + [5])
    }

    /// Numbers of all lengths, with and without the highest bit.
    @Test func derAndRawAreConvertedIntoEachOther() throws {
        for length in 1...32 {
            for first in [0x01, 0x7F, 0x80, 0xFF] as [UInt8] {
                let number =
                    [UInt8](repeating: 0, count: 32 - length) + [first] + [UInt8](repeating: 9, count: length - 1)
                let raw = try Signature(number + Self.one)
                let back = try Signature(raw.der)
                // 64 bytes are always read as the raw form.
                if raw.der.count == 64 { continue }
                #expect(back.form == .der)
                #expect(back.raw == raw.raw)
                #expect(back.der == raw.der)
            }
        }
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0], [0x31, 6, 2, 1, 1, 2, 1, 1],  // empty, cut off, no sequence
            [0x30, 7, 2, 1, 1, 2, 1, 1], [0x30, 5, 2, 1, 1, 2, 1, 1], [0x30, 0x81, 6, 2, 1, 1, 2, 1, 1],  // lengths
            [0x30, 6, 2, 1, 1, 2, 1, 1, 0], [0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1],  // more after it, more in it
            [0x30, 3, 2, 1, 1], [0x30, 6, 2, 4, 1, 1, 1, 1], [0x30, 6, 4, 1, 1, 2, 1, 1],  // one number, no number
            [0x30, 6, 2, 1, 0x80, 2, 1, 1], [0x30, 6, 2, 1, 1, 2, 1, 0xFF],  // negative
            [0x30, 7, 2, 2, 0, 1, 2, 1, 1], [0x30, 7, 2, 1, 1, 2, 2, 0, 0x7F],  // a needless zero
            [0x30, 6, 2, 1, 0, 2, 1, 1], [0x30, 6, 2, 1, 1, 2, 1, 0], [0x30, 5, 2, 0, 2, 1, 1],  // zero, no digits
            [0x30, 38, 2, 33, 1] + [UInt8](repeating: 0, count: 32) + [2, 1, 1],  // 33 bytes
            [0x30, 39, 2, 34, 0, 0x80] + [UInt8](repeating: 0, count: 32) + [2, 1, 1],
            [UInt8](repeating: 0, count: 64), one + [UInt8](repeating: 0, count: 32),
            [UInt8](repeating: 0, count: 32) + one, [UInt8](repeating: 1, count: 63), [UInt8](repeating: 1, count: 65),
            [UInt8](repeating: 1, count: 96),
        ] as [[UInt8]])
    func refusesEverythingElse(bytes: [UInt8]) {
        let error = #expect(throws: UsageError.self) { try Signature(bytes) }
        #expect(error?.code == .invalidSignature)
        #expect(error?.provider == .tresor)
        #expect(error?.message.hasPrefix("the signature of the receipt is invalid: ") == true)
    }

    /// The documented sample's signature begins so in base64url: `MEUCIQ`.
    @Test func theFormOfTheDocumentedSampleIsRead() throws {
        let sample = [0x30, 0x45, 0x02, 0x21, 0x00] + Self.high + [0x02, 0x20, 0x01] + Self.high.dropLast()
        #expect(Base64URL.text(sample).hasPrefix("MEUCIQ"))
        let signature = try Signature(sample)
        #expect(signature.form == .der)
        #expect(signature.raw == Self.high + [0x01] + Self.high.dropLast())
    }
}
