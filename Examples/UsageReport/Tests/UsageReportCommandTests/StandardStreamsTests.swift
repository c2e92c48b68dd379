import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// Standard streams that fail, under the real process; the tests run one after the other.
@Suite(.serialized, .timeLimit(.minutes(60))) struct StandardStreamsTests {
    private static let ledger = CheckpointTests.Ledger.tresor
    private static let formats = ["table", "json", "ndjson", "csv"]
    private static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

    /// Runs a walk whose standard streams a shell redirects.
    private func walk(
        _ format: String, _ redirection: String
    ) async throws -> (process: CommandProcess, status: Int32?) {
        let server = try LoopbackServer(Self.ledger.server())
        defer { server.stop() }
        let process = try CommandProcess(
            Self.ledger.arguments(server) + ["--format", format], environment: Self.ledger.environment,
            redirection: redirection)
        return (process, await process.status())
    }

    @Test func aFullDiskIsToldInOneLine() async throws {
        guard Self.hasFullDevice else { return }
        let run = try await walk("json", ">/dev/full")
        #expect(run.status == 4)
        #expect(
            run.process.diagnostics
                == "usage-report: standard output cannot be written: No space left on device; "
                + "the result there is not whole\n")
    }

    @Test(.enabled(if: hasFullDevice), arguments: formats)
    func aFullStandardOutputIsAnExitCode(_ format: String) async throws {
        let run = try await walk(format, ">/dev/full")
        #expect(run.status == 4)
        #expect(run.process.diagnosticLines.count == 1)
    }

    @Test(arguments: formats) func aClosedStandardOutputIsAnExitCode(_ format: String) async throws {
        let run = try await walk(format, ">&-")
        #expect(run.status == 4)
        #expect(run.process.diagnosticLines.count == 1)
    }

    @Test(arguments: formats) func aClosedPipeIsAnExitCode(_ format: String) async throws {
        let server = try LoopbackServer(Self.ledger.server())
        defer { server.stop() }
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let process = try CommandProcess(
            Self.ledger.arguments(server) + ["--format", format], environment: Self.ledger.environment,
            standardOutput: pipe.fileHandleForWriting)
        #expect(await process.status() == 4)
        #expect(process.diagnosticLines.count == 1)
    }

    @Test(arguments: formats) func replaysAndHelpFailTheSameWay(_ format: String) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("rows-\(UUID().uuidString)")
        try Data(Ledgers.tresor.map { $0.text + "\n" }.joined().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for arguments in [["replay", file.path, "--provider", "tresor", "--format", format], ["--help"], ["demo"]] {
            let process = try CommandProcess(arguments, redirection: ">&-")
            #expect(await process.status() == 4)
            #expect(process.diagnosticLines.count == 1)
        }
    }

    @Test(arguments: [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func noResultIsSentToTheServerInsteadOfAClosedStream(_ redirection: String) async throws {
        let fake = try #require(Self.ledger.server() as? TresorFake)
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let process = try CommandProcess(
            Self.ledger.arguments(server) + ["--format", "ndjson"], environment: Self.ledger.environment,
            redirection: redirection)
        #expect(await process.status() == 4)
        #expect(fake.requests.allSatisfy { $0.url.path.hasPrefix("/v1/") })
    }

    @Test(arguments: formats, ["2>&-"] + (hasFullDevice ? ["2>/dev/full"] : []))
    func aFailingStandardErrorChangesNoExitCode(_ format: String, _ redirection: String) async throws {
        let whole = try await walk(format, "")
        let silent = try await walk(format, redirection)
        #expect(whole.status == 0)
        #expect(silent.status == 0)
        #expect(silent.process.output == whole.process.output)
        let badUsage = try CommandProcess(["--unknown"], redirection: redirection)
        #expect(await badUsage.status() == 2)
        let unwritable = try await walk(format, ">&- \(redirection)")
        #expect(unwritable.status == 4)
    }

    @Test(arguments: formats) func aFailureEndsTheWalkAtTheFirstPageOfAStream(_ format: String) async throws {
        let fake = try #require(Self.ledger.server() as? TresorFake)
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let console = Console(output: { _ in throw OutputFailure(code: EPIPE) }, diagnostics: { _ in })
        let status = await Program.run(
            arguments: Self.ledger.arguments(server) + ["--format", format], environment: Self.ledger.environment,
            console: console)
        #expect(status == 4)
        #expect(fake.requests.count == (["ndjson", "csv"].contains(format) ? 1 : 4))
    }
}
