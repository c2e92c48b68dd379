import Testing

@testable import UsageKit

@Suite struct JSONBytesTests {
    /// The array keeps the bytes that were removed behind its end, where a read too far would find them.
    @Test func aRunEndsWithTheBytesAndNotBehindThem() {
        for length in 0...40 {
            var array = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
            array.removeLast(64 - length)
            JSONBytes.withBytes(of: array) { bytes in
                let count = bytes.count
                #expect(count == length)
                for start in 0...length {
                    let run = bytes.plainRun(at: start)
                    #expect(run == length - start)
                }
                for start in [length + 1, length + 8, .max] {
                    let run = bytes.plainRun(at: start)
                    #expect(run == 0)
                }
            }
        }
    }

    @Test(arguments: [0x00, 0x1F, 0x22, 0x5C, 0x80, 0xFF] as [UInt8])
    func aRunEndsBeforeWhatIsNotPlain(_ byte: UInt8) {
        for length in 0...24 {
            let plain = (0..<length).map { [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7E, 0x7F, 0x61][$0 % 8] as UInt8 }
            JSONBytes.withBytes(of: plain + [byte, 0x22, byte] + plain) { bytes in
                for start in 0...length {
                    let run = bytes.plainRun(at: start)
                    #expect(run == length - start)
                }
            }
        }
    }

    @Test func aByteOutsideIsZero() {
        for array in [[], [1, 2, 3]] as [[UInt8]] {
            JSONBytes.withBytes(of: array) { bytes in
                for index in [-1, array.count, array.count + 1, .max, .min] {
                    let byte = bytes[index]
                    #expect(byte == 0)
                }
            }
        }
    }

    @Test func aNameMatchesOnlyItsOwnRange() {
        let found = JSONBytes.withBytes(of: Array("abcabc".utf8)) { bytes in
            [
                bytes.matches(Array("abc".utf8), at: 3..<6), bytes.matches([], at: 6..<6),
                bytes.matches(Array("abc".utf8), at: 2..<5), bytes.matches(Array("ab".utf8), at: 0..<3),
                bytes.matches(Array("bcd".utf8), at: 4..<7),
            ]
        }
        #expect(found == [true, true, false, false, false])
    }

    @Test func textIsNilWhereItIsNotUTF8() {
        let texts = JSONBytes.withBytes(of: [0x61, 0xC3, 0xA9]) { bytes in
            [bytes.text(0..<3), bytes.text(0..<2), bytes.text(1..<1)]
        }
        #expect(texts == ["aé", nil, ""])
    }
}
