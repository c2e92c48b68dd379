import Testing

@testable import UsageKit

@Suite struct ForeignFormatTests {
    @Test(
        arguments: [
            ([0x1F, 0x8B, 0x08, 0x00], "gzip"), ([0x50, 0x4B, 0x03, 0x04], "zip"),
            ([0xFF, 0xFE, 0x74, 0x00], "UTF-16"),
            ([0xFE, 0xFF, 0x00, 0x74], "UTF-16"), ([0x74, 0x00, 0x69, 0x00], "UTF-16"),
            ([0x00, 0x7B, 0x00, 0x22], "UTF-16"),
            (Array("timestamp;sku\n1,5;x\n".utf8), "semicolons"), (Array("timestamp\tsku\n".utf8), "tabs"),
            (Array("sep=;\ntimestamp;sku\n".utf8), "sep="), (Array("\u{FEFF}a;b\n".utf8), "semicolons"),
        ] as [([UInt8], String)])
    func isNamedInTheError(bytes: [UInt8], word: String) throws {
        let error = try #require(throws: UsageError.self) { try Venice.replay.rows(of: bytes) }
        #expect(error.message.contains(word))
        var ledger = UsageLedger()
        #expect(throws: error) { try ledger.ingest(Venice.replay, of: bytes) }
        #expect(ledger.isEmpty)
    }

    @Test(arguments: ["", "{}", "[]", "{\"a\":\"x;y\"}", "timestamp,sku\n", "timestamp,a;b\n", "\n{\"a\":1}", "abc"])
    func isNothingElse(text: String) {
        #expect(ForeignFormat(Array(text.utf8)) == nil)
    }
}
