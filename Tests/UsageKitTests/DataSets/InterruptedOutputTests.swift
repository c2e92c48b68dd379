import Foundation
import Testing

@testable import UsageKit

/// Files and data sets whose writing fails or is killed at each of its steps.
@Suite struct InterruptedOutputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let old = [
        DataSetSamples.record("a", "2026-05-20T10:00:00Z"), DataSetSamples.record("b", "2026-05-21T10:00:00Z"),
        DataSetSamples.record("c", "2026-05-22T10:00:00Z"),
    ]
    /// The first day is as it was, the second one has changed, the third one has no record any more, and a fourth is new.
    private static let new = [
        old[0], DataSetSamples.record("b2", "2026-05-21T10:00:00Z"), DataSetSamples.record("d", "2026-05-23T10:00:00Z"),
    ]
    private static let window = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-24T00:00:00Z")

    private static func writeFile(_ folder: URL, _ faults: DiskFaults) throws(UsageError) {
        var file = try RecordFile(
            at: folder.appendingPathComponent("out", isDirectory: false), as: .ndjson(NDJSONExport()), on: faults.disk)
        for _ in 0..<500 { try file.append(old[0]) }
        try file.commit()
    }

    private static func writeDataSet(_ folder: URL, _ faults: DiskFaults) throws(UsageError) {
        try DataSetSamples.dataSet(at: folder.appendingPathComponent("usage")).put(new, window, on: faults.disk)
    }

    /// What a reader of the file may see.
    private func checkFile(_ isOld: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
        let line = NDJSONExport().line(for: Self.old[0])
        #expect(
            folder.text("out") == (isOld ? "old" : String(repeating: line, count: 500)),
            sourceLocation: sourceLocation)
    }

    /// What a reader of the data set may see: each day as it was or as it is.
    private func checkDataSet(_ step: Int) throws {
        let days: [String: [[String]?]] = [
            "date=2026-05-20": [["a"]], "date=2026-05-21": [["b"], ["b2"]], "date=2026-05-22": [["c"], nil],
            "date=2026-05-23": [nil, ["d"]],
        ]
        let seen = try DataSetSamples.dataSet(at: folder.url("usage")).ids()
        for (day, states) in days { #expect(states.contains(seen[day]), "step \(step), \(day)") }
        #expect(seen.keys.allSatisfy { days[$0] != nil })
    }

    private func prepare() throws {
        try? FileManager.default.removeItem(at: folder.url("usage"))
        try? FileManager.default.removeItem(at: folder.url("usage.partial"))
        try DataSetSamples.dataSet(at: folder.url("usage")).put(Self.old, Self.window)
        try folder.write("old", to: "out")
    }

    @Test func aFileWhoseWritingFailsAtAnyStepIsAsItWas() throws {
        try prepare()
        let whole = DiskFaults()
        try Self.writeFile(folder.url, whole)
        checkFile(false)
        #expect(whole.steps.count == 7)
        for step in whole.steps.indices {
            try prepare()
            let error = try #require(throws: UsageError.self) {
                try Self.writeFile(folder.url, DiskFaults(at: step, code: ENOSPC))
            }
            #expect(error.code == .storageFull)
            #expect(error.message == "the file 'out' could not be written: No space left on device")
            // The last step waits until the new name is on the disk.
            checkFile(step < whole.steps.count - 1)
            #expect(folder.text("out.partial") == nil)
        }
    }

    @Test func aDataSetWhoseWritingFailsAtAnyStepIsWholeAndPutRight() throws {
        try prepare()
        let whole = DiskFaults()
        try Self.writeDataSet(folder.url, whole)
        let files = try folder.files()
        #expect(whole.steps.count > 30)
        for step in whole.steps.indices {
            try prepare()
            let error = #expect(throws: UsageError.self, "\(whole.steps[step])") {
                try Self.writeDataSet(folder.url, DiskFaults(at: step))
            }
            #expect(error?.code == .outputNotWritten)
            try checkDataSet(step)
            try Self.writeDataSet(folder.url, DiskFaults())
            #expect(try folder.files() == files, "step \(step), \(whole.steps[step])")
        }
    }

    #if os(Linux) || os(macOS)
        /// How many steps of each are tried by a process that is killed; the long check sets `USAGEKIT_EXPORT_KILLS`.
        private static let kills = max(
            4, ProcessInfo.processInfo.environment["USAGEKIT_EXPORT_KILLS"].flatMap { Int($0) } ?? 4)

        /// Some steps of all, the last ones among them.
        private static func steps(of whole: DiskFaults, seed: UInt64) -> [Int] {
            var random = SeededGenerator(seed: seed)
            let all = Array(whole.steps.indices)
            return kills >= all.count ? all : Array(all.shuffled(using: &random).prefix(kills)).sorted()
        }

        @Test func aFileOfAKilledProcessIsAsItWasOrWhole() async throws {
            try prepare()
            let whole = DiskFaults()
            try Self.writeFile(folder.url, whole)
            for step in Self.steps(of: whole, seed: 1) {
                try prepare()
                let path = folder.url.path
                await #expect(processExitsWith: .signal(SIGKILL)) { [step = step as Int, path = path as String] in
                    try Self.writeFile(
                        URL(fileURLWithPath: path, isDirectory: true), DiskFaults(at: step, endsProcess: true))
                }
                checkFile(step < whole.steps.count - 1)
                // What the process left is no obstacle.
                try Self.writeFile(folder.url, DiskFaults())
                checkFile(false)
                #expect(folder.text("out.partial") == nil)
            }
        }

        @Test func aDataSetOfAKilledProcessIsWholeAndPutRight() async throws {
            try prepare()
            let whole = DiskFaults()
            try Self.writeDataSet(folder.url, whole)
            let files = try folder.files()
            for step in Self.steps(of: whole, seed: 2) {
                try prepare()
                let path = folder.url.path
                await #expect(processExitsWith: .signal(SIGKILL)) { [step = step as Int, path = path as String] in
                    try Self.writeDataSet(
                        URL(fileURLWithPath: path, isDirectory: true), DiskFaults(at: step, endsProcess: true))
                }
                try checkDataSet(step)
                try Self.writeDataSet(folder.url, DiskFaults())
                #expect(try folder.files() == files, "step \(step), \(whole.steps[step])")
            }
        }
    #endif

    /// Between the renames and the manifest, files are newer than what the manifest says of them.
    @Test func whatAnInterruptedCommitReplacedIsNotReplacedByLess() throws {
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        let noon = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-20T12:00:00Z")
        try dataSet.put([Self.old[0]], noon)
        let evening = DataSetSamples.record("e", "2026-05-20T20:00:00Z")
        let whole = DiskFaults()
        let other = try TemporaryFolder()
        try DataSetSamples.dataSet(at: other.url("usage")).put([Self.old[0]], noon)
        try DataSetSamples.dataSet(at: other.url("usage")).put(
            [Self.old[0], evening], DataSetSamples.days, on: whole.disk)
        let manifest = try #require(whole.steps.firstIndex(of: "rename _manifest.json"))
        #expect(throws: UsageError.self) {
            try dataSet.put([Self.old[0], evening], DataSetSamples.days, on: DiskFaults(at: manifest).disk)
        }
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "e"]])
        #expect(try dataSet.verify().map(\.kind) == [.interrupted])
        let error = #expect(throws: UsageError.self) { try dataSet.put([Self.old[0]], noon) }
        #expect(error?.code == .invalidArgument)
        #expect(try dataSet.ids() == ["date=2026-05-20": ["a", "e"]])
        try dataSet.put([Self.old[0], evening], DataSetSamples.days)
        #expect(try dataSet.verify().isEmpty)
    }

    @Test func aFirstCommitThatWasInterruptedIsNamed() throws {
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        let whole = DiskFaults()
        let other = try TemporaryFolder()
        try DataSetSamples.dataSet(at: other.url("usage")).put(Self.new, Self.window, on: whole.disk)
        let manifest = try #require(whole.steps.firstIndex(of: "rename _manifest.json"))
        #expect(throws: UsageError.self) {
            try dataSet.put(Self.new, Self.window, on: DiskFaults(at: manifest).disk)
        }
        #expect(try dataSet.verify().map(\.kind) == [.interrupted, .interrupted, .interrupted])
    }

    private static let venice = DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-24T00:00:00Z", provider: .venice)

    /// Wherever a commit stopped, the next one of other sources says of each file what it has.
    @Test func theNextCommitOfAnotherSourceBringsTheManifestUpToDate() throws {
        try prepare()
        let whole = DiskFaults()
        try Self.writeDataSet(folder.url, whole)
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        try dataSet.put(Self.old, Self.venice)
        let files = try folder.files()
        let renames = whole.steps.indices.filter { whole.steps[$0] == "rename part-\(Self.part).ndjson" }
        try #require(renames.count == 3)
        for step in whole.steps.indices {
            try prepare()
            #expect(throws: UsageError.self) { try Self.writeDataSet(folder.url, DiskFaults(at: step)) }
            let result = try dataSet.put(Self.old, Self.venice)
            #expect(try dataSet.verify().isEmpty, "step \(step), \(whole.steps[step])")
            #expect(folder.text("usage/_pending.json") == nil)
            let reasons = Set(result.partitions.flatMap(\.incomplete))
            #expect(reasons.isSubset(of: [DataSetRecovery.interruption]), "step \(step)")
            // Until the second day has another file nothing has changed, and after the last rename the commit is ended.
            let isWhole = step <= renames[1] || step > renames[2]
            #expect(reasons.isEmpty == isWhole, "step \(step), \(whole.steps[step])")
            // Of the 23rd nothing is known until its file is there.
            let covered = result.sources.first { $0.provider == .aurous }?.covered ?? []
            let end = isWhole ? "2026-05-24T00:00:00Z" : "2026-05-23T00:00:00Z"
            #expect(covered == [.between("2026-05-20T00:00:00Z", end)], "step \(step)")
            if step > renames[2] { #expect(try folder.files() == files, "step \(step), \(whole.steps[step])") }
            try Self.writeDataSet(folder.url, DiskFaults())
            #expect(try folder.files() == files, "step \(step), \(whole.steps[step])")
        }
    }

    /// What the names of the files of ``window`` have.
    private static let part: String = {
        let sources = try? DataSetSources(
            [window], account: nil, selection: nil, first: nil, last: nil, now: .at("2030-01-01T00:00:00Z"))
        return sources?.part ?? ""
    }()

    /// Bringing the manifest up to date can itself be stopped at each step.
    @Test func aRecoveryThatIsStoppedAtAnyStepIsMadeAgain() throws {
        try prepare()
        let first = DiskFaults()
        try Self.writeDataSet(folder.url, first)
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        try dataSet.put(Self.old, Self.venice)
        let files = try folder.files()
        func manifest() -> String? { folder.text("usage/_manifest.json") }
        let stops = [
            try #require(first.steps.firstIndex(of: "rename _manifest.json")),
            try #require(first.steps.lastIndex(of: "rename part-\(Self.part).ndjson")),
            try #require(first.steps.lastIndex(of: "remove part-\(Self.part).ndjson")),
        ]
        for stop in stops {
            try prepare()
            #expect(throws: UsageError.self) { try Self.writeDataSet(folder.url, DiskFaults(at: stop)) }
            try dataSet.put(Self.old, Self.venice)
            let expected = manifest()
            var step = 0
            while true {
                try prepare()
                #expect(throws: UsageError.self) { try Self.writeDataSet(folder.url, DiskFaults(at: stop)) }
                let second = DiskFaults(at: step)
                let error = (try? dataSet.put(Self.old, Self.venice, on: second.disk)) == nil
                try dataSet.put(Self.old, Self.venice)
                #expect(try dataSet.verify().isEmpty, "stop \(stop), step \(step)")
                #expect(manifest() == expected, "stop \(stop), step \(step)")
                try Self.writeDataSet(folder.url, DiskFaults())
                #expect(try folder.files() == files, "stop \(stop), step \(step)")
                guard error else { break }
                step += 1
            }
            #expect(step > 30)
        }
    }

    /// Files of two money scales cannot be in one manifest, so all of the commit is written again.
    @Test func anInterruptedChangeOfTheColumnsIsWrittenAgain() throws {
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        try dataSet.put(Self.old, Self.window, as: .parquet(ParquetExport()))
        let wide = RecordFormat.parquet(ParquetExport(moneyScale: 20))
        let whole = DiskFaults()
        let other = DataSetSamples.dataSet(at: folder.url("other"))
        try other.put(Self.old, Self.window, as: .parquet(ParquetExport()))
        try other.put(Self.old, Self.window, as: wide, on: whole.disk)
        let second = try #require(whole.steps.lastIndex(of: "rename part-\(Self.part).parquet"))
        #expect(throws: UsageError.self) {
            try dataSet.put(Self.old, Self.window, as: wide, on: DiskFaults(at: second).disk)
        }
        #expect(try dataSet.verify().contains { $0.kind == .interrupted })
        for (report, format) in [(Self.venice, wide), (Self.venice, .parquet(ParquetExport()))] {
            let error = #expect(throws: UsageError.self) { try dataSet.put(Self.old, report, as: format) }
            #expect(error?.code == .invalidArgument)
        }
        let error = #expect(throws: UsageError.self) {
            try dataSet.put(
                [Self.old[0]], DataSetSamples.walk("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"), as: wide)
        }
        #expect(error?.code == .invalidArgument)
        for format in [RecordFormat.parquet(ParquetExport()), wide] {
            try dataSet.put(Self.old, Self.window, as: format)
            #expect(try dataSet.verify().isEmpty)
            #expect(folder.text("usage/_pending.json") == nil)
        }
    }

    /// Records without a time may have got one in the commit that was interrupted, so nobody can say what the files have.
    @Test func filesBetweenWhichRowsMayHaveMovedAreWrittenAgain() throws {
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        let untimed = DataSetSamples.record("u", nil)
        try dataSet.put(Self.old + [untimed], Self.window)
        let faults = DiskFaults()
        let other = try TemporaryFolder()
        try DataSetSamples.dataSet(at: other.url("usage")).put(Self.old + [untimed], Self.window, on: faults.disk)
        let second = try #require(faults.steps.firstIndex(of: "rename part-\(Self.part).ndjson")) + 1
        let known = Self.old + [DataSetSamples.record("u", "2026-05-20T11:00:00Z")]
        #expect(throws: UsageError.self) {
            try dataSet.put(known + [DataSetSamples.record("v", nil)], Self.window, on: DiskFaults(at: second).disk)
        }
        let error = #expect(throws: UsageError.self) { try dataSet.put(Self.old, Self.venice) }
        #expect(error?.message.contains("did not end") == true)
        #expect(try dataSet.put(known, Self.window).partitions.allSatisfy(\.isComplete))
        #expect(try dataSet.verify().isEmpty)
    }

    /// What is removed by the note of a commit is a file of a partition, whoever wrote the note.
    @Test(arguments: ["../x", "x", "date=2026-05-20/../../x", "date=2026-05-20/x", "_manifest.json"])
    func aNoteOfACommitNamesFilesOfPartitions(path: String) throws {
        let dataSet = DataSetSamples.dataSet(at: folder.url("usage"))
        let manifest = try dataSet.put(Self.old, Self.window)
        try folder.write("kept", to: "x")
        let note = PendingCommit(manifest: manifest, written: [], removed: [path])
        try folder.write(String(decoding: note.bytes, as: UTF8.self), to: "usage/_pending.json")
        let error = #expect(throws: UsageError.self) { try dataSet.put(Self.old, Self.window) }
        #expect(error?.code == .unexpectedShape && error?.codingPath == "removed")
        #expect(folder.text("x") == "kept")
    }
}
