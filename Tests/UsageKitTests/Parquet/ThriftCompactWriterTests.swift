import Testing

@testable import UsageKit

/// Literals of the Thrift compact protocol (`thrift-compact-protocol.md`).
@Suite struct ThriftCompactWriterTests {
    private func bytes(_ body: (inout ThriftCompactWriter) -> Void) -> [UInt8] {
        var writer = ThriftCompactWriter()
        writer.fields(body)
        return writer.bytes
    }

    @Test func aStructOfNoFieldsIsItsEnd() {
        #expect(bytes { _ in } == [0])
    }

    @Test func aShortDistanceOfIdsIsInTheHeader() {
        #expect(bytes { $0.i32(1, 5) } == [0x15, 10, 0])
        #expect(
            bytes {
                $0.i32(1, 1)
                $0.i32(16, 1)
            } == [0x15, 2, 0xF5, 2, 0])
    }

    @Test func aLongDistanceOfIdsIsAnIdOfItsOwn() {
        #expect(bytes { $0.i64(16, 1) } == [0x06, 32, 2, 0])
        // Ids may go down.
        #expect(
            bytes {
                $0.i32(3, 0)
                $0.i32(2, 0)
            } == [0x35, 0, 0x05, 4, 0, 0])
    }

    @Test(
        arguments: [
            (0, [0]), (-1, [1]), (1, [2]), (-2, [3]), (63, [126]), (-64, [127]), (64, [0x80, 1]),
            (50_399, [0xBE, 0x93, 6]),
            (Int.max, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
            (Int.min, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
        ] as [(Int, [UInt8])])
    func integersHaveTheirSignInTheLowestBit(value: Int, expected: [UInt8]) {
        #expect(bytes { $0.i64(1, value) } == [0x16] + expected + [0])
    }

    @Test func truthValuesAreTypes() {
        #expect(
            bytes {
                $0.bool(1, true)
                $0.bool(2, false)
            } == [0x11, 0x12, 0])
    }

    @Test func textsHaveTheirLengthBefore() {
        #expect(bytes { $0.string(4, "é") } == [0x48, 2, 0xC3, 0xA9, 0])
        let long = Array(repeating: 7 as UInt8, count: 128)
        #expect(bytes { $0.binary(1, long) } == [0x18, 0x80, 1] + long + [0])
    }

    @Test func idsBeginAgainInAStructAndGoOnAfterIt() {
        #expect(
            bytes {
                $0.structure(2) { $0.i16(1, -1) }
                $0.empty(3)
                $0.i32(4, 1)
            } == [0x2C, 0x14, 1, 0, 0x1C, 0, 0x15, 2, 0])
    }

    @Test func listsHaveTheirLengthInTheHeaderUpToFourteen() {
        #expect(bytes { $0.i32s(1, [1, 2, 3]) } == [0x19, 0x35, 2, 4, 6, 0])
        #expect(bytes { $0.i64s(1, []) } == [0x19, 0x06, 0])
        #expect(bytes { $0.strings(1, ["a"]) } == [0x19, 0x18, 1, 0x61, 0])
        #expect(bytes { $0.bools(1, [true, false]) } == [0x19, 0x21, 1, 2, 0])
        #expect(bytes { $0.i32s(1, Array(repeating: 0, count: 14)) } == [0x19, 0xE5] + Array(repeating: 0, count: 15))
        let fifteen = Array(repeating: 0, count: 15)
        #expect(bytes { $0.i32s(1, fifteen) } == [0x19, 0xF5, 15] + Array(repeating: 0, count: 16))
        #expect(bytes { $0.structures(1, [7]) { $0.i32(1, $1) } } == [0x19, 0x1C, 0x15, 14, 0, 0])
    }
}
