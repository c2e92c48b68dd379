import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `--partition`: data sets with a file for each day or month.
@Suite struct PartitionOptionTests {
    private static let window = ["--start", "2026-05-20T00:00:00Z", "--end", "2026-05-22T00:00:00Z"]

    /// The text of each file of a data set by its path; the manifest is one of them.
    private func files(_ folder: URL) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let file = folder.appendingPathComponent(path)
            guard !file.hasDirectoryPath, !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else {
                continue
            }
            files[path] = [UInt8](try Data(contentsOf: file))
        }
        return files
    }

    /// Thirty-five rows of a week.
    private let server: LedgerServer

    init() throws { server = try LedgerServer(.tresor) }

    private func tresor(_ folder: OutputFolder, _ options: [String]) async -> Invocation {
        await server.run(options + ["--output", folder.path("set")])
    }

    @Test(arguments: ["ndjson", "csv"]) func theFilesTogetherHaveTheRecords(_ format: String) async throws {
        let folder = try OutputFolder()
        let options = ["--format", format] + Self.window
        let printed = await server.run(options)
        let run = await tresor(folder, options + ["--partition", "day"])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output == "")
        let files = try files(folder.url.appendingPathComponent("set"))
        let days = files.filter { $0.key.hasPrefix("date=") }
        #expect(days.keys.map { $0.prefix(15) }.sorted() == ["date=2026-05-20", "date=2026-05-21"])
        #expect(days.keys.allSatisfy { $0.hasSuffix(".\(format)") })
        #expect(files["_manifest.json"] != nil)
        func lines(_ text: String) -> [Substring] {
            text.split(separator: format == "csv" ? "\r\n" : "\n").filter { !$0.hasPrefix("provider,") }
        }
        let written = days.values.flatMap { lines(String(decoding: $0, as: UTF8.self)) }
        #expect(written.count > 5)
        #expect(written.sorted() == lines(printed.output).sorted())
        #expect(try folder.names == ["set"])
    }

    @Test func theSameWalkLeavesTheSameFiles() async throws {
        let folder = try OutputFolder()
        let options = ["--format", "parquet", "--partition", "day"] + Self.window
        let first = await tresor(folder, options)
        #expect(first.status == 0, "\(first.diagnostics)")
        let before = try files(folder.url.appendingPathComponent("set"))
        #expect(await tresor(folder, options + ["--page-size", "7"]).status == 0)
        #expect(try files(folder.url.appendingPathComponent("set")) == before)
        #expect(before.keys.filter { $0.hasSuffix(".parquet") }.count == 2)
    }

    @Test func aMonthIsAPartition() async throws {
        let folder = try OutputFolder()
        let run = await tresor(folder, ["--format", "parquet", "--partition", "month"])
        #expect(run.status == 0, "\(run.diagnostics)")
        let names = try files(folder.url.appendingPathComponent("set")).keys.filter { $0.hasSuffix(".parquet") }
        #expect(names.allSatisfy { $0.hasPrefix("month=2026-05/part-") })
        #expect(names.count == 1)
    }

    @Test func anIncompleteWalkLeavesTheDataSetAsItWas() async throws {
        let folder = try OutputFolder()
        let options = ["--format", "ndjson", "--partition", "day"] + Self.window
        #expect(await tresor(folder, options).status == 0)
        let before = try files(folder.url.appendingPathComponent("set"))
        let run = await tresor(folder, options + ["--max-rows", "5"])
        #expect(run.status == 3)
        #expect(run.diagnostics.contains("set' is as it was; what was read is in '\(folder.path("set")).partial'\n"))
        #expect(try files(folder.url.appendingPathComponent("set")) == before)
        #expect(try folder.names == ["set", "set.partial"])
    }

    /// Places that cannot be those of a data set, and what is said of them.
    @Test(arguments: [
        (["--output", "file"], "the data set 'file' is a file"),
        (["--output", "missing/set"], "its folder 'missing' does not exist"),
        (["--output", "set", "--partial", "missing/mine"], "its folder 'missing' does not exist"),
        (["--output", "set", "--partial", "foreign"], "'notes.txt' in it is of no data set"),
        (["--output", "set", "--partial", "set"], "cannot be written in its own folder"),
        (["--output", "set", "--partial", "taken"], "process; give this run a folder of its own (--partial)"),
    ])
    func aPlaceThatCannotBeIsRefusedBeforeAnythingIsFetched(_ options: [String], _ message: String) async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "file")
        for name in ["foreign", "taken"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
        }
        try folder.write("mine", to: "foreign/notes.txt")
        let names = try folder.names
        let lock = unsafe open(folder.path("taken/_lock"), O_RDWR | O_CREAT, 0o600)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        for format in ["csv", "ndjson", "parquet"] {
            let run = await server.run(
                ["--format", format, "--partition", "day"]
                    + options.map { $0.hasPrefix("--") ? $0 : folder.path($0) })
            #expect(run.status == 2)
            #expect(run.diagnostics.contains(message), "\(run.diagnostics)")
        }
        #expect(server.requests == 0)
        #expect(try folder.names == names)
    }

    @Test func aFormatThatCannotBeIsRefusedBeforeAnythingIsFetched() async throws {
        let folder = try OutputFolder()
        #expect(await tresor(folder, ["--format", "ndjson", "--partition", "day"] + Self.window).status == 0)
        let requests = server.requests
        for options in [["--format", "csv", "--partition", "day"], ["--format", "ndjson", "--partition", "month"]] {
            let other = await tresor(folder, options + Self.window)
            #expect(other.status == 2)
            #expect(other.diagnostics.contains("'set' is another one"), "\(other.diagnostics)")
        }
        try folder.write("no manifest", to: "set/_manifest.json")
        #expect(await tresor(folder, ["--format", "parquet", "--partition", "day"]).status == 1)
        #expect(server.requests == requests)
        #expect(try folder.names == ["set"])
    }

    @Test func aRefusedWalkLeavesWhatAnEarlierOneRead() async throws {
        let folder = try OutputFolder()
        let options = ["--format", "ndjson", "--partition", "day"] + Self.window
        #expect(await tresor(folder, options + ["--max-rows", "5"]).status == 3)
        let before = try files(folder.url).filter { !$0.key.hasSuffix("_lock") }
        #expect(!before.isEmpty)
        try server.refuse(request: 1)
        #expect(await tresor(folder, options).status == 1)
        #expect(try files(folder.url).filter { !$0.key.hasSuffix("_lock") } == before)
        #expect(try folder.names == ["set.partial"])
    }

    @Test func whatIsNotCompleteIsInTheFolderThatIsGiven() async throws {
        let folder = try OutputFolder()
        let options = ["--format", "csv", "--partition", "day", "--partial", folder.path("mine")] + Self.window
        let cut = await tresor(folder, options + ["--max-rows", "5"])
        #expect(cut.status == 3)
        #expect(cut.diagnostics.contains("what was read is in '\(folder.path("mine"))'"))
        #expect(try folder.names == ["mine"])
        let whole = await tresor(folder, options)
        #expect(whole.status == 0, "\(whole.diagnostics)")
        #expect(try folder.names == ["set"])
    }

    @Test func halfADayDoesNotReplaceADay() async throws {
        let folder = try OutputFolder()
        let options = ["--format", "ndjson", "--partition", "day"]
        #expect(await tresor(folder, options + Self.window).status == 0)
        let before = try files(folder.url.appendingPathComponent("set"))
        let run = await tresor(
            folder, options + ["--start", "2026-05-20T12:00:00Z", "--end", "2026-05-22T00:00:00Z"])
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("2026-05-20"))
        #expect(try files(folder.url.appendingPathComponent("set")) == before)
    }

    @Test func revisedRowsOfAWalkAreThereOnce() async throws {
        let folder = try OutputFolder()
        let running = SavedFileCase.aurous("a", #""status":"processing""#)
        let ended = SavedFileCase.aurous("a", #""status":"completed","credits_charged":2"#)
        try folder.write(running + "\n" + ended + "\n", to: "rows")
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data((running + "\n" + ended + "\n").utf8))
        try pipe.fileHandleForWriting.close()
        let process = try CommandProcess(
            [
                "replay", "-", "--provider", "aurous", "--format", "ndjson", "--partition", "day", "--output",
                folder.path("set"),
            ], standardInput: pipe)
        #expect(await process.status() == 0, "\(process.diagnostics)")
        let days = try files(folder.url.appendingPathComponent("set")).filter { $0.key.hasPrefix("date=") }
        #expect(days.count == 1)
        let text = String(decoding: days.values.first ?? [], as: UTF8.self)
        #expect(text.split(separator: "\n").count == 1)
        #expect(text.contains(#""status":"completed""#))
    }

    @Test func theDefaultWindowBeginsWithAWholeDay() async throws {
        let folder = try OutputFolder()
        let server = try LoopbackServer(TresorFake(rows: Ledgers.tresor))
        for unit in ["day", "month"] {
            let run = await Invocation.run(
                [
                    "tresor", "--base-url", server.baseURL, "--format", "ndjson", "--partition", unit, "--output",
                    folder.path(unit),
                ], environment: ["TRESOR_API_KEY": TresorFake.testKey])
            #expect(run.status == 0, "\(run.diagnostics)")
            let manifest = try PartitionedDataSet(at: folder.url.appendingPathComponent(unit)).manifest()
            let start = try #require(manifest?.sources.first?.covered.first?.start)
            #expect(start.description.hasSuffix(unit == "day" ? "T00:00:00Z" : "-01T00:00:00Z"))
        }
    }

    @Test func eachSourceOfAStoreHasItsFiles() async throws {
        let folder = try OutputFolder()
        #expect(await Invocation.run(["sync", folder.path("store"), "tresor", "--demo"]).status == 0)
        let report = ["report", folder.path("store"), "--format", "ndjson", "--partition", "day", "--output"]
        let first = await Invocation.run(report + [folder.path("set")])
        #expect(first.status == 0, "\(first.diagnostics)")
        #expect(await Invocation.run(["sync", folder.path("store"), "aurous", "--demo"]).status == 0)
        let second = await Invocation.run(report + [folder.path("set")])
        #expect(second.status == 0, "\(second.diagnostics)")
        let days = try files(folder.url.appendingPathComponent("set")).filter { $0.key.hasPrefix("date=2026-05-20/") }
        #expect(days.count == 2)
        let lines = await Invocation.run(["report", folder.path("store"), "--format", "ndjson"])
        let all = try files(folder.url.appendingPathComponent("set")).filter { $0.key.hasPrefix("date=") }
        let written = all.values.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
        #expect(written.sorted() == lines.output.split(separator: "\n").sorted())
    }

    @Test func aLaterRunKeepsTheMoneyScaleOfTheDataSet() async throws {
        let folder = try OutputFolder()
        func put(_ amount: String) async throws -> Invocation {
            let row = SavedFileCase.aurous("a", #""status":"completed","credits_charged":\#(amount)"#)
            try folder.write(row + "\n", to: "rows")
            return await Invocation.run([
                "replay", folder.path("rows"), "--provider", "aurous", "--format", "parquet", "--partition", "day",
                "--output", folder.path("set"),
            ])
        }
        let fine = try await put("0.000000000000000000000001")
        #expect(fine.status == 0, "\(fine.diagnostics)")
        let coarse = try await put("2")
        #expect(coarse.status == 0, "\(coarse.diagnostics)")
        #expect(try PartitionedDataSet(at: folder.url.appendingPathComponent("set")).manifest()?.moneyScale == 24)
    }

    @Test func theMoneyScaleThatIsAskedForIsThatOfTheDataSet() async throws {
        let folder = try OutputFolder()
        let row = SavedFileCase.aurous("a", #""status":"completed","credits_charged":0.0021"#)
        try folder.write(row + "\n", to: "rows")
        let replay = [
            "replay", folder.path("rows"), "--provider", "aurous", "--format", "parquet", "--partition", "day",
            "--output", folder.path("set"),
        ]
        let dataSet = PartitionedDataSet(at: folder.url.appendingPathComponent("set"))
        // An amount that needs more places has them.
        for (options, scale) in [(["--money-scale", "2"], 4), ([], 4), (["--money-scale", "6"], 6), ([], 6)] {
            let run = await Invocation.run(replay + options)
            #expect(run.status == 0, "\(run.diagnostics)")
            #expect(try dataSet.manifest()?.moneyScale == scale, "\(options)")
        }
    }

    @Test func aFileIsNoPlaceForADataSet() async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "set")
        let run = await tresor(folder, ["--format", "csv", "--partition", "day"])
        #expect(run.status == 2)
        #expect(try folder.text("set") == "before")
    }
}
