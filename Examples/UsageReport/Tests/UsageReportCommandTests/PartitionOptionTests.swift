import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

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
        #expect(run.diagnostics.contains(" is as it was; what was read is beside it"))
        #expect(try files(folder.url.appendingPathComponent("set")) == before)
        #expect(try folder.names == ["set", "set.partial"])
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

    @Test func aFileIsNoPlaceForADataSet() async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "set")
        let run = await tresor(folder, ["--format", "csv", "--partition", "day"])
        #expect(run.status == 2)
        #expect(try folder.text("set") == "before")
    }
}
