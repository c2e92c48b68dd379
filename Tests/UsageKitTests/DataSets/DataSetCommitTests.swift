import Foundation
import Testing

@testable import UsageKit

/// What a commit replaces, and what it refuses to replace.
@Suite struct DataSetCommitTests {
    private let folder: TemporaryFolder
    private let dataSet: PartitionedDataSet

    init() throws {
        folder = try TemporaryFolder()
        dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
    }

    private let a = DataSetSamples.record("a", "2026-05-20T10:00:00Z")
    private let b = DataSetSamples.record("b", "2026-05-21T10:00:00Z")
    private let c = DataSetSamples.record("c", "2026-05-22T10:00:00Z")
    private let days = DataSetSamples.days

    private func refusal(_ write: () throws -> DataSetManifest) throws -> UsageError {
        let before = try folder.files().filter { $0.key.hasPrefix("usage/") && $0.key != "usage/_lock" }
        let error = try #require(throws: UsageError.self) { try write() }
        // Nothing of the data set changes.
        #expect(try folder.files().filter { $0.key.hasPrefix("usage/") && $0.key != "usage/_lock" } == before)
        #expect(error.code == .invalidArgument)
        return error
    }

    @Test func aRestatementReplacesWholeDays() throws {
        try dataSet.put([a, b, c], days)
        let late = DataSetSamples.record("late", "2026-05-21T11:00:00Z")
        let manifest = try dataSet.put([b, late], DataSetSamples.walk("2026-05-21T00:00:00Z", "2026-05-22T00:00:00Z"))
        #expect(
            try dataSet.ids() == [
                "date=2026-05-20": ["a"], "date=2026-05-21": ["b", "late"], "date=2026-05-22": ["c"],
            ])
        #expect(manifest.rows == 4 && manifest.sources.map(\.covered) == [[days.window]])
        #expect(try dataSet.verify().isEmpty)
    }

    @Test func aDayWithoutRecordsNowIsRemoved() throws {
        try dataSet.put([a, b, c], days)
        let manifest = try dataSet.put([a], DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-22T00:00:00Z"))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-22": ["c"]])
        #expect(manifest.partitions.map(\.value) == ["2026-05-20", "2026-05-22"])
        #expect(!FileManager.default.fileExists(atPath: folder.url("usage/date=2026-05-21").path))
    }

    @Test func aPartOfADayDoesNotReplaceTheWholeDay() throws {
        try dataSet.put([a, b], days)
        let error = try refusal {
            try dataSet.put([b], DataSetSamples.walk("2026-05-21T06:00:00Z", "2026-05-23T00:00:00Z"))
        }
        #expect(
            error.message
                == "the data set 'usage' has more of 2026-05-21 than what would replace it, which lacks "
                + "[2026-05-21T00:00:00Z, 2026-05-21T06:00:00Z); write all of that time; what is not in it yet is in "
                + "'usage.partial'")
        // Nor does it remove the day, if there are no records in that part.
        _ = try refusal { try dataSet.put([], DataSetSamples.walk("2026-05-20T12:00:00Z", "2026-05-21T00:00:00Z")) }
    }

    @Test func aDayGrowsUntilItIsWhole() throws {
        let noon = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-20T12:00:00Z")
        #expect(try dataSet.put([a], noon).partitions.map(\.isComplete) == [false])
        _ = try refusal { try dataSet.put([], DataSetSamples.walk("2026-05-20T12:00:00Z", "2026-05-21T00:00:00Z")) }
        let evening = DataSetSamples.record("e", "2026-05-20T20:00:00Z")
        #expect(try dataSet.put([a, evening], days).partitions.map(\.isComplete) == [true])
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "e"]])
    }

    @Test func daysOutsideOfTheWindowStay() throws {
        try dataSet.put([a], DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
        let manifest = try dataSet.put([c], DataSetSamples.walk("2026-05-22T00:00:00Z", "2026-05-23T00:00:00Z"))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-22": ["c"]])
        #expect(manifest.sources.first?.covered.count == 2)
    }

    @Test func recordsOutsideOfAllWindowsAreRefused() throws {
        let error = try refusal {
            try dataSet.put([a, c], DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
        }
        #expect(error.message.hasPrefix("records of 2026-05-22 are outside of the windows of all walks"))
    }

    @Test func twoWalksOfASourceCoverBothWindows() throws {
        try dataSet.put([a, b], days)
        try dataSet.put(
            [a], DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-20T11:00:00Z"),
            DataSetSamples.walk("2026-05-20T11:00:00Z", "2026-05-21T00:00:00Z"))
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-21": ["b"]])
    }

    @Test func otherSourcesAreKept() throws {
        let venice = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z", provider: .venice)
        try dataSet.put([a, b], days, account: "acme", selection: "type=image")
        try dataSet.put([DataSetSamples.record("v", "2026-05-20T01:00:00Z")], venice)
        try dataSet.put([DataSetSamples.record("other", "2026-05-20T02:00:00Z")], days, account: "other")
        try dataSet.put(
            [DataSetSamples.record("chat", "2026-05-20T03:00:00Z")], days, account: "acme", selection: "type=chat")
        #expect(
            try dataSet.ids() == ["date=2026-05-20": ["a", "chat", "other", "v"], "date=2026-05-21": ["b"]])
        let manifest = try dataSet.put([], venice)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "chat", "other"], "date=2026-05-21": ["b"]])
        #expect(manifest.sources.count == 4 && Set(manifest.sources.map(\.part)).count == 4)
        #expect(try dataSet.verify().isEmpty)
    }

    @Test func theOrderOfTheReportsChangesNothing() throws {
        let venice = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z", provider: .venice)
        try dataSet.put([a, b], days, venice)
        let files = try folder.files()
        try dataSet.put([a, b], venice, days, days)
        #expect(try folder.files() == files)
    }

    @Test func aSourceIsNotWrittenWithOthersThanBefore() throws {
        let venice = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z", provider: .venice)
        try dataSet.put([a, b], days, venice)
        let error = try refusal { try dataSet.put([a], days) }
        #expect(error.message.contains("so they would be there twice"))
    }

    @Test func aFileCoversTheTimeOfItsRecords() throws {
        try dataSet.put([a, b], DataSetSamples.file)
        // A file of other days replaces nothing.
        try dataSet.put([c], DataSetSamples.file)
        #expect(try dataSet.ids().count == 3)
        // One that has less of a day is refused, and one that has more replaces it.
        let early = DataSetSamples.record("early", "2026-05-21T01:00:00Z")
        _ = try refusal { try dataSet.put([early], DataSetSamples.file) }
        _ = try refusal { try dataSet.put([early, b], DataSetSamples.file) }
        try dataSet.put([a, early, b], DataSetSamples.file)
        #expect(try dataSet.ids()["date=2026-05-21"] == ["b", "early"])
        let manifest = try dataSet.put([a, early, b, c], DataSetSamples.file)
        #expect(manifest.partitions.map(\.isComplete) == [false, true, false])
    }

    @Test func filesAreNotCreditedWithTheTimeOfEachOther() throws {
        try dataSet.put([a, b, c], DataSetSamples.file)
        let error = try refusal { try dataSet.put([a, c], DataSetSamples.file, DataSetSamples.file) }
        #expect(error.message.hasPrefix("expected one report of a saved file, found 2 reports"))
        _ = try refusal { try dataSet.put([a, c], DataSetSamples.file, days) }
        #expect(try dataSet.ids().count == 3)
    }

    @Test func aFileIsNotTakenForAllOfTheWindowThatItWasReadWith() throws {
        let window = WalkReport(provider: .aurous, endpoint: "replay", window: days.window, isFinished: true)
        try dataSet.put([a, b], window)
        try dataSet.put([c], window)
        #expect(try dataSet.ids().count == 3)
    }

    @Test func recordsWithoutATimeAreReplacedOnlyByAllOfTheirTime() throws {
        let first = DataSetSamples.record("n", nil)
        let second = DataSetSamples.record("m", nil)
        try dataSet.put([a, first], days)
        // A walk of some of the time may have them with a time.
        let day = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")
        let error = try refusal { try dataSet.put([a, DataSetSamples.record("n", "2026-05-20T11:00:00Z")], day) }
        #expect(error.message.contains("write also [2026-05-21T00:00:00Z, 2026-05-23T00:00:00Z) again"))
        _ = try refusal { try dataSet.put([a, second], day) }
        // One of other time cannot, unless it has records without a time itself.
        let june = DataSetSamples.walk("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
        try dataSet.put([DataSetSamples.record("j", "2026-06-01T10:00:00Z")], june)
        #expect(try dataSet.ids()["date=__HIVE_DEFAULT_PARTITION__"] == ["n"])
        let other = try refusal { try dataSet.put([second], june) }
        #expect(other.message.contains("write also [2026-05-20T00:00:00Z, 2026-05-23T00:00:00Z) again"))
        try dataSet.put([], june)
        try dataSet.put([a, second], days)
        #expect(try dataSet.ids()["date=__HIVE_DEFAULT_PARTITION__"] == ["m"])
        try dataSet.put([a], days)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"]])
    }

    @Test func recordsOfAFileWithoutAnyTimeAreNotReplacedByOthers() throws {
        let first = DataSetSamples.record("n", nil)
        try dataSet.put([first], DataSetSamples.file)
        try dataSet.put([first], DataSetSamples.file)
        _ = try refusal { try dataSet.put([DataSetSamples.record("m", nil)], DataSetSamples.file) }
        // Nor are they removed by records that have a time.
        _ = try refusal { try dataSet.put([a], DataSetSamples.file) }
        try dataSet.put([first, a], DataSetSamples.file)
        #expect(try dataSet.ids() == ["date=__HIVE_DEFAULT_PARTITION__": ["n"], "date=2026-05-20": ["a"]])
    }

    @Test func anotherFormatOrUnitIsRefused() throws {
        try dataSet.put([a, b], days)
        let format = try refusal { try dataSet.put([a, b], days, as: .csv(CSVExport())) }
        #expect(
            format.message.hasPrefix(
                "the data set 'usage' is another one: its files are ndjson, and these are csv; write to another folder")
        )
        let unit = try refusal { try dataSet.put([a, b], days, by: .month) }
        #expect(unit.message.contains("it has a partition for each day, and these are for each month"))
    }

    @Test func anotherScaleOrOtherColumnsNeedAllOfTheDataSet() throws {
        try dataSet.put([a, b], days, as: .parquet(ParquetExport()))
        let day = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")
        let scale = try refusal { try dataSet.put([a], day, as: .parquet(ParquetExport(moneyScale: 20))) }
        #expect(
            scale.message.contains(
                "its money scale is 18, and this one is 20 (a folder that begins with records of this scale, or with "
                    + "`moneyScale: 20`, has it for all sources); write all of it again"))
        let columns = try refusal { try dataSet.put([a], day, as: .parquet(ParquetExport(labels: [.account]))) }
        #expect(columns.message.contains("its columns have () in the place of (account STRING)"))
        let time = try refusal { try dataSet.put([a], day, as: .parquet(ParquetExport(timeUnit: .nanoseconds))) }
        #expect(
            time.message.contains(
                "its columns have (time TIMESTAMP(MICROS, UTC)) in the place of (time TIMESTAMP(NANOS, UTC))"))
        let manifest = try dataSet.put([a, b], days, as: .parquet(ParquetExport(moneyScale: 20)))
        #expect(manifest.moneyScale == 20)
        #expect(try dataSet.verify().isEmpty)
        // All of one source is not all of the data set.
        let venice = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z", provider: .venice)
        try dataSet.put([a], venice, as: .parquet(ParquetExport(moneyScale: 20)))
        let smaller = try refusal { try dataSet.put([a, b], days, as: .parquet(ParquetExport())) }
        #expect(smaller.message.contains("its money scale is 20, and this one is 18; write all of it again"))
    }

    @Test func otherFormulasOfACSVAreRefused() throws {
        try dataSet.put([a, b], days, as: .csv(CSVExport()))
        let day = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")
        let error = try refusal { try dataSet.put([a], day, as: .csv(CSVExport(formulas: .kept))) }
        #expect(error.message.contains("its formulas are escaped, and these are kept"))
    }

    @Test func aFileThatNothingSpeaksOfIsReplacedOnlyByItsWholeDay() throws {
        let manifest = try dataSet.put([a, b], days)
        let part = try #require(manifest.sources.first?.part)
        try folder.write("", to: "usage/date=2026-05-22/part-\(part).ndjson")
        let noon = DataSetSamples.walk("2026-05-22T00:00:00Z", "2026-05-22T12:00:00Z")
        _ = try refusal { try dataSet.put([c], noon) }
        try dataSet.put([a, b], days)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a"], "date=2026-05-21": ["b"]])
        #expect(try dataSet.verify().isEmpty)
    }

    /// Several processes write their own sources at the same time.
    @Test func commitsOfAFleetLoseNothing() async throws {
        let providers = (0..<8).map { ProviderID(rawValue: "p\($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for provider in providers {
                group.addTask {
                    var writer = try dataSet.writer(
                        as: .ndjson(NDJSONExport()), by: .day, partial: folder.url("\(provider).partial"))
                    for record in [a, b, c] { try writer.append(record) }
                    try writer.commit([
                        DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-23T00:00:00Z", provider: provider)
                    ])
                }
            }
            try await group.waitForAll()
        }
        let manifest = try #require(try dataSet.manifest())
        #expect(manifest.partitions.count == 24 && manifest.sources.count == 8 && manifest.rows == 24)
        #expect(try dataSet.verify().isEmpty)
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("usage/") })
    }
}
