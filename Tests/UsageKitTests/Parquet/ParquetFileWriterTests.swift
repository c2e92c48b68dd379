import Testing

@testable import UsageKit

/// Files of any columns, read back by the tests' own reader.
@Suite struct ParquetFileWriterTests {
    /// A column of each type, once with and once without nulls.
    private static let schema = [Parquet.Repetition.required, .optional].flatMap { repetition in
        [Parquet.LogicalType.string, .int64, .timestampMicros, .timestampNanos, .decimal(precision: 38, scale: 18)].map
        {
            Parquet.SchemaElement(name: "\(repetition) \($0)", repetition: repetition, logicalType: $0)
        }
    }

    /// Writes columns of equal length.
    private func write(
        _ columns: [[ParquetCell?]], _ schema: [Parquet.SchemaElement], _ limits: Parquet.Limits,
        takesPieces: Bool = true
    ) -> [[UInt8]] {
        var writer = ParquetFileWriter(schema, limits: limits)
        var pieces: [[UInt8]] = []
        for row in columns.first?.indices ?? 0..<0 {
            writer.beginRow()
            var growth = 0
            var (texts, integers, decimals) = (0, 0, 0)
            for (column, element) in zip(columns, schema) {
                switch element.physicalType {
                case .byteArray:
                    let text: String? =
                        if case .text(let bytes) = column[row] { String(decoding: bytes, as: UTF8.self) } else { nil }
                    growth += writer.texts[texts].append(text)
                    texts += 1
                case .int64:
                    let value: Int64? = if case .integer(let value) = column[row] { value } else { nil }
                    growth += writer.integers[integers].append(value)
                    integers += 1
                case .fixedLengthByteArray:
                    let value: Int128? = if case .decimal(let value) = column[row] { value } else { nil }
                    growth += writer.decimals[decimals].append(value)
                    decimals += 1
                }
            }
            writer.endRow(growth: growth)
            if takesPieces { while let piece = writer.nextPiece() { pieces.append(piece) } }
        }
        writer.finish()
        while let piece = writer.nextPiece() { pieces.append(piece) }
        return pieces
    }

    private func texts(_ values: [String?]) -> [[ParquetCell?]] { [values.map { $0.map { .text(Array($0.utf8)) } }] }

    private let text = [Parquet.SchemaElement(name: "t", repetition: .optional, logicalType: .string)]

