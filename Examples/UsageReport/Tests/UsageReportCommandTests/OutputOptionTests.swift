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

/// `--output`: a file that appears whole or not at all.
@Suite struct OutputOptionTests {
    private static let formats = ["table", "json", "csv", "ndjson", "openmetrics"]

    @Test(arguments: formats, [[], ["--by", "model"]])
    func theFileHasWhatStandardOutputWouldHave(_ format: String, _ grouping: [String]) async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.tresor)
        let options = ["--format", format] + grouping
        let printed = await server.run(options)
        let run = await server.run(options + ["--output", folder.path("result")])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output == "")
        #expect(run.diagnostics == printed.diagnostics)
        #expect(!printed.output.isEmpty)
        #expect(try folder.text("result") == printed.output)
        #expect(try folder.names == ["result"])
    }

    @Test func anEndpointIsWrittenAsWell() async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.tresor)
        let options = ["--endpoint", "usage"]
        let printed = await server.run(options)
        let run = await server.run(options + ["--output", folder.path("result")])
        #expect(run.status == 0)
        #expect(try folder.text("result") == printed.output)
    }

    @Test(arguments: formats) func anIncompleteResultIsLeftAsAPartialFile(_ format: String) async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "result")
        let server = try LedgerServer(.tresor)
        let options = ["--max-rows", "12", "--format", format]
        let printed = await server.run(options)
        let run = await server.run(options + ["--output", folder.path("result")])
        #expect(printed.status == 3)
        #expect(run.status == 3)
        #expect(run.output == "")
        #expect(run.diagnostics.hasSuffix("usage-report: what was read is in '\(folder.path("result")).partial'\n"))
        #expect(try folder.names == ["result", "result.partial"])
        #expect(try folder.text("result") == "before")
        #expect(try folder.text("result.partial") == printed.output)

        // The whole result takes the place of both.
        #expect(
            await server.run(["--format", format, "--output", folder.path("result")]).status
                == 0
        )
        #expect(try folder.names == ["result"])
        #expect(try folder.text("result") != "before")
    }

    @Test func aRefusalChangesNothing() async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "result")
        try folder.write("of an earlier run", to: "result.partial")
        let server = try LedgerServer(.tresor)
        try server.refuse(request: 1)
        let run = await server.run(["--output", folder.path("result")])
        #expect(run.status == 1)
        #expect(try folder.text("result") == "before")
        #expect(try folder.text("result.partial") == "of an earlier run")

        try server.refuse(request: 1)
        let fresh = await server.run(["--output", folder.path("other")])
        #expect(fresh.status == 1)
        #expect(try folder.names == ["result", "result.partial"])
    }

    @Test func whatCannotBeWrittenIsSaidBeforeAnythingIsFetched() async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.tresor)
        let paths = [
            folder.path("missing/result"): "No such file or directory", folder.path(""): "Is a directory",
        ]
        for (path, reason) in paths {
            let run = await server.run(["--output", path])
            #expect(run.status == 4)
            #expect(run.output == "")
            #expect(run.diagnostics == "usage-report: '\(path)' cannot be written: \(reason)\n")
        }
        #expect(server.requests == 0)
        #expect(try folder.names.isEmpty)
    }

    #if os(Linux)
        @Test func aDeviceIsWrittenToAsItIs() async throws {
            let server = try LedgerServer(.tresor)
            let full = await server.run(["--format", "ndjson", "--output", "/dev/full"])
            #expect(full.status == 4)
            #expect(full.diagnostics == "usage-report: '/dev/full' cannot be written: No space left on device\n")
            let run = await server.run(["--format", "ndjson", "--output", "/dev/null"])
            #expect(run.status == 0)
            #expect(!FileManager.default.fileExists(atPath: "/dev/null.partial"))
        }
    #endif

    @Test func aLinkStaysAndAFileKeepsItsPermissions() async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "target")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("target"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: folder.path("target"))
        let run = try await LedgerServer(.tresor).run(["--format", "csv", "--output", folder.path("link")])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == folder.path("target"))
        #expect(try folder.text("target").hasPrefix("provider,id,"))
        #expect(try folder.names == ["link", "target"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("target"))
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test func standardOutputByItsNameIsNeverReplaced() async throws {
        let folder = try OutputFolder()
        try folder.write("before\n", to: "log")
        let log = try FileHandle(forWritingTo: folder.url.appendingPathComponent("log"))
        try log.seekToEnd()
        let process = try CommandProcess(
            ["tresor", "--demo", "--format", "csv", "--output", "/dev/stdout"], standardOutput: log)
        #expect(await process.status() == 0, "\(process.diagnostics)")
        #expect(try folder.text("log").hasPrefix("before\nprovider,id,"))
        #expect(try folder.names == ["log"])
    }

    @Test func aLinkToNothingIsRefused() async throws {
        let folder = try OutputFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: folder.path("missing/file"))
        let run = await Invocation.run(["tresor", "--demo", "--output", folder.path("link")])
        #expect(run.status == 4)
        #expect(try folder.names == ["link"])
    }

    @Test func aSecondProcessAtTheSameFileIsRefused() async throws {
        let folder = try OutputFolder()
        let descriptor = unsafe open(folder.path("result.partial"), O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let server = try LedgerServer(.tresor)
        let run = await server.run(["--output", folder.path("result")])
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("Another process is writing '\(folder.path("result"))'."))
        #expect(server.requests == 0)
    }

    /// Options that have no meaning together, and a part of what is said of them.
    @Test(arguments: [
        (["--output", ""], "--output needs a path"),
        (["--output", "-"], "--output needs a path"),
        (["--format", "parquet"], "--format parquet needs --output"),
        (["--format", "parquet", "--output", "x", "--every", "day"], "--format parquet has one row a record"),
        (["--format", "focus", "--by", "model"], "--format focus has one row a record"),
        (["--format", "csv", "--partition", "day"], "--partition day needs --output"),
        (["--format", "json", "--partition", "day", "--output", "x"], "--partition needs records"),
        (["--format", "focus", "--partition", "day", "--output", "x"], "--partition needs records"),
        (["--format", "csv", "--by", "model", "--partition", "day", "--output", "x"], "--partition needs records"),
        (["--format", "csv", "--rate", "credit=USD:0.01@2026-05-01"], "need --format focus"),
        (["--format", "csv", "--nanoseconds"], "--nanoseconds needs --format parquet"),
        (["--format", "csv", "--money-scale", "4"], "--money-scale needs --format parquet"),
        (["--format", "parquet", "--output", "x", "--money-scale", "39"], "--money-scale must be from 0 to 38"),
        (["--format", "csv", "--output", "x", "--partial", "y"], "--partial needs --partition"),
        (["--format", "csv", "--output", "x", "--partition", "day", "--partial", ""], "--partial needs a folder"),
        (["--focus-version", "1.4"], "need --format focus"),
        (["--format", "json", "--mark-not-final"], "need --format focus"),
        (["--format", "focus", "--rate", "credit"], "'credit' is no value of --rate"),
        (["--format", "focus", "--rate", "EUR=credit:3@2026-05-01"], "FOCUS bills in national money"),
        (
            ["--format", "focus", "--rate", "credit=USD:1@2026-05-01", "--rate", "DIEM=EUR:1@2026-05-01"],
            "FOCUS bills in one currency"
        ),
        (
            ["--endpoint", "usage", "--format", "ndjson", "--partition", "day", "--output", "x"],
            "--partition cannot be used with --endpoint usage"
        ),
        (["--endpoint", "models", "--format", "parquet", "--output", "x"], "is printed as json or ndjson"),
    ])
    func optionsWithoutAMeaningAreBadUsage(_ options: [String], _ message: String) async {
        let run = await Invocation.run(["tresor", "--demo"] + options)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.diagnostics.contains(message), "\(run.diagnostics)")
    }

    @Test(arguments: [SIGINT, SIGKILL]) func anInterruptedRunNeverLeavesTheName(_ signal: Int32) async throws {
        for format in ["csv", "ndjson", "json", "parquet"] {
            let folder = try OutputFolder()
            try folder.write("before", to: "result")
            let silent = SilentAfter(try CheckpointTests.Ledger.tresor.server(), after: 2)
            let server = try LedgerServer(.tresor, silent)
            let process = try server.start(["--format", format, "--output", folder.path("result")])
            await silent.waitForSilence()
            kill(process.id, signal)
            #expect(await process.status() == (signal == SIGKILL ? nil : 3))
            #expect(try folder.text("result") == "before")
            if signal == SIGINT { #expect(try folder.names == ["result", "result.partial"]) }
        }
    }
}
