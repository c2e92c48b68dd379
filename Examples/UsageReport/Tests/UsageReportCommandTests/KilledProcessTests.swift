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
    @Test(arguments: CheckpointTests.Ledger.allCases)
    func aKilledRunResumesAndPrintsTheWholeLedger(ledger: CheckpointTests.Ledger) async throws {
        let server = try LedgerServer(ledger)
        let whole = await server.run(["--format", "json"])
        #expect(whole.status == 0)
        for page in 0...3 {
            try await withFile { file in
                let options = ["--format", "json", "--checkpoint", file.path]
                let silent = SilentAfter(try ledger.server(), after: page)
                server.serve(silent)
                let process = try server.start(options)
                await silent.waitForSilence()
                #expect(kill(process.id, SIGKILL) == 0)
                #expect(await process.status() == nil)
                try server.serve(FakeBehavior())
                let second = await server.run(options)
                #expect(second.status == 0)
                #expect(second.output == whole.output)
            }
        }
    }

    /// How often each ledger is stopped by each signal; the long check sets `USAGEKIT_KILLS` to 50.
    private static let rounds = ProcessInfo.processInfo.environment["USAGEKIT_KILLS"].flatMap { Int($0) } ?? 3

    /// Waits for a random moment of a run: between two requests, or before the first or after the last one.
    private func waitForAnyMoment(of process: CommandProcess, _ server: LedgerServer) async {
        let requests = server.requests + Int.random(in: 0...4)
        while server.requests < requests, process.isRunning { await Task.yield() }
        for _ in 0..<Int.random(in: 0...(1 << Int.random(in: 0...15))) where process.isRunning { await Task.yield() }
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGINT, SIGHUP], CheckpointTests.Ledger.allCases)
    func aRunThatIsStoppedAtRandomMomentsEndsWithTheWholeLedger(
        signal: Int32, ledger: CheckpointTests.Ledger
    ) async throws {
        let server = try LedgerServer(ledger)
        let options = ["--format", "ndjson"]
        let whole = await server.run(options)
        var kills = 0
        while kills < Self.rounds {
            try await withFile { file in
                let checkpoint = options + ["--checkpoint", file.path]
                var isRunning = true
                while isRunning, kills < Self.rounds {
                    let process = try server.start(checkpoint)
                    await waitForAnyMoment(of: process, server)
                    kill(process.id, signal)
                    let status = await process.status()
                    kills += 1
                    // A signal can come before the command takes it over; then it ends the process.
                    #expect(status == nil || status == 0 || (status == 3 && signal != SIGKILL))
                    if status != nil {
                        #expect(whole.output.hasPrefix(process.output))
                        #expect(process.output.isEmpty || process.output.hasSuffix("\n"))
                    }
                    isRunning = status != 0
                }
                let last = await server.run(checkpoint)
                #expect(last.status == 0)
                #expect(last.output == whole.output)
                if ledger == .chatbotkit {
                    // An empty page after a checkpoint may be that of a dead cursor, so the ledger is read again, and counted.
                    #expect(last.diagnostics.hasPrefix("usage-report: complete: "))
                } else {
                    #expect(last.diagnostics == whole.diagnostics)
                }
            }
        }
    }
}
