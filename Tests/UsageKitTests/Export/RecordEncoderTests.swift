import Testing

@testable import UsageKit

@Suite struct RecordEncoderTests {
    private static let record = UsageRecord(
        provider: .aurous, id: "a", time: .at("2026-05-20T10:00:00Z"),
        charge: try? Money("1.25", .eur))

    private static func piece(_ encoder: inout RecordEncoder) -> [UInt8]? { encoder.nextPiece() }

    private static func bytes(_ encoder: inout RecordEncoder) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = encoder.nextPiece() { bytes += piece }
        return bytes
    }

    @Test func eachFormatHasTheBytesOfItsExport() throws {
        let names = FOCUSNames(account: "acme")
        let focus = try FOCUSExport(
            rates: ExchangeRates(into: .eur), names: names, isComplete: true, unfinalRows: .marked)
        let texts: [(RecordFormat, String)] = [
            (.csv(CSVExport()), CSVExport().header + CSVExport().line(for: Self.record)),
            (.ndjson(NDJSONExport()), NDJSONExport().line(for: Self.record)),
            (.focus(focus), try focus.header + focus.line(for: Self.record)),
        ]
        for (format, text) in texts {
            var encoder = try RecordEncoder(format)
            try encoder.append(Self.record)
            #expect(Self.piece(&encoder) == nil)
            encoder.finish()
            #expect(String(decoding: Self.bytes(&encoder), as: UTF8.self) == text)
            #expect(Self.piece(&encoder) == nil)
        }
        var encoder = try RecordEncoder(.parquet(ParquetExport()))
        var writer = try ParquetExport().writer()
        try encoder.append(Self.record)
        try writer.append(Self.record)
        encoder.finish()
        writer.finish()
        var expected: [UInt8] = []
        while let piece = writer.nextPiece() { expected += piece }
        let bytes = Self.bytes(&encoder)
        #expect(bytes == expected)
    }

    @Test func namesOfFilesEndWithTheFormat() throws {
        let focus = try FOCUSExport(
            rates: ExchangeRates(into: .eur), names: FOCUSNames(account: "acme"), isComplete: true)
        let formats: [RecordFormat] = [
            .csv(CSVExport()), .ndjson(NDJSONExport()), .parquet(ParquetExport()), .focus(focus),
        ]
        #expect(formats.map(\.fileExtension) == ["csv", "ndjson", "parquet", "csv"])
    }

    @Test func linesComeInPiecesOf64Kilobytes() throws {
        var encoder = try RecordEncoder(.ndjson(NDJSONExport()))
        let line = NDJSONExport().line(for: Self.record).utf8.count
        var pieces: [Int] = []
        for _ in 0..<1000 {
            try encoder.append(Self.record)
            while let piece = encoder.nextPiece() { pieces.append(piece.count) }
        }
        let lines = (65_536 + line - 1) / line
        #expect(pieces == Array(repeating: lines * line, count: 1000 / lines))
        let rest: Int = 1000 % lines * line
        #expect(encoder.bufferedBytes == rest)
    }

    @Test func aFlushMakesAPieceOfAllRecordsSoFar() throws {
        var encoder = try RecordEncoder(.ndjson(NDJSONExport()))
        encoder.flush()
        #expect(Self.piece(&encoder) == nil)
        try encoder.append(Self.record)
        #expect(Self.piece(&encoder) == nil)
        encoder.flush()
        #expect(Self.piece(&encoder) == Array(NDJSONExport().line(for: Self.record).utf8))
        #expect(Self.piece(&encoder) == nil)

        var parquet = try RecordEncoder(.parquet(ParquetExport()))
        try parquet.append(Self.record)
        #expect(parquet.bufferedBytes > 0)
        parquet.flush()
        var file = Self.bytes(&parquet)
        #expect(!file.isEmpty && parquet.bufferedBytes == 0)
        try parquet.append(Self.record)
        parquet.finish()
        file += Self.bytes(&parquet)
        #expect(try ParquetFile(file).column("id") == [.text([97]), .text([97])])
    }

    @Test(arguments: [RecordFormat.csv(CSVExport()), .ndjson(NDJSONExport()), .parquet(ParquetExport())])
    func noRecordFollowsTheEnd(format: RecordFormat) throws {
        var encoder = try RecordEncoder(format)
        encoder.finish()
        let error = #expect(throws: UsageError.self) { try encoder.append(Self.record) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aRefusedRecordLeavesTheFileAsItWas() throws {
        var encoder = try RecordEncoder(.parquet(ParquetExport(moneyScale: 1)))
        var other = Self.record
        other.charge = nil
        try encoder.append(other)
        let error = #expect(throws: UsageError.self) { try encoder.append(Self.record) }
        #expect(error?.requiredScale == 2)
        encoder.finish()
        #expect(try ParquetFile(Self.bytes(&encoder)).column("id").count == 1)
    }

    @Test func settingsAreRefusedAtTheStart() {
        let error = #expect(throws: UsageError.self) { try RecordEncoder(.parquet(ParquetExport(moneyScale: 39))) }
        #expect(error?.code == .invalidArgument)
    }

    /// However records are divided, the bytes are those of one record after the other.
    @Test(arguments: [0, 3, 10]) func recordsCanBeAddedManyAtATime(nulls: Int) throws {
        var random = SeededGenerator(seed: UInt64(nulls))
        let records = ParquetRecords.make(9000, nullsIn: nulls, isLong: nulls == 10, using: &random)
        let formats: [RecordFormat] = [
            .csv(CSVExport(labels: [.account])), .ndjson(NDJSONExport()),
            .parquet(ParquetExport(labels: [.account], moneyScale: 30)),
            .parquet(ParquetExport(labels: [.account, .region], moneyScale: 30, rowsPerRowGroup: 3000)),
        ]
        for format in formats {
            var single = try RecordEncoder(format)
            var expected: [UInt8] = []
            for record in records {
                try single.append(record)
                while let piece = single.nextPiece() { expected += piece }
            }
            single.finish()
            expected += Self.bytes(&single)
            var encoder = try RecordEncoder(format)
            var bytes: [UInt8] = []
            var start = 0
            while start < records.count {
                let count = Int.random(in: 0...5000, using: &random)
                try encoder.append(contentsOf: Array(records[start...].prefix(count)))
                start += count
                if Bool.random(using: &random) { bytes += Self.bytes(&encoder) }
            }
            encoder.finish()
            bytes += Self.bytes(&encoder)
            #expect(bytes == expected)
        }
    }

    @Test func manyLinesComeInPiecesOf64KilobytesToo() throws {
        var encoder = try RecordEncoder(.ndjson(NDJSONExport()))
        let line = NDJSONExport().line(for: Self.record)
        var bytes: [UInt8] = []
        for count in [3000, 1, 0, 2000] {
            try encoder.append(contentsOf: [UsageRecord](repeating: Self.record, count: count))
            while let piece = encoder.nextPiece() {
                #expect((1 << 16..<1 << 16 + line.utf8.count).contains(piece.count))
                bytes += piece
            }
            #expect(encoder.bufferedBytes < 1 << 16)
        }
        encoder.finish()
        while let piece = encoder.nextPiece() { bytes += piece }
        #expect(bytes == Array(String(repeating: line, count: 5001).utf8))
    }

    @Test func manyRecordsOfWhichOneIsRefusedAddNone() throws {
        let good = [UsageRecord](repeating: Self.record, count: 5000)
        let fine = UsageRecord(provider: .aurous, charge: try Money("0.00000000000000000001", .eur))
        let unfinal = UsageRecord(provider: .aurous, status: .processing, charge: try Money("1", .eur))
        let names = FOCUSNames(account: "acme")
        let focus = try FOCUSExport(rates: ExchangeRates(into: .eur), names: names, isComplete: true)
        let formats: [(RecordFormat, UsageRecord)] = [(.parquet(ParquetExport()), fine), (.focus(focus), unfinal)]
        for (format, refused) in formats {
            var encoder = try RecordEncoder(format)
            var expected = try RecordEncoder(format)
            try encoder.append(contentsOf: Array(good.prefix(3)))
            let error = #expect(throws: UsageError.self) { try encoder.append(contentsOf: good + [refused] + good) }
            let single = #expect(throws: UsageError.self) { try expected.append(refused) }
            #expect(error == single)
            try encoder.append(contentsOf: Array(good.prefix(1)))
            for record in good.prefix(4) { try expected.append(record) }
            encoder.finish()
            expected.finish()
            let bytes = Self.bytes(&encoder)
            #expect(bytes == Self.bytes(&expected))
        }
        for format in [RecordFormat.csv(CSVExport()), .parquet(ParquetExport())] {
            var encoder = try RecordEncoder(format)
            encoder.finish()
            #expect(throws: UsageError.self) { try encoder.append(contentsOf: []) }
        }
    }
}
