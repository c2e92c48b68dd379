import Foundation
import Testing

@testable import UsageKit

@Suite struct RecordFileTests {
    private let folder: TemporaryFolder
    private let format = RecordFormat.ndjson(NDJSONExport())

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func record(_ id: String) -> UsageRecord { UsageRecord(provider: .aurous, id: id) }

    private static func line(_ id: String) -> String { NDJSONExport().line(for: record(id)) }

    private static func failure(of file: consuming RecordFile, reports: [WalkReport] = []) -> UsageError? {
        do {
            try file.commit(reports)
            return nil
        } catch {
            return error
        }
    }

    @Test func aFileAppearsWhole() throws {
        var file = try RecordFile(at: folder.url("out"), as: format)
        try file.append(Self.record("a"))
        #expect(folder.text("out") == nil)
        #expect(folder.text("out.partial") == "")
        try file.append(Self.record("b"))
        try file.commit()
        #expect(folder.text("out") == Self.line("a") + Self.line("b"))
        #expect(folder.text("out.partial") == nil)
    }

    @Test func aCSVWithoutRecordsHasItsHeader() throws {
        try RecordFile(at: folder.url("out"), as: .csv(CSVExport())).commit()
        #expect(folder.text("out") == CSVExport().header)
    }

    @Test func anIncompleteFileStaysBesideTheOldOne() throws {
        try folder.write("old", to: "out")
        var file = try RecordFile(at: folder.url("out"), as: format)
        try file.append(Self.record("a"))
        let partial = try file.leavePartial()
        #expect(partial.path == folder.url("out.partial").path)
        #expect(folder.text("out") == "old")
        #expect(folder.text("out.partial") == Self.line("a"))
    }

