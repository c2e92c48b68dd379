import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `--format parquet`: that the file is that of the records; what is in one, the library's tests check.
@Suite struct ParquetFormatTests {
    /// The file of the records that a run prints as NDJSON.
    private func file(of ndjson: String, moneyScale: Int = 18, labels: [UsageDimension] = []) throws -> [UInt8] {
        var writer = try ParquetExport(labels: labels, moneyScale: moneyScale).writer()
        var bytes: [UInt8] = []
        for record in try NDJSONExport().records(from: Array(ndjson.utf8)) { try writer.append(record) }
        writer.finish()
        while let piece = writer.nextPiece() { bytes += piece }
        return bytes
    }

    @Test(arguments: CheckpointTests.Ledger.allCases)
    func theFileHasTheRecordsOfTheWalk(_ ledger: CheckpointTests.Ledger) async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(ledger)
        let lines = await server.run(["--format", "ndjson"])
        let run = await server.run(["--format", "parquet", "--output", folder.path("r.parquet")])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output == "")
        #expect(!lines.output.isEmpty)
        #expect(try folder.bytes("r.parquet") == file(of: lines.output))
        #expect(try folder.names == ["r.parquet"])
    }

    @Test func labelsAreColumns() async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.tresor)
        let options = ["--labels", "account,keyName", "--account", "acme", "--format"]
        let lines = await server.run(options + ["ndjson"])
        let run = await server.run(options + ["parquet", "--output", folder.path("result")])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(
            try folder.bytes("result")
                == file(of: lines.output, labels: [.account, UsageDimension(rawValue: "keyName")]))
    }

    /// Aurous rows of which a late one has an amount with 24 decimal places.
    private static let fine =
        (0..<30).map { SavedFileCase.aurous("e\($0)", #""status":"completed","credits_charged":2"#) } + [
            SavedFileCase.aurous("fine", #""status":"completed","credits_charged":0.000000000000000000000001"#)
        ]

    @Test(arguments: ["file", "pipe"]) func aFinerAmountIsNeverRounded(_ input: String) async throws {
        let folder = try OutputFolder()
        try folder.write(Self.fine.joined(separator: "\n") + "\n", to: "rows")
        let options = ["--provider", "aurous", "--format"]
        let lines = await Invocation.run(["replay", folder.path("rows")] + options + ["ndjson"])
        #expect(lines.output.contains("0.000000000000000000000001"))
        let rows = try FileHandle(forReadingFrom: folder.url.appendingPathComponent("rows"))
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: try rows.readToEnd() ?? Data())
        try pipe.fileHandleForWriting.close()
        let process = try CommandProcess(
            ["replay", input == "pipe" ? "-" : folder.path("rows")] + options + [
                "parquet", "--output", folder.path("result"),
            ], standardInput: pipe)
        #expect(await process.status() == 0, "\(process.diagnostics)")
        #expect(try folder.bytes("result") == file(of: lines.output, moneyScale: 24))
        #expect(try folder.names == ["result", "rows"])
    }

    @Test func aFinerAmountOfAWalkIsNeverRounded() async throws {
        let folder = try OutputFolder()
        let rows = try Self.fine.map { try JSONValue(json: Array($0.utf8)) }
        let server = try LoopbackServer(AurousFake(events: rows))
        let options = ["aurous", "--base-url", server.baseURL, "--page-size", "7", "--start", "2026-01-01"]
        let environment = ["AUROUS_API_KEY": AurousFake.testKey]
        let lines = await Invocation.run(options + ["--format", "ndjson"], environment: environment)
        #expect(lines.status == 0, "\(lines.diagnostics)")
        let run = await Invocation.run(
            options + ["--format", "parquet", "--output", folder.path("result")], environment: environment)
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(try folder.bytes("result") == file(of: lines.output, moneyScale: 24))
    }

    @Test(arguments: [(4, 4), (24, 24), (0, 0), (38, 36)])
    func theMoneyScaleThatIsAskedForIsTheFirstOne(_ asked: Int, _ written: Int) async throws {
        let folder = try OutputFolder()
        let rows = (0..<3).map { SavedFileCase.aurous("e\($0)", #""status":"completed","credits_charged":12"#) }
        try folder.write(rows.joined(separator: "\n") + "\n", to: "rows")
        let options = ["replay", folder.path("rows"), "--provider", "aurous", "--format"]
        let lines = await Invocation.run(options + ["ndjson"])
        let run = await Invocation.run(
            options + ["parquet", "--money-scale", "\(asked)", "--output", folder.path("result")])
        #expect(run.status == 0, "\(run.diagnostics)")
        // 12 leaves room for 36 decimal places.
        #expect(try folder.bytes("result") == file(of: lines.output, moneyScale: written))
    }

    @Test func nanosecondsAreWrittenIfTheyAreAskedFor() async throws {
        let folder = try OutputFolder()
        let row = Self.fine[0].replacingOccurrences(
            of: #""created_at":"[^"]*""#, with: #""created_at":"2026-05-20T10:00:00.123456789Z""#,
            options: .regularExpression)
        try folder.write(row + "\n", to: "rows")
        let replay = [
            "replay", folder.path("rows"), "--provider", "aurous", "--format", "parquet", "--output",
            folder.path("result"),
        ]
        let run = await Invocation.run(replay)
        #expect(run.status == 1)
        #expect(try folder.names == ["rows"])
        #expect(await Invocation.run(replay + ["--nanoseconds"]).status == 0)
        #expect(try folder.names == ["result", "rows"])
    }

    @Test func theStoreWritesItsRecords() async throws {
        let folder = try OutputFolder()
        let sync = await Invocation.run(["sync", folder.path("store"), "tresor", "--demo"])
        #expect(sync.status == 0, "\(sync.diagnostics)")
        let lines = await Invocation.run(["report", folder.path("store"), "--format", "ndjson"])
        let run = await Invocation.run(
            ["report", folder.path("store"), "--format", "parquet", "--output", folder.path("result")])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(try folder.bytes("result") == file(of: lines.output))
    }

    @Test func anIncompleteWalkLeavesAWholePartialFile() async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.tresor)
        let options = ["--max-rows", "12", "--format"]
        let lines = await server.run(options + ["ndjson"])
        let run = await server.run(options + ["parquet", "--output", folder.path("result")])
        #expect(run.status == 3)
        #expect(try folder.names == ["result.partial"])
        #expect(try folder.bytes("result.partial") == file(of: lines.output))
    }
}
