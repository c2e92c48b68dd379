import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGINT, SIGTERM and SIGHUP, sent to the real process; the tests run one after the other.
@Suite(.serialized, .timeLimit(.minutes(60))) struct InterruptionTests {
    private static let ledger = CheckpointTests.Ledger.tresor
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    private static let formats = ["table", "json", "ndjson", "csv"]

    /// A command that waits for the third page of a server, with 19 rows of two pages.
    private func walk(
        _ options: [String], after pages: Int = 2, preparation: String = ":",
        _ interrupt: (CommandProcess, SilentAfter) async -> Void
    ) async throws -> (process: CommandProcess, status: Int32?) {
        let silent = SilentAfter(try Self.ledger.server(), after: pages)
        let server = try LoopbackServer(silent)
        defer { server.stop() }
        let process = try CommandProcess(
            Self.ledger.arguments(server) + options, environment: Self.ledger.environment, preparation: preparation)
        await silent.waitForSilence()
        await interrupt(process, silent)
        return (process, await process.status())
    }

    @Test func ctrlCPrintsTheTwoPagesThatWereRead() async throws {
        let run = try await walk(["--format", "json"]) { process, _ in kill(process.id, SIGINT) }
        #expect(run.status == 3)
        #expect(
            run.process.output.hasPrefix(
                #"{"provider":"tresor","walk":{"complete":false,"stopped":"the walk was cancelled","stoppedCode":"cancelled","pages":2,"rows":19,"#
            ))
        #expect(run.process.diagnostics == "usage-report: incomplete: the walk was cancelled\n")
    }

    @Test(arguments: signals, formats)
    func aSignalDuringAHungRequestPrintsWhatWasRead(_ signal: Int32, _ format: String) async throws {
        let run = try await walk(["--format", format]) { process, _ in kill(process.id, signal) }
        expectInterrupted(run, format, rows: 19...19)
    }

    @Test(arguments: signals, formats)
    func aSignalBeforeTheFirstPageIsAnEmptyResult(_ signal: Int32, _ format: String) async throws {
        let run = try await walk(["--format", format], after: 0) { process, _ in kill(process.id, signal) }
        expectInterrupted(run, format, rows: 0...0)
    }

    @Test(arguments: signals, formats)
    func aSignalDuringALongRetryAfterPrintsWhatWasRead(_ signal: Int32, _ format: String) async throws {
        let wait = TransportResponse(status: 429, headers: ["Retry-After": "100"], body: "")
        let fake = try #require(
            Self.ledger.server(FakeBehavior(faults: [3: .response(wait)])) as? TresorFake)
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let process = try CommandProcess(
            Self.ledger.arguments(server) + ["--format", format], environment: Self.ledger.environment)
        while fake.requests.count < 3 { await Task.yield() }
        kill(process.id, signal)
        expectInterrupted((process, await process.status()), format, rows: 19...19)
        #expect(fake.requests.count == 3)
    }

    @Test(arguments: signals, formats)
    func aSignalDuringALongPipePrintsWhatWasRead(_ signal: Int32, _ format: String) async throws {
        let pipe = Pipe()
        let process = try CommandProcess(
            ["replay", "/dev/stdin", "--provider", "tresor", "--format", format], standardInput: pipe)
        let rows = LedgerGenerator(seed: 7).tresorRows(count: 1000, in: .last(hours: 7 * 24, before: .now()))
        let text = rows.map { $0.text + "\n" }.joined() + rows[0].text.prefix(20)
        // More than a pipe and one read hold, so that most rows were read when all are written.
        #expect(text.utf8.count > 250_000)
        let input = pipe.fileHandleForWriting
        _ = await BlockingWork.value(grace: 0) { try? input.write(contentsOf: Data(text.utf8)) }
        kill(process.id, signal)
        expectInterrupted((process, await process.status()), format, rows: 1...1000)
        try input.close()
    }

    @Test func aPipeThatIsNotInterruptedIsReadToItsEnd() async throws {
        for format in Self.formats {
            let pipe = Pipe()
            let process = try CommandProcess(
                ["replay", "/dev/stdin", "--provider", "tresor", "--format", format], standardInput: pipe)
            try pipe.fileHandleForWriting.write(
                contentsOf: Data(Ledgers.tresor.map(\.text).joined(separator: "\n").utf8))
            try pipe.fileHandleForWriting.close()
            #expect(await process.status() == 0)
            let isOfRecords = ["csv", "ndjson"].contains(format)
            #expect(process.diagnostics == (isOfRecords ? "usage-report: complete: 1 pages, 3 rows\n" : ""))
            if format == "json" {
                let walk = #""complete":true,"stopped":null,"stoppedCode":null,"pages":1,"rows":3"#
                #expect(process.output.contains(walk))
            }
            if format == "ndjson" { #expect(process.output.split(separator: "\n").count == 3) }
        }
    }

    @Test(arguments: signals) func aCommandWhoseOutputNobodyReadsStillEnds(_ signal: Int32) async throws {
        let rows = LedgerGenerator(seed: 7).tresorRows(count: 1000, in: .last(hours: 7 * 24, before: .now()))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("rows-\(UUID().uuidString)")
        try Data(rows.map { $0.text + "\n" }.joined().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let pipe = Pipe()
        let process = try CommandProcess(
            ["replay", file.path, "--provider", "tresor", "--format", "ndjson"],
            standardOutput: pipe.fileHandleForWriting)
        var state = pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&state, 1, 0) == 0 { await Task.yield() }
        kill(process.id, signal)
        #expect(await process.status() == 3)
        try pipe.fileHandleForReading.close()
    }

    @Test(arguments: signals) func aResponseThatNeverCameIsNull(_ signal: Int32) async throws {
        let silent = SilentAfter(try CheckpointTests.Ledger.auralytik.server(), after: 0)
        let server = try LoopbackServer(silent)
        defer { server.stop() }
        let process = try CommandProcess(
            ["auralytik", "--base-url", server.baseURL, "--endpoint", "summary"],
            environment: CheckpointTests.Ledger.auralytik.environment)
        await silent.waitForSilence()
        kill(process.id, signal)
        #expect(await process.status() == 3)
        #expect(process.output.contains(#""complete":false,"stopped":"the command was interrupted""#))
        #expect(process.output.hasSuffix("\"data\":null}\n"))
    }

    @Test(arguments: signals) func anInterruptedCheckpointResumes(_ signal: Int32) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let options = ["--format", "json", "--checkpoint", file.path]
        let silent = SilentAfter(try Self.ledger.server(), after: 2)
        let server = try LedgerServer(Self.ledger, silent)
        let first = try server.start(options)
        await silent.waitForSilence()
        kill(first.id, signal)
        expectInterrupted((first, await first.status()), "json", rows: 19...19)
        try server.serve(FakeBehavior())
        let second = await server.run(options)
        #expect(second.status == 0)
        #expect(second.output.contains(#""rows":35"#))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aCommandInTheBackgroundCanBeInterrupted(_ signal: Int32) async throws {
        // Shells start commands in the background like this.
        let run = try await walk(["--format", "json"], preparation: "trap '' INT TERM") { process, _ in
            kill(process.id, signal)
        }
        expectInterrupted(run, "json", rows: 19...19)
    }

    @Test func nohupSurvivesAHangup() async throws {
        let run = try await walk(["--format", "json"], preparation: "trap '' HUP") { process, silent in
            kill(process.id, SIGHUP)
            silent.answer()
        }
        #expect(run.status == 0)
        #expect(run.process.output.contains(#""complete":true"#))
    }

    /// Whether a process can be the first one of a namespace, as in a container.
    private static let hasNamespaces = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec unshare -Urpf true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(.enabled(if: hasNamespaces), arguments: signals, formats)
    func theFirstProcessOfAContainerIsInterruptedToo(_ signal: Int32, _ format: String) async throws {
        let silent = SilentAfter(try Self.ledger.server(), after: 2)
        let server = try LoopbackServer(silent)
        defer { server.stop() }
        let process = try CommandProcess(
            Self.ledger.arguments(server) + ["--format", format],
            environment: Self.ledger.environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first },
            launcher: "unshare -Urpf")
        await silent.waitForSilence()
        let children = try String(contentsOfFile: "/proc/\(process.id)/task/\(process.id)/children", encoding: .utf8)
        let first = try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
        kill(first, signal)
        expectInterrupted((process, await process.status()), format, rows: 19...19)
    }

    /// Expects a result that says that it is not complete, with a number of rows in the range.
    private func expectInterrupted(
        _ run: (process: CommandProcess, status: Int32?), _ format: String, rows: ClosedRange<Int>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == 3, sourceLocation: sourceLocation)
        #expect(run.process.diagnosticLines.count == 1, sourceLocation: sourceLocation)
        #expect(run.process.diagnostics.hasPrefix("usage-report: incomplete: the "), sourceLocation: sourceLocation)
        let output = run.process.output
        switch format {
        case "json":
            #expect(output.contains(#""complete":false,"stopped":"the "#), sourceLocation: sourceLocation)
            let count = output.firstMatch(of: #/"rows":([0-9]+)/#).flatMap { Int($0.1) }
            #expect(count.map(rows.contains) == true, sourceLocation: sourceLocation)
        case "table":
            let count = output.firstMatch(of: #/INCOMPLETE: [0-9]+ pages, ([0-9]+) rows; the /#).flatMap { Int($0.1) }
            #expect(count.map(rows.contains) == true, sourceLocation: sourceLocation)
        default:
            let lines = output.split(whereSeparator: \.isNewline).count
            #expect(rows.contains(format == "csv" ? max(lines - 1, 0) : lines), sourceLocation: sourceLocation)
            #expect(output.isEmpty || output.last?.isNewline == true, sourceLocation: sourceLocation)
        }
    }
}