    @Test func aWalkThatIsNotCompleteIsRefusedAndItsRecordsStay() throws {
        let whole = DataSetSamples.days
        let cut = whole.ended(because: WalkStop(.missingRows, "the walk reached its limit of 1 rows"))
        let running = WalkReport(provider: .tresor, endpoint: "usage", window: .all)
        let reasons = [
            (cut, "aurous (events) is not: the walk reached its limit of 1 rows"),
            (running, "tresor (usage) is not: it is not over"),
        ]
        for (report, reason) in reasons {
            try folder.write("old", to: "out")
            var file = try RecordFile(at: folder.url("out"), as: format)
            try file.append(Self.record("a"))
            let error = Self.failure(of: file, reports: [whole, report])
            #expect(error?.code == .incompleteWalk)
            #expect(error?.provider == report.provider)
            #expect(
                error?.message
                    == "the file 'out' needs a complete walk, and that of \(reason); what was read is in 'out.partial'")
            #expect(folder.text("out") == "old")
            #expect(folder.text("out.partial") == Self.line("a"))
        }
        var file = try RecordFile(at: folder.url("out"), as: format)
        try file.append(Self.record("b"))
        try file.commit([whole, whole])
        #expect(try folder.files() == ["out": Data(Self.line("b").utf8)])
    }

    @Test func aDiscardedFileLeavesNothing() throws {
        try folder.write("old", to: "out")
        var file = try RecordFile(at: folder.url("out"), as: format)
        try file.append(Self.record("a"))
        file.discard()
        #expect(try folder.files().keys.sorted() == ["out"])
        #expect(folder.text("out") == "old")
    }

    @Test func aFileThatIsDroppedByAnErrorLeavesNothing() throws {
        func write() throws {
            var file = try RecordFile(at: folder.url("out"), as: .parquet(ParquetExport(moneyScale: 0)))
            var record = Self.record("a")
            record.charge = try? Money("0.5", .eur)
            try file.append(record)
            try file.commit()
        }
        let error = #expect(throws: UsageError.self) { try write() }
        #expect(error?.requiredScale == 1)
        #expect(try folder.files().isEmpty)
    }

    @Test func otherRecordsFollowARefusedOne() throws {
        var file = try RecordFile(at: folder.url("out"), as: .parquet(ParquetExport(moneyScale: 0)))
        var fine = Self.record("fine")
        fine.charge = try? Money("0.5", .eur)
        try file.append(Self.record("a"))
        #expect(throws: UsageError.self) { try file.append(fine) }
        try file.append(Self.record("b"))
        try file.commit()
        let bytes = [UInt8](try Data(contentsOf: folder.url("out")))
        #expect(try ParquetFile(bytes).column("id") == [.text(Array("a".utf8)), .text(Array("b".utf8))])
    }

    @Test func whatAKilledProcessLeftIsReplaced() throws {
        try folder.write(String(repeating: "half of a line", count: 1000), to: "out.partial")
        var file = try RecordFile(at: folder.url("out"), as: format)
        try file.append(Self.record("a"))
        try file.commit()
        #expect(folder.text("out") == Self.line("a"))
    }

    @Test func aSecondWriterIsRefusedUntilTheFirstEnds() throws {
        let first = try RecordFile(at: folder.url("out"), as: format)
        let error = #expect(throws: UsageError.self) {
            let second = try RecordFile(at: folder.url("out"), as: format)
            second.discard()
        }
        #expect(error?.code == .outputInUse)
        #expect(error?.message == "the file 'out' is being written by another process")
        first.discard()
        try RecordFile(at: folder.url("out"), as: format).commit()
        #expect(folder.text("out") == "")
    }

    @Test func aFileOfAnotherNameIsNotTakenForThePartialOne() throws {
        let file = try DiskFile(appendingToOutput: folder.url("a").path)
        #expect(try file.isNamed(folder.url("a").path))
        #expect(try !file.isNamed(folder.url("b").path))
        try DiskFile.rename(folder.url("a").path, to: folder.url("b").path)
        _ = try DiskFile(appendingToOutput: folder.url("a").path)
        #expect(try !file.isNamed(folder.url("a").path))
        #expect(try file.isNamed(folder.url("b").path))
    }

    @Test func aSymbolicLinkStaysAndTheFileThatItLeadsToIsReplaced() throws {
        try folder.write("target", to: "target")
        try FileManager.default.createSymbolicLink(at: folder.url("out"), withDestinationURL: folder.url("target"))
        try RecordFile(at: folder.url("out"), as: .csv(CSVExport())).commit()
        #expect(folder.text("target") == CSVExport().header)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.url("out").path)
                == folder.url("target").path)
        #expect(!FileManager.default.fileExists(atPath: folder.url("out.partial").path))
        #expect(!FileManager.default.fileExists(atPath: folder.url("target.partial").path))
    }

    @Test func aLinkAtThePartialNameIsNotFollowed() throws {
        try folder.write("target", to: "target")
        try FileManager.default.createSymbolicLink(
            at: folder.url("out.partial"), withDestinationURL: folder.url("target"))
        let error = #expect(throws: UsageError.self) { try RecordFile(at: folder.url("out"), as: format).discard() }
        #expect(error?.code == .outputNotWritten)
        #expect(folder.text("target") == "target")
    }

    @Test func placesThatCannotBeAFileAreRefusedBeforeARecord() throws {
        try folder.write("", to: "file")
        try FileManager.default.createDirectory(at: folder.url("sub"), withIntermediateDirectories: false)
        let places = [
            (folder.url("sub"), "expected a file to write to, the file 'sub' is a folder"),
            (
                folder.url.appendingPathComponent("new", isDirectory: true),
                "expected a file to write to, found the folder 'new'"
            ),
            (
                folder.url("missing/out"),
                "the file 'out' cannot be written: its folder 'missing' does not exist"
            ),
            (folder.url("file/out"), "the file 'out' cannot be written: 'file' is no folder"),
        ]
        for (url, message) in places {
            let error = #expect(throws: UsageError.self) { try RecordFile(at: url, as: format).discard() }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message == message)
        }
        let web = try #require(URL(string: "https://example.com/out"))
        let error = #expect(throws: UsageError.self) { try RecordFile(at: web, as: format).discard() }
        #expect(error?.code == .invalidArgument)
        #expect(try folder.files().keys.sorted() == ["file"])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/null"))) func aDeviceIsRefused() {
        let url = URL(fileURLWithPath: "/dev/null")
        let error = #expect(throws: UsageError.self) { try RecordFile(at: url, as: format).discard() }
        #expect(error?.code == .invalidArgument)
    }

    @Test func settingsAreRefusedBeforeThereIsAFile() throws {
        #expect(throws: UsageError.self) {
            try RecordFile(at: folder.url("out"), as: .parquet(ParquetExport(rowsPerRowGroup: 0))).discard()
        }
        #expect(try folder.files().isEmpty)
    }

    @Test func bytesAreWrittenInBlocks() throws {
        let faults = DiskFaults()
        var file = try RecordFile(at: folder.url("out"), as: format, on: faults.disk)
        let count = 1000
        for number in 0..<count { try file.append(Self.record("\(number)")) }
        try file.commit()
        let size = try Data(contentsOf: folder.url("out")).count
        #expect(faults.steps.filter { $0 == "write out.partial" }.count == size / 65_536 + 1)
        #expect(
            faults.steps.suffix(3) == [
                "synchronize out.partial", "rename out", "synchronize \(folder.url.lastPathComponent)",
            ])
    }

    @Test func afterAFailedWriteNothingIsAddedAndNothingChanges() throws {
        try folder.write("old", to: "out")
        let faults = DiskFaults(at: 1, code: ENOSPC)
        var file = try RecordFile(at: folder.url("out"), as: format, on: faults.disk)
        var codes: [UsageError.Code] = []
        for number in 0..<1000 {
            do { try file.append(Self.record("\(number)")) } catch { codes.append(error.code) }
        }
        #expect(codes.count > 500)
        #expect(Set(codes) == [.storageFull])
        let error = Self.failure(of: file)
        #expect(error?.message == "the file 'out' could not be written: No space left on device")
        #expect(try folder.files() == ["out": Data("old".utf8)])
    }
}