    /// Byte for byte: one column `t` with the texts "a", null and "b".
    @Test func writesThePagesOfASmallFile() throws {
        let bytes = write(texts(["a", nil, "b"]), text, Parquet.Limits()).flatMap(\.self)
        let magic = Array("PAR1".utf8)
        // The header of the page: a data page of 16 bytes and 3 rows, PLAIN, levels in RLE.
        let header: [UInt8] = [0x15, 0, 0x15, 32, 0x15, 32, 0x2C, 0x15, 6, 0x15, 0, 0x15, 6, 0x15, 6]
        // One null; the bounds are "b" and "a", and exact.
        let statistics: [UInt8] = [0x1C, 0x36, 2, 0x28, 1, 0x62, 0x18, 1, 0x61, 0x11, 0x11, 0, 0, 0]
        // The levels 1, 0, 1 take 2 bytes: one group of eight. The length of a text takes 4 bytes.
        let page: [UInt8] = [2, 0, 0, 0, 3, 0b101, 1, 0, 0, 0, 0x61, 1, 0, 0, 0, 0x62]
        #expect(Array(bytes.prefix(49)) == magic + header + statistics + page)
        // The column index follows: not null, "a" to "b", ascending, one null.
        #expect(
            Array(bytes[49..<67]) == [
                0x19, 0x11, 2, 0x19, 0x18, 1, 0x61, 0x19, 0x18, 1, 0x62, 0x15, 2, 0x19, 0x16, 2, 0, 0x19,
            ])
        let file = try ParquetFile(bytes)
        #expect(try file.column("t").map { $0?.description } == ["a", nil, "b"])
        try file.checkStatistics()
    }

    /// Spark does not read a page that names a dictionary that is missing.
    @Test func pagesWithoutAValueNeedNoDictionary() throws {
        let bytes = write(texts([nil, nil, nil]), text, Parquet.Limits()).flatMap(\.self)
        let chunk = try #require(try ParquetFile(bytes).groups.first?.first)
        #expect(chunk.encodings == [0])
        #expect(chunk.dictionary == nil)
        #expect(chunk.cells == [nil, nil, nil])
    }

    @Test func anEmptyFileHasColumnsAndNoRowGroup() throws {
        let pieces = write(Self.schema.map { _ in [] }, Self.schema, Parquet.Limits())
        let file = try ParquetFile(pieces.flatMap(\.self))
        #expect(file.rowCount == 0)
        #expect(file.groups.isEmpty)
        #expect(file.names == Self.schema.map(\.name))
        #expect(file.metaData[6]?.text == "UsageKit version 1.0.0")
    }

    @Test(arguments: PropertySeeds.some(150))
    func everyTypeAndPatternOfNullsIsReadBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var limits = Parquet.Limits()
        limits.pageRows = [1, 7, 8, 9, 64].randomElement(using: &random) ?? 8
        limits.pageBytes = [1, 100, 4000].randomElement(using: &random) ?? 100
        limits.dictionaryBytes = [0, 40, 400, 4000].randomElement(using: &random) ?? 40
        limits.dictionaryTrial = [2, 10, 1000].randomElement(using: &random) ?? 10
        limits.groupRows = [1, 63, 64, 65, 1000].randomElement(using: &random) ?? 64
        limits.groupBytes = [1, 2000, 1 << 20].randomElement(using: &random) ?? 2000
        // Around the ends of pages and of row groups.
        let whole = [1, 2, 3].randomElement(using: &random) ?? 1
        let edge = Bool.random(using: &random) ? limits.pageRows : limits.groupRows
        let count = min(300, max(0, whole * edge + Int.random(in: -1...1, using: &random)))
        let columns = Self.schema.map { RandomCells.column(count, of: $0, using: &random) }
        let pieces = write(columns, Self.schema, limits)
        let file = try ParquetFile(pieces.flatMap(\.self))
        #expect(file.rowCount == count)
        for (element, column) in zip(Self.schema, columns) {
            #expect(try file.column(element.name) == column, "\(element.name)")
        }
        try file.checkStatistics()
        for chunk in file.groups.flatMap(\.self) {
            #expect(chunk.pages.allSatisfy { $0.cells.count <= limits.pageRows })
        }
        #expect(file.groups.allSatisfy { ($0.first?.cells.count ?? 0) <= limits.groupRows })
        #expect(pieces.allSatisfy { !$0.isEmpty })
        // When the pieces are taken makes no difference, nor does the hash of a process.
        #expect(write(columns, Self.schema, limits, takesPieces: false) == pieces)
    }

    // MARK: Dictionaries

    @Test func repeatedTextsAreInADictionary() throws {
        let values = (0..<1000).map { ["model-one", "model-two", nil][$0 % 3] }
        let bytes = write(texts(values), text, Parquet.Limits()).flatMap(\.self)
        let chunk = try #require(ParquetFile(bytes).groups.first?.first)
        #expect(chunk.dictionary?.map(\.description) == ["model-one", "model-two"])
        #expect(chunk.encodings == [8])
        #expect(chunk.metaData[13]?.list?.count == 2)
    }

    @Test func textsThatAreAllDifferentAreNot() throws {
        let values = (0..<5000).map { "request-\($0)" }
        let chunk = try #require(
            ParquetFile(write(texts(values), text, Parquet.Limits()).flatMap(\.self)).groups.first?.first)
        #expect(chunk.dictionary == nil)
        #expect(chunk.encodings == [0])
        #expect(chunk.cells.map { $0?.description } == values)
    }

    /// Ten long texts a hundred times each, and then others: what is in the dictionary stays there.
    @Test func aFullDictionaryKeepsWhatItHas() throws {
        var limits = Parquet.Limits()
        limits.dictionaryBytes = 10_050
        let long = (0..<11).map { String(repeating: "x", count: 1000) + "\($0)" }
        let values = (0..<1000).map { long[$0 % 10] } + [long[10]] + (0..<20).map { long[$0 % 10] }
        let bytes = write(texts(values), text, limits).flatMap(\.self)
        let file = try ParquetFile(bytes)
        let chunk = try #require(file.groups.first?.first)
        #expect(chunk.pages.map(\.encoding) == [8, 0])
        #expect(chunk.pages.map(\.cells.count) == [1001, 20])
        #expect(bytes.count < 60_000)
        #expect(chunk.cells.map { $0?.description } == values)
        try file.checkStatistics()
    }

    // MARK: Sizes

    @Test func longTextsEndPagesAndRowGroups() throws {
        var limits = Parquet.Limits()
        limits.pageBytes = 10_000
        limits.dictionaryBytes = 1000
        limits.groupBytes = 100_000
        let values = (0..<400).map { "\($0)" + String(repeating: "é", count: 500) }
        let pieces = write(texts(values), text, limits)
        let file = try ParquetFile(pieces.flatMap(\.self))
        #expect(file.groups.count > 3)
        #expect(file.groups.allSatisfy { ($0.first?.range.count ?? 0) < 120_000 })
        #expect(pieces.dropLast().allSatisfy { $0.count < 12_000 })
        #expect(try file.column("t").map { $0?.description } == values)
        try file.checkStatistics()
    }
}
