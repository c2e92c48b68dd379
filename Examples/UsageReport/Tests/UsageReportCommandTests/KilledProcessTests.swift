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

/// The built command as a process that is killed during a walk; the tests run one after the other.
@Suite(.serialized) struct KilledProcessTests {
    private func process(_ ledger: CheckpointTests.Ledger, _ server: LoopbackServer, _ options: [String]) throws
        -> Process
    {
        let process = Process()
        let executable = CommandProcess.executable
        process.executableURL = try #require(executable as URL?)
        process.arguments = ledger.arguments(server) + ["--format", "json"] + options
        process.environment = ledger.environment
        process.standardError = FileHandle.nullDevice
        return process
    }

    /// Runs the command to its end.
    private func output(
        _ ledger: CheckpointTests.Ledger, _ options: [String]
    ) async throws -> (status: Int32, text: String) {
        let server = try LoopbackServer(ledger.server())
        defer { server.stop() }
        let process = try process(ledger, server, options)
        let pipe = Pipe()
        process.standardOutput = pipe
        let ended = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in ended.continuation.finish() }
        try process.run()
        for await _ in ended.stream {}
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(arguments: CheckpointTests.Ledger.allCases)
    func aKilledRunResumesAndPrintsTheWholeLedger(ledger: CheckpointTests.Ledger) async throws {
        let whole = try await output(ledger, [])
        #expect(whole.status == 0)
        for page in 0...3 {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: file) }
            let silent = SilentAfter(try ledger.server(), after: page)
            let server = try LoopbackServer(silent)
            let process = try process(ledger, server, ["--checkpoint", file.path])
            process.standardOutput = FileHandle.nullDevice
            let ended = AsyncStream<Void>.makeStream()
            process.terminationHandler = { _ in ended.continuation.finish() }
            try process.run()
            await silent.waitForSilence()
            #expect(kill(process.processIdentifier, SIGKILL) == 0)
            for await _ in ended.stream {}
            #expect(process.terminationReason == .uncaughtSignal)
            server.stop()
            let second = try await output(ledger, ["--checkpoint", file.path])
            #expect(second.status == 0)
            #expect(second.text == whole.text)
        }
    }
}
