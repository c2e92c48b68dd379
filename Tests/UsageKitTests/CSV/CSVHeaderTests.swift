import Testing

@testable import UsageKit

@Suite struct CSVHeaderTests {
    private func header(_ text: String) throws -> CSVHeader {
        var header: Result<CSVHeader, UsageError>?
        var reader = CSVReader()
        let readHeader = { (record: CSVRecord) throws(UsageError) in
            header = header ?? Result { () throws(UsageError) in try CSVHeader(record) }
        }
        try reader.read(Array(text.utf8)[...], readHeader)
        try reader.end(readHeader)
        return try #require(header).get()
    }

    @Test func columnsAreFoundByTheirNames() throws {
        let header = try header("b,\"a,c\",é\r\n")
        #expect(header.columns.map(\.name) == ["b", "a,c", "é"])
        #expect(header.column("a,c")?.index == 1)
        #expect(header.column("B") == nil)
        #expect(header.column("e\u{301}") == nil)
        #expect(try header.required("b").index == 0)
    }

    @Test func aColumnThatIsMissingIsNamed() throws {
        let error = #expect(throws: UsageError.self) { try self.header("a,b\n").required("timestamp") }
        #expect(error?.code == .unexpectedShape)
        #expect(error?.message == "the column timestamp is missing")
        #expect(error?.byteOffset == 3)
    }

    @Test(arguments: ["a,b,a", "a,\"a\"", ",", "é,x,é"])
    func refusesARepeatedColumn(_ text: String) throws {
        let error = #expect(throws: UsageError.self) { try self.header(text) }
        #expect(error?.code == .malformedCSV)
        #expect(error?.message.hasSuffix("is repeated") == true)
    }

    @Test func canonicallyEquivalentNamesAreTwoColumns() throws {
        #expect(try header("\u{E9},e\u{301}").columns.count == 2)
    }

    @Test(arguments: [
        ("a,b", true), ("\u{FEFF}a,b", true), ("\n a,b\n", true), ("\"a\",b", true), (",", true), ("1,2", true),
        ("a\nb,c", false), ("a", false), ("", false), (" \r\n", false), ("{\"a\":1,\"b\":2}", false),
        (" [1,2]", false), ("\u{FEFF}{\"a\":1,\"b\":2}", false), ("null", false),
    ])
    func aFileOfCSVShowsInItsFirstLine(_ text: String, isCSV: Bool) {
        #expect(CSVHeader.begins(Array(text.utf8)[...]) == isCSV)
    }
}
