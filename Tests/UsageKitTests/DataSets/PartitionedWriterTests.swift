import Foundation
import Testing

@testable import UsageKit

@Suite struct PartitionedWriterTests {
    private let folder: TemporaryFolder
    private let dataSet: PartitionedDataSet
    private let format = RecordFormat.ndjson(NDJSONExport())

    init() throws {
        folder = try TemporaryFolder()
        dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
    }

    private static let records = [
        DataSetSamples.record("a", "2026-05-20T10:00:00Z"), DataSetSamples.record("b", "2026-05-21T00:00:00Z"),
    ]

    @Test func nothingOfTheDataSetChangesBeforeTheCommit() throws {
        try dataSet.put(Self.records, DataSetSamples.days)
        let files = try folder.files()
        var writer = try dataSet.writer(as: format, by: .day)
        try writer.append(Self.records[0])
        #expect(writer.rows == 1)
        #expect(try folder.files().filter { !$0.key.hasPrefix("usage.partial/") } == files)
        writer.discard()
        #expect(try folder.files() == files)
    }

    @Test func recordsThatAreNotCompleteStayBesideTheDataSet() throws {
        try dataSet.put([Self.records[0]], DataSetSamples.days)
        let files = try folder.files()
        var writer = try dataSet.writer(as: format, by: .day)
        for record in Self.records { try writer.append(record) }
        #expect(try writer.leavePartial().path == folder.url("usage.partial").path)
        #expect(try folder.files().filter { !$0.key.hasPrefix("usage.partial/") } == files)
        #expect(folder.text("usage.partial/date=2026-05-20/part.ndjson") == NDJSONExport().line(for: Self.records[0]))
        #expect(folder.text("usage.partial/date=2026-05-21/part.ndjson") == NDJSONExport().line(for: Self.records[1]))
        // The next writer replaces them.
        try dataSet.put(Self.records, DataSetSamples.days)
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("usage/") })
    }

    @Test func anIncompleteWalkIsNotCommitted() throws {
        let stopped = DataSetSamples.days.ended(because: WalkStop(.cancelled, "the walk was cancelled"))
        let running = WalkReport(provider: .venice, endpoint: "usage", window: DataSetSamples.days.window)
        for report in [stopped, running] {
            let error = #expect(throws: UsageError.self) { try dataSet.put(Self.records, DataSetSamples.days, report) }
            #expect(error?.code == .incompleteWalk)
            #expect(error?.message.hasSuffix("what is not in it yet is in 'usage.partial'") == true)
            #expect(try dataSet.ids().isEmpty)
            #expect(folder.text("usage.partial/date=2026-05-20/part.ndjson") != nil)
        }
    }

    @Test func aCommitNeedsAReport() {
        let error = #expect(throws: UsageError.self) { try dataSet.put(Self.records) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aSecondWriterIsRefusedUnlessItHasAFolderOfItsOwn() throws {
        let first = try dataSet.writer(as: format, by: .day)
        let error = #expect(throws: UsageError.self) { try dataSet.writer(as: format, by: .day).discard() }
        #expect(error?.code == .outputInUse)
        var second = try dataSet.writer(as: format, by: .day, partial: folder.url("mine"))
        try second.append(Self.records[0])
        try second.commit([DataSetSamples.days])
        first.discard()
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"]])
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("usage/") })
    }

    @Test func whatAKilledProcessLeftIsReplaced() throws {
        try folder.write("half", to: "usage.partial/date=2026-05-19/part.ndjson")
        try folder.write("half", to: "usage.partial/date=2026-05-20/part.csv")
        try folder.write("", to: "usage.partial/_lock")
        try dataSet.put(Self.records, DataSetSamples.days)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-21": ["b"]])
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("usage/") })
    }

    @Test func anotherFormatOrUnitIsRefusedBeforeARecord() throws {
        try dataSet.put(Self.records, DataSetSamples.days)
        let files = try folder.files()
        for (format, unit) in [(RecordFormat.csv(CSVExport()), PartitionedDataSet.Unit.day), (format, .month)] {
            let error = #expect(throws: UsageError.self) { try dataSet.writer(as: format, by: unit).discard() }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.hasPrefix("the data set 'usage' is another one: ") == true)
        }
        #expect(try folder.files() == files)
    }

    @Test func whatAnEarlierRunLeftStaysUntilSomethingIsWritten() throws {
        try folder.write("earlier", to: "usage.partial/date=2026-05-19/part.ndjson")
        let files = try folder.files()
        try dataSet.writer(as: format, by: .day).discard()
        #expect(try folder.files() == files)
        var writer = try dataSet.writer(as: format, by: .day, bufferedBytes: 0)
        try writer.append(Self.records[0])
        #expect(
            try folder.files().keys.sorted() == ["usage.partial/_lock", "usage.partial/date=2026-05-20/part.ndjson"])
        writer.discard()
        #expect(try folder.files().isEmpty)
    }

    @Test(arguments: ["notes.txt", "date=2026-05-20/notes.txt", "photos/a.jpg"])
    func aFolderWithOtherFilesIsNotEmptied(name: String) throws {
        try folder.write("mine", to: "usage.partial/\(name)")
        let error = #expect(throws: UsageError.self) { try dataSet.put(Self.records, DataSetSamples.days) }
        #expect(error?.code == .invalidArgument)
        #expect(folder.text("usage.partial/\(name)") == "mine")
    }

    @Test func aRefusedRecordLeavesNoPartition() throws {
        var writer = try dataSet.writer(as: .parquet(ParquetExport(moneyScale: 0)), by: .day)
        #expect(throws: UsageError.self) { try writer.append(Self.records[0]) }
        try writer.append(UsageRecord(provider: .aurous, id: "n", time: .at("2026-05-21T00:00:00Z")))
        let manifest = try writer.commit([DataSetSamples.days])
        #expect(manifest.partitions.map(\.value) == ["2026-05-21"])
    }

    /// The order of days does not change the files, however little memory there is.
    @Test(arguments: [RecordFormat.csv(CSVExport()), .ndjson(NDJSONExport())])
    func littleMemoryGivesTheSameLines(format: RecordFormat) throws {
        var random = SeededGenerator(seed: 3)
        let records = (0..<2000).map { number in
            var record = DataSetSamples.record("\(number)", nil)
            record.time = Timestamp(seconds: 1_779_000_000 + Int64.random(in: 0..<200 * 86_400, using: &random))
            return record
        }
        let window = DataSetSamples.walk("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
        try dataSet.put(records, window, as: format)
        let files = try folder.files()
        let faults = DiskFaults()
        var writer = try PartitionedWriter(
            dataSet.folder, as: format, by: .day, partial: nil, bufferedBytes: 4000, on: faults.disk, now: dataSet.now)
        for record in records { try writer.append(record) }
        #expect(faults.steps.contains { $0.hasPrefix("write part.") })
        try writer.commit([window])
        #expect(try folder.files() == files)
    }

    @Test func littleMemoryMakesRowGroupsOfParquetAndLosesNothing() throws {
        var random = SeededGenerator(seed: 4)
        let records = (0..<3000).map { number in
            var record = DataSetSamples.record("\(number)", nil)
            record.time = Timestamp(seconds: 1_779_235_200 + Int64.random(in: 0..<5 * 86_400, using: &random))
            return record
        }
        let window = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-25T00:00:00Z")
        var writer = try dataSet.writer(as: .parquet(ParquetExport()), by: .day, bufferedBytes: 50_000)
        for record in records { try writer.append(record) }
        let manifest = try writer.commit([window])
        #expect(manifest.partitions.count == 5 && manifest.rows == 3000)
        for partition in manifest.partitions {
            let file = try ParquetFile([UInt8](Data(contentsOf: folder.url("usage/\(partition.path)"))))
            let expected = records.filter { PartitionKey(of: $0.time, by: .day).value == partition.value }
            #expect(try file.column("id") == expected.map { .text(Array(($0.id ?? "").utf8)) })
        }
        #expect(try dataSet.verify().isEmpty)
    }

    /// More partitions than most processes may open files.
    @Test func thousandsOfPartitionsNeedNoOpenFiles() throws {
        let records = (0..<4000).map { day in
            UsageRecord(provider: .aurous, id: "\(day)", time: Timestamp(seconds: Int64(day) * 86_400))
        }
        let window = DataSetSamples.walk("1970-01-01T00:00:00Z", "2000-01-01T00:00:00Z")
        var writer = try dataSet.writer(as: format, by: .day, bufferedBytes: 100_000)
        for record in records { try writer.append(record) }
        let manifest = try writer.commit([window])
        #expect(manifest.partitions.count == 4000)
        #expect(try dataSet.ids().count == 4000)
    }

    /// A partition whose row group is full waits with little memory, as all others may.
    @Test func aFullRowGroupGivesItsMemoryBack() throws {
        let format = RecordFormat.parquet(ParquetExport(rowsPerRowGroup: 1000))
        let key = PartitionKey(of: .at("2026-05-20T00:00:00Z"), by: .day)
        var partition = try StagedPartition(key, format)
        var single = try RecordEncoder(format)
        for number in 0..<1000 {
            let record = DataSetSamples.record("\(number)", "2026-05-20T10:00:00Z")
            _ = try partition.append(record)
            try single.append(record)
        }
        #expect(partition.encoder.reservedBytes > 10_000)
        while partition.encoder.nextPiece() != nil {}
        while single.nextPiece() != nil {}
        #expect(partition.encoder.reservedBytes == 0 && partition.encoder.bufferedBytes == 0)
        // A file of its own uses its memory again.
        #expect(single.reservedBytes > 10_000)
    }

    /// A disk on which the data set is at a mount point.
    private var mounted: OutputDisk {
        var disk = OutputDisk()
        disk.canMove = { from, to in from.contains("/usage/") || from.hasSuffix("/usage") || !to.hasSuffix("/usage") }
        return disk
    }

    private func writer(on disk: OutputDisk, partial: URL? = nil) throws(UsageError) -> PartitionedWriter {
        try PartitionedWriter(
            dataSet.folder, as: format, by: .day, partial: partial, bufferedBytes: 1 << 20, on: disk, now: dataSet.now)
    }

    @Test func aDataSetAtAMountPointIsWrittenInItsFolder() throws {
        try dataSet.put([Self.records[0]], DataSetSamples.days)
        let files = try folder.files()
        var writer = try writer(on: mounted)
        for record in Self.records { try writer.append(record) }
        try writer.leavePartial()
        #expect(folder.text("usage/_partial/date=2026-05-21/part.ndjson") == NDJSONExport().line(for: Self.records[1]))
        #expect(try folder.files().filter { !$0.key.hasPrefix("usage/_partial/") } == files)
        #expect(try dataSet.verify().isEmpty)
        try dataSet.put(Self.records, DataSetSamples.days, on: mounted)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-21": ["b"]])
        #expect(OutputPath.kind(of: folder.url("usage/_partial").path) == nil)
    }

    @Test func aPartialFolderOnAnotherFileSystemIsRefused() throws {
        try dataSet.put([Self.records[0]], DataSetSamples.days)
        let files = try folder.files()
        let error = #expect(throws: UsageError.self) {
            try writer(on: mounted, partial: folder.url("mine")).discard()
        }
        #expect(error?.code == .invalidArgument)
        #expect(
            error?.message.hasPrefix("expected a folder on the file system of the data set 'usage', found ") == true)
        #expect(try folder.files() == files)
        try writer(on: mounted, partial: folder.url("usage/mine")).discard()
    }
}
