import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ParquetExportTests {
    private func file(_ records: [UsageRecord], _ export: ParquetExport = ParquetExport()) throws -> ParquetFile {
        try ParquetFile(bytes(records, export))
    }

    private func bytes(_ records: [UsageRecord], _ export: ParquetExport = ParquetExport()) throws -> [UInt8] {
        var writer = try export.writer()
        var bytes: [UInt8] = []
        for record in records {
            try writer.append(record)
            while let piece = writer.nextPiece() { bytes += piece }
        }
        writer.finish()
        while let piece = writer.nextPiece() { bytes += piece }
        return bytes
    }

    private func charged(_ amount: String) throws -> UsageRecord {
        UsageRecord(provider: .tresor, charge: try Money(amount, .eur))
    }

    // MARK: Values

    @Test func everyFieldHasItsColumn() throws {
        let record = UsageRecord(
            provider: .tresor, id: "i", requestID: "r", time: .at("1969-12-31T23:59:59.999999Z"), type: "chat",
            model: "é", apiKey: "k", user: "u", status: .completed, sku: "s", bot: "b", conversation: "c",
            tokens: TokenCounts(input: 1, output: 0), quantities: [try Quantity(2, unit: "n")],
            charge: try Money("-0.000000000000000001", .eur), duration: .nanoseconds(1_500_250_000),
            labels: [.account: "a", .note: "not asked for"])
        let file = try file([record], ParquetExport(labels: [.account, .region]))
        let cells = try file.names.map { try file.column($0).map { $0?.description ?? "null" }.joined() }
        #expect(
            zip(file.names, cells).map { "\($0)=\($1)" } == [
                "provider=tresor", "id=i", "requestID=r", "time=-1", "type=chat", "model=é", "apiKey=k", "user=u",
                "status=completed", "sku=s", "bot=b", "conversation=c", "inputTokens=1", "outputTokens=0",
                #"units={"n":"2"}"#, "charge=-1", "currency=EUR", "durationMS=1500250000000000000", "account=a",
                "region=null",
            ])
    }

    @Test func unknownFieldsAreNull() throws {
        let file = try file([UsageRecord(provider: .venice)])
        #expect(file.names == CSVExport.columns)
        for name in file.names {
            let expected: String? = ["provider": "venice", "units": "{}"][name]
            #expect(try file.column(name).map { $0?.description } == [expected], "\(name)")
        }
    }

    @Test func theSchemaSaysWhatColumnsMean() throws {
        let file = try file([], ParquetExport(moneyScale: 24, timeUnit: .nanoseconds))
        func element(_ name: String) throws -> ThriftValue {
            file.schema[try #require(file.names.firstIndex(of: name))]
        }
        let decimal = try element("charge")
        #expect([1, 2, 3, 6, 7, 8].map { decimal[$0]?.integer } == [7, 16, 1, 5, 24, 38])
        #expect(decimal[10] == .structure([5: .structure([1: .integer(24), 2: .integer(38)])]))
        #expect(try element("durationMS")[10] == .structure([5: .structure([1: .integer(15), 2: .integer(38)])]))
        let nanoseconds = ThriftValue.structure([8: .structure([1: .bool(true), 2: .structure([3: .structure([:])])])])
        #expect(try element("time")[10] == nanoseconds)
        #expect(try element("time")[6] == nil)
        let text = try element("model")
        #expect(
            text
                == .structure([
                    1: .integer(6), 3: .integer(1), 4: .binary(Array("model".utf8)), 6: .integer(0),
                    10: .structure([1: .structure([:])]),
                ]))
        #expect(try element("provider")[3]?.integer == 0)
        #expect(try element("inputTokens")[1]?.integer == 2)
        #expect(try element("inputTokens")[10] == nil)
        let other = try self.file([])
        let microseconds = other.schema[3]
        #expect(microseconds[6]?.integer == 10)
        #expect(
            microseconds[10] == .structure([8: .structure([1: .bool(true), 2: .structure([2: .structure([:])])])]))
    }

    @Test(arguments: PropertySeeds.some(20))
    func recordsAreReadBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = ParquetRecords.make(
            Int.random(in: 0...120, using: &random), nullsIn: Int.random(in: 1...10, using: &random), using: &random)
        let scale = [24, 30].randomElement(using: &random) ?? 24
        let export = ParquetExport(
            labels: [.account], moneyScale: scale, rowsPerRowGroup: Int.random(in: 1...100, using: &random))
        let file = try file(records, export)
        try file.checkStatistics()
        func expect(_ name: String, _ text: (UsageRecord) -> String?) throws {
            #expect(try file.column(name).map { $0?.description } == records.map(text), "\(name)")
        }
        try expect("provider") { $0.provider.rawValue }
        try expect("id") { $0.id }
        try expect("model") { $0.model }
        try expect("status") { $0.status?.rawValue }
        try expect("account") { $0.labels[.account] }
        try expect("units") { $0.units.text }
        try expect("inputTokens") { $0.tokens.input?.description }
        try expect("currency") { $0.charge?.currency.rawValue }
        try expect("time") { record in
            record.time.map { "\(Int128($0.seconds) * 1_000_000 + Int128($0.nanoseconds) / 1000)" }
        }
        try expect("charge") { $0.charge.map { Self.shifted($0.exact.description, by: scale) } }
        try expect("durationMS") { $0.duration.map { "\($0.attoseconds)" } }
    }

    /// The digits of a decimal text as an integer at a scale.
    private static func shifted(_ text: String, by scale: Int) -> String {
        let parts = text.split(separator: ".")
        let places = parts.count > 1 ? parts[1] : ""
        let digits = String(parts[0]) + places + String(repeating: "0", count: scale - places.count)
        return Int128(digits).map { "\($0)" } ?? "too many digits"
    }

    @Test func theSameRecordsGiveTheSameBytes() throws {
        var random = SeededGenerator(seed: 7)
        let records = ParquetRecords.make(3000, nullsIn: 4, using: &random)
        let names = ["b", "a", "é", "Z"]
        let export = ParquetExport(
            moneyScale: 24, metadata: Dictionary(uniqueKeysWithValues: names.map { ($0, $0 + "!") }))
        let first = try bytes(records, export)
        #expect(try bytes(records, export) == first)
        #expect(try ParquetFile(first).keyValues == ["Z", "a", "b", "é"].map { [$0, $0 + "!"] })
    }

    // MARK: Refusals

    private func refusal(_ record: UsageRecord, _ export: ParquetExport = ParquetExport()) throws -> UsageError {
        var writer = try export.writer()
        try writer.append(UsageRecord(provider: .tresor, id: "before"))
        let error = #expect(throws: UsageError.self) { try writer.append(record) }
        // What was refused has left nothing in any column.
        try writer.append(UsageRecord(provider: .tresor, id: "after"))
        writer.finish()
        var bytes: [UInt8] = []
        while let piece = writer.nextPiece() { bytes += piece }
        #expect(try ParquetFile(bytes).column("id").map { $0?.description } == ["before", "after"])
        return try #require(error)
    }

    @Test func aFinerAmountSaysTheScaleThatItNeeds() throws {
        let record = try charged("0.0000000000000000001")
        let error = try refusal(record)
        #expect(error.code == .inexactNumber)
        #expect(error.requiredScale == 19)
        #expect(error.codingPath == "charge")
        #expect(
            error.message == "expected an amount of up to 18 decimal places, as DECIMAL(38, 18) has, "
                + "found 0.0000000000000000001 EUR; write all files again with a money scale of 19")
        let written = try file([record], ParquetExport(moneyScale: 19)).column("charge")
        #expect(written == [.decimal(1)])
    }

    @Test func aLargerAmountSaysTheScaleThatItAllows() throws {
        let record = try charged("100000000000000000000.5")
        let error = try refusal(record)
        #expect(error.code == .inexactNumber)
        #expect(error.requiredScale == 17)
        #expect(
            error.message == "expected an amount of up to 20 digits before the decimal point, as DECIMAL(38, 18) has, "
                + "found 100000000000000000000.5 EUR; write all files again with a money scale of 17 or less")
        let written = try file([record], ParquetExport(moneyScale: 17)).column("charge")
        #expect(written == [.decimal(10_000_000_000_000_000_000_050_000_000_000_000_000)])
    }

    @Test(arguments: [("1e38", 18), ("-1e100", 0), ("1e-39", 38), ("1e-128", 18)])
    func anAmountThatNoScaleHoldsNamesNone(amount: String, scale: Int) throws {
        let error = try refusal(charged(amount), ParquetExport(moneyScale: scale))
        #expect(error.code == .inexactNumber)
        #expect(error.requiredScale == nil)
        #expect(error.message.hasPrefix("expected an amount of up to 38 digits with its decimal places, found "))
    }

    @Test(arguments: [
        ("99999999999999999999.999999999999999999", 18), ("-99999999999999999999999999999999999999", 0),
        ("0.99999999999999999999999999999999999999", 38), ("1e-38", 38), ("1e37", 0), ("0", 38), ("-5e19", 18),
    ])
    func thirtyEightDigitsAreHeld(amount: String, scale: Int) throws {
        let record = try charged(amount)
        let cells = try file([record], ParquetExport(moneyScale: scale)).column("charge")
        #expect(cells.map { $0?.description } == [Self.shifted(record.charge?.exact.description ?? "", by: scale)])
    }

    @Test func anInstantThatIsFinerThanTheUnitIsRefused() throws {
        let record = UsageRecord(provider: .tresor, time: .at("2026-05-20T00:00:00.000000001Z"))
        let error = try refusal(record)
        #expect(error.code == .inexactNumber)
        #expect(error.codingPath == "time")
        #expect(
            error.message == "expected an instant of whole microseconds, found 2026-05-20T00:00:00.000000001Z; "
                + "write the file in nanoseconds")
        let cells = try file([record], ParquetExport(timeUnit: .nanoseconds)).column("time")
        #expect(cells == [.integer(1_779_235_200_000_000_001)])
    }

    @Test(arguments: [Int64.min, -9_223_372_036_854, 9_223_372_036_854, .max])
    func anInstantOutsideTheRangeOfTheUnitIsRefused(seconds: Int64) throws {
        let fitsInMicroseconds = seconds.magnitude < 10_000_000_000_000
        let record = UsageRecord(provider: .tresor, time: Timestamp(seconds: seconds))
        let error = try refusal(record, ParquetExport(timeUnit: .nanoseconds))
        #expect(error.code == .inexactNumber)
        if fitsInMicroseconds {
            #expect(try file([record]).column("time") == [.integer(seconds * 1_000_000)])
        } else {
            #expect(try refusal(record).code == .inexactNumber)
        }
    }

    /// The first instant of the range is in a second that begins before it.
    @Test func theEndsOfTheRangeAreHeld() throws {
        let ends = [
            Timestamp(seconds: -9_223_372_036_855, nanoseconds: 224_192_000),
            Timestamp(seconds: 9_223_372_036_854, nanoseconds: 775_807_000),
        ]
        let cells = try file(ends.map { UsageRecord(provider: .tresor, time: $0) }).column("time")
        #expect(cells == [.integer(.min), .integer(.max)])
    }

    @Test func aDurationOfMoreDigitsIsRefused() throws {
        let record = UsageRecord(provider: .tresor, duration: Duration(attoseconds: .max))
        #expect(try refusal(record).codingPath == "durationMS")
    }

    @Test func settingsAreChecked() throws {
        for export in [
            ParquetExport(moneyScale: -1), ParquetExport(moneyScale: 39), ParquetExport(rowsPerRowGroup: 0),
            ParquetExport(labels: [.region, .region]), ParquetExport(labels: [.model]),
        ] {
            let error = #expect(throws: UsageError.self) { try export.writer() }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func aTextBeyondTheLimitIsRefused() throws {
        var limits = Parquet.Limits()
        limits.textBytes = 7
        var writer = try ParquetExport(labels: [.note]).writer(limits: limits)
        try writer.append(UsageRecord(provider: .aurous, id: "1234567", labels: [.note: "1234567"]))
        for record in [
            UsageRecord(provider: .aurous, id: "12345678"), UsageRecord(provider: .aurous, labels: [.note: "12345678"]),
        ] {
            let error = #expect(throws: UsageError.self) { try writer.append(record) }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func nothingIsAddedToAFinishedFile() throws {
        var writer = try ParquetExport().writer()
        writer.finish()
        writer.finish()
        let error = #expect(throws: UsageError.self) { try writer.append(UsageRecord(provider: .aurous)) }
        #expect(error?.code == .invalidArgument)
    }

    /// Row groups that are full by their bytes end after the same row, however records are divided.
    @Test(arguments: [2000, 40_000, 400_000, 4_000_000]) func manyRecordsEndTheSameRowGroups(groupBytes: Int) throws {
        var random = SeededGenerator(seed: UInt64(groupBytes))
        let records = ParquetRecords.make(7000, nullsIn: 5, isLong: groupBytes % 3 == 0, using: &random)
        var limits = Parquet.Limits()
        limits.groupBytes = groupBytes
        limits.pageRows = 700
        limits.dictionaryBytes = 3000
        let export = ParquetExport(labels: [.account], moneyScale: 30)
        func bytes(_ counts: () -> Int) throws -> [UInt8] {
            var writer = try export.writer(limits: limits)
            var bytes: [UInt8] = []
            var start = 0
            while start < records.count {
                let part = Array(records[start...].prefix(counts()))
                if part.count == 1 { try writer.append(part[0]) } else { try writer.append(contentsOf: part) }
                start += part.count
                while let piece = writer.nextPiece() { bytes += piece }
            }
            writer.finish()
            while let piece = writer.nextPiece() { bytes += piece }
            return bytes
        }
        let expected = try bytes { 1 }
        #expect(try bytes { 7000 } == expected)
        #expect(try bytes { Int.random(in: 1...4000, using: &random) } == expected)
        #expect(try ParquetFile(expected).groups.count >= (groupBytes < 1_000_000 ? 2 : 1))
    }
}
