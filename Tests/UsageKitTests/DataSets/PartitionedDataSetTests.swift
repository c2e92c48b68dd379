import Foundation
import Testing

@testable import UsageKit

@Suite struct PartitionedDataSetTests {
    private let folder: TemporaryFolder
    private let dataSet: PartitionedDataSet

    init() throws {
        folder = try TemporaryFolder()
        dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
    }

    private static let records = [
        DataSetSamples.record("a", "2026-05-20T10:00:00Z"), DataSetSamples.record("b", "2026-05-21T00:00:00Z"),
        DataSetSamples.record("c", "2026-05-20T23:59:59Z"),
    ]

    @Test func recordsAreInTheFilesOfTheirDays() throws {
        let manifest = try dataSet.put(Self.records, DataSetSamples.days)
        let part = try #require(manifest.sources.first?.part)
        #expect(
            try folder.files().keys.sorted() == [
                "usage/_lock", "usage/_manifest.json", "usage/date=2026-05-20/part-\(part).ndjson",
                "usage/date=2026-05-21/part-\(part).ndjson",
            ])
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "c"], "date=2026-05-21": ["b"]])
        #expect(try dataSet.manifest() == manifest)
        #expect(try dataSet.verify().isEmpty)
        #expect(manifest.rows == 3)
        let day = try #require(manifest.partitions.first)
        #expect(day.value == "2026-05-20" && day.rows == 2 && day.isComplete)
        #expect(day.first == .at("2026-05-20T10:00:00Z") && day.last == .at("2026-05-20T23:59:59Z"))
        #expect(day.covered.map(\.window) == [.between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")])
        #expect(manifest.sources.map(\.covered) == [[DataSetSamples.days.window]])
    }

    @Test func monthsAreFolders() throws {
        let june = DataSetSamples.record("d", "2026-06-01T00:00:00Z")
        let months = DataSetSamples.walk("2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z")
        let manifest = try dataSet.put(Self.records + [june], months, by: .month)
        #expect(try dataSet.ids() == ["month=2026-05": ["a", "b", "c"], "month=2026-06": ["d"]])
        #expect(manifest.unit == .month && manifest.partitions.allSatisfy(\.isComplete))
    }

    @Test func recordsWithoutATimeHaveAPartition() throws {
        try dataSet.put(Self.records + [DataSetSamples.record("n", nil)], DataSetSamples.days)
        #expect(try dataSet.ids()["date=__HIVE_DEFAULT_PARTITION__"] == ["n"])
        let partition = try #require(try dataSet.manifest()?.partitions.last)
        #expect(partition.value == "__HIVE_DEFAULT_PARTITION__" && partition.first == nil)
        #expect(partition.covered.map(\.window) == [DataSetSamples.days.window])
    }

    @Test(arguments: [
        RecordFormat.csv(CSVExport()), .ndjson(NDJSONExport()), .parquet(ParquetExport()),
    ])
    func eachPartitionHasTheBytesOfAFileOfItsRecords(format: RecordFormat) throws {
        let manifest = try dataSet.put(Self.records, DataSetSamples.days, as: format)
        for (partition, records) in zip(manifest.partitions, [[Self.records[0], Self.records[2]], [Self.records[1]]]) {
            var file = try RecordFile(at: folder.url("single"), as: format)
            for record in records { try file.append(record) }
            try file.commit()
            let bytes = try Data(contentsOf: folder.url("single"))
            #expect(try Data(contentsOf: folder.url("usage/\(partition.path)")) == bytes)
            #expect(partition.bytes == bytes.count && partition.rows == records.count)
            #expect(partition.path.hasSuffix(".\(format.fileExtension)"))
        }
        #expect(try dataSet.verify().isEmpty)
    }

    @Test func theSameRecordsLeaveTheSameFiles() throws {
        for format in [RecordFormat.ndjson(NDJSONExport()), .parquet(ParquetExport())] {
            let first = try TemporaryFolder()
            let other = DataSetSamples.dataSet(at: first.url("usage"))
            try other.put(Self.records, DataSetSamples.days, as: format)
            let files = try first.files()
            try other.put(Self.records, DataSetSamples.days, as: format)
            #expect(try first.files() == files)
        }
    }

    @Test func theManifestIsReadBack() throws {
        let unsettled = UsageRecord(
            provider: .aurous, id: "u", time: .at("2026-05-22T10:00:00Z"), status: .processing,
            labels: [.account: "\"x\""])
        let manifest = try dataSet.put(
            Self.records + [unsettled], DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-22T12:00:00Z"),
            account: "é\n", selection: "model=x", as: .parquet(ParquetExport(labels: [.account], moneyScale: 20)))
        #expect(try dataSet.manifest() == manifest)
        #expect(try DataSetManifest(manifest.bytes).bytes == manifest.bytes)
        #expect(try JSONValue(json: manifest.bytes) == manifest.jsonValue)
        #expect(manifest.moneyScale == 20)
        #expect(manifest.columns.map(\.name) == CSVExport.columns + ["account"])
        let types = Dictionary(uniqueKeysWithValues: manifest.columns.map { ($0.name, $0.type) })
        #expect(types["charge"] == "DECIMAL(38, 20)" && types["time"] == "TIMESTAMP(MICROS, UTC)")
        #expect(types["inputTokens"] == "INT64" && types["account"] == "STRING")
        let source = try #require(manifest.sources.first)
        #expect(source.account == "é\n" && source.selection == "model=x" && source.endpoint == "events")
        let last = try #require(manifest.partitions.last)
        #expect(last.unsettled == 1 && !last.isComplete)
        #expect(
            last.incomplete == [
                "aurous (events) was not read for [2026-05-22T12:00:00Z, 2026-05-23T00:00:00Z)",
                "1 request had not ended",
            ])
    }

    @Test(arguments: [
        "", "[]", "{\"version\":2}", "{\"version\":1}",
        "{\"version\":1,\"partition\":\"week\",\"format\":\"csv\",\"formulas\":null,\"moneyScale\":null,\"columns\":[]}",
    ])
    func anotherManifestIsRefused(text: String) throws {
        try folder.write(text, to: "usage/_manifest.json")
        #expect(throws: UsageError.self) { try dataSet.manifest() }
        #expect(throws: UsageError.self) { try dataSet.put(Self.records, DataSetSamples.days) }
        #expect(folder.text("usage/_manifest.json") == text)
        #expect(try dataSet.ids().isEmpty)
    }

    @Test func aDataSetThatDoesNotExistHasNoManifest() throws {
        #expect(try dataSet.manifest() == nil)
        let error = #expect(throws: UsageError.self) { try dataSet.verify() }
        #expect(error?.code == .unreadableFile)
    }

    @Test func damageIsNamed() throws {
        let manifest = try dataSet.put(Self.records, DataSetSamples.days)
        let paths = manifest.partitions.map(\.path)
        try FileManager.default.removeItem(at: folder.url("usage/\(paths[0])"))
        var text = try #require(folder.text("usage/\(paths[1])"))
        text = text.replacingOccurrences(of: "\"b\"", with: "\"x\"")
        try folder.write(text, to: "usage/\(paths[1])")
        try folder.write("", to: "usage/date=2026-05-22/part-other.ndjson")
        #expect(
            try dataSet.verify() == [
                DataSetDamage(path: paths[0], kind: .missing), DataSetDamage(path: paths[1], kind: .changed),
                DataSetDamage(path: "date=2026-05-22/part-other.ndjson", kind: .unknown),
            ])
        // The same records put all right that is theirs.
        try dataSet.put(Self.records, DataSetSamples.days)
        #expect(try dataSet.verify().map(\.kind) == [.unknown])
    }

    @Test func focusIsRefused() throws {
        let focus = try FOCUSExport(
            rates: ExchangeRates(into: .eur), names: FOCUSNames(account: "acme"), isComplete: true)
        let error = #expect(throws: UsageError.self) { try dataSet.put([], DataSetSamples.days, as: .focus(focus)) }
        #expect(error?.code == .invalidArgument)
        #expect(try folder.files().isEmpty)
    }

    @Test func aFileInThePlaceOfTheFolderIsRefused() throws {
        try folder.write("x", to: "usage")
        let error = #expect(throws: UsageError.self) { try dataSet.put([], DataSetSamples.days) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "expected a folder to write to, the data set 'usage' is a file")
    }

    @Test func aLinkToAFolderIsFollowed() throws {
        let target = folder.url.appendingPathComponent("target", isDirectory: true)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(at: dataSet.folder, withDestinationURL: target)
        try dataSet.put(Self.records, DataSetSamples.days)
        #expect(try DataSetSamples.dataSet(at: target).ids().count == 2)
        #expect(try dataSet.verify().isEmpty)
        #expect(throws: Never.self) { try FileManager.default.destinationOfSymbolicLink(atPath: dataSet.folder.path) }
    }

    /// A later run whose amounts would need less keeps the scale of the files.
    @Test func aLaterRunHasTheScaleOfTheDataSet() throws {
        try dataSet.put(Self.records, DataSetSamples.days, as: .parquet(ParquetExport(moneyScale: 20)))
        let june = DataSetSamples.walk("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
        let manifest = try dataSet.write(as: .parquet(ParquetExport()), by: .day, reports: [june]) {
            [DataSetSamples.record("j", "2026-06-01T10:00:00Z")]
        }
        #expect(manifest.moneyScale == 20 && manifest.partitions.count == 3)
    }

    @Test func anAmountThatNeedsALargerScaleHasAllRecordsWrittenAgain() throws {
        var fine = DataSetSamples.record("fine", "2026-05-21T10:00:00Z")
        fine.charge = try? Money("0.000000000000000000000001", .eur)
        var calls = 0
        let manifest = try dataSet.write(
            as: .parquet(ParquetExport()), by: .day, reports: [DataSetSamples.days]
        ) {
            calls += 1
            return Self.records + [fine]
        }
        #expect(calls == 2 && manifest.moneyScale == 24 && manifest.rows == 4)
        let bytes = try Data(contentsOf: folder.url("usage/\(manifest.partitions[1].path)"))
        #expect(
            try ParquetFile([UInt8](bytes)).column("charge") == [
                .decimal(500_000_000_000_000_000_000_000), .decimal(1),
            ])
        #expect(folder.text("usage.partial/_lock") == nil)
    }

    /// Another source keeps the data set at its scale; a folder that begins with the larger one takes both.
    @Test func aLargerScaleBesideOtherSourcesNeedsAFolderThatBeginsWithIt() throws {
        var fine = DataSetSamples.record("fine", "2026-05-21T10:00:00Z")
        fine.charge = try? Money("0.000000000000000000000001", .eur)
        func writeBoth(in dataSet: PartitionedDataSet, _ export: ParquetExport) throws -> DataSetManifest {
            try dataSet.write(as: .parquet(export), by: .day, reports: [DataSetSamples.days], account: "one") {
                Self.records
            }
            return try dataSet.write(as: .parquet(export), by: .day, reports: [DataSetSamples.days], account: "two") {
                [fine]
            }
        }
        let error = #expect(throws: UsageError.self) { try writeBoth(in: dataSet, ParquetExport()) }
        #expect(error?.message.contains("`moneyScale: 24`, has it for all sources") == true)
        let other = DataSetSamples.dataSet(at: folder.url("other"))
        #expect(try writeBoth(in: other, ParquetExport(moneyScale: 24)).rows == 4)
    }

    /// Processes that write at the same time need a folder each, and a bound on their memory.
    @Test func recordsAreWrittenInAFolderOfTheirOwn() throws {
        let busy = try dataSet.writer(as: .ndjson(NDJSONExport()), by: .day)
        var written: [String?] = []
        let manifest = try dataSet.write(
            as: .ndjson(NDJSONExport()), by: .day, partial: folder.url("mine"), bufferedBytes: 0,
            reports: [DataSetSamples.days]
        ) {
            Self.records.lazy.map { record in
                written.append(folder.text("mine/date=2026-05-20/part.ndjson"))
                return record
            }
        }
        busy.discard()
        let first = NDJSONExport().line(for: Self.records[0])
        #expect(manifest.rows == 3 && written == [nil, first, first])
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("usage/") })
    }

    @Test func amountsWithoutACommonScaleAreRefused() throws {
        var fine = DataSetSamples.record("fine", "2026-05-21T10:00:00Z")
        fine.charge = try? Money("0.000000000000000000000001", .eur)
        var large = fine
        large.charge = try? Money("100000000000000000000", .eur)
        let error = #expect(throws: UsageError.self) {
            try dataSet.write(as: .parquet(ParquetExport()), by: .day, reports: [DataSetSamples.days]) {
                [fine, large]
            }
        }
        #expect(error?.code == .inexactNumber)
        #expect(try folder.files().isEmpty)
    }
}
