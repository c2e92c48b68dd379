import Testing

@testable import UsageKit

@Suite struct BorrowedBytesTests {
    @Test func readsWordsAndRuns() {
        BorrowedBytes.withBytes(of: Array("ab\"c".utf8)) { bytes in
            let run = bytes.plainRun(at: 0)
            #expect(run == 2)
            let word = bytes.word(at: 0)
            #expect(word == 0x6322_6261)
            let last = bytes[3]
            #expect(last == UInt8(ascii: "c"))
        }
    }

    /// The array keeps the removed bytes after its end, so that a read too far would find them.
    @Test func aRunEndsAtTheEndOfTheBytes() {
        for length in 0...40 {
            var array = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
            array.removeLast(64 - length)
            BorrowedBytes.withBytes(of: array) { bytes in
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
    func aRunEndsBeforeAByteThatIsNotPlain(_ byte: UInt8) {
        for length in 0...24 {
            let plain = (0..<length).map { [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7E, 0x7F, 0x61][$0 % 8] as UInt8 }
            BorrowedBytes.withBytes(of: plain + [byte, 0x22, byte] + plain) { bytes in
                for start in 0...length {
                    let run = bytes.plainRun(at: start)
                    #expect(run == length - start)
                }
            }
        }
    }

    @Test func aByteOutsideIsZero() {
        for array in [[], [1, 2, 3]] as [[UInt8]] {
            BorrowedBytes.withBytes(of: array) { bytes in
                for index in [-1, array.count, array.count + 1, .max, .min] {
                    let byte = bytes[index]
                    #expect(byte == 0)
                }
            }
        }
    }

    @Test func aWordIsEightBytesPaddedWithZeros() {
        for length in 0...20 {
            var array = [UInt8](1...40)
            array.removeLast(40 - length)
            BorrowedBytes.withBytes(of: array) { bytes in
                for start in Array(-9...length + 1) + [.min, .max - 8, .max - 7, .max] {
                    let expected = (0..<8).reduce(UInt64(0)) { word, offset in
                        let (index, isBeyond) = start.addingReportingOverflow(offset)
                        let byte = !isBeyond && array.indices.contains(index) ? UInt64(array[index]) : 0
                        return word | byte << UInt64(8 * offset)
                    }
                    let word = bytes.word(at: start)
                    // Before the start, the result is unspecified, but no byte is read there.
                    if start >= 0 { #expect(word == expected) }
                }
            }
        }
    }

    @Test func rangesAreEqualIfTheirBytesAre() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let array = (0..<64).map { _ in UInt8.random(in: 0...1, using: &generator) }
            let length = Int.random(in: 0...20, using: &generator)
            let (first, second) = (Int.random(in: 0...70, using: &generator), Int.random(in: 0...70, using: &generator))
            let isInside = first + length <= 64 && second + length <= 64
            let expected =
                isInside && array[first..<first + length].elementsEqual(array[second..<second + length])
            let areEqual = BorrowedBytes.withBytes(of: array) { $0.areEqual(length, at: first, and: second) }
            #expect(areEqual == expected)
        }
        let beforeTheStart = BorrowedBytes.withBytes(of: [1, 2, 3]) { $0.areEqual(1, at: -1, and: -1) }
        #expect(!beforeTheStart)
    }

    /// After the last position at which a whole key can be compared at once, the answer is no.
    @Test(arguments: ["a", "id", "model", "abcdefgh", "discount_applied_pct", "abcdefghijklmnopqrstu"])
    func aKeyIsFoundOnlyAtItsPosition(_ name: String) {
        let key = FieldKey(Array(name.utf8))
        let text = Array("\"\(name)\":".utf8)
        #expect(key.length == text.count)
        let document = Array("xxxxx".utf8) + text + [UInt8](repeating: UInt8(ascii: "x"), count: 30)
        for index in -1...document.count {
            let holds = BorrowedBytes.withBytes(of: document) { $0.holds(key, at: index) }
            #expect(holds == (index == 5))
        }
        for index in text.indices {
            var other = document
            other[5 + index] ^= 0x20
            let holds = BorrowedBytes.withBytes(of: other) { $0.holds(key, at: 5) }
            #expect(!holds)
        }
    }

    @Test(arguments: ["abcdefghijklmnopqrstuv", "é", "a\"b", "a\\b", "a\nb"])
    func aNameThatIsTooLongOrNeedsEscapesHasNoKey(_ name: String) {
        #expect(FieldKey(Array(name.utf8)).length == 0)
    }

    @Test func findsATextOnlyIfAllOfItIsThere() {
        let found = BorrowedBytes.withBytes(of: Array("abcab".utf8)) { bytes in
            [-1, 0, 1, 3, 4, 5, .max].map { bytes.begins(with: "ab", at: $0) }
        }
        #expect(found == [false, true, false, true, false, false, false])
    }

    @Test func textIsNilIfItIsNotUTF8() {
        let texts = BorrowedBytes.withBytes(of: [0x61, 0xC3, 0xA9]) { bytes in
            [bytes.text(0..<3), bytes.text(0..<2), bytes.text(1..<1)]
        }
        #expect(texts == ["aé", nil, ""])
    }
}
