import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// Two processes at one store: one that writes it, and others that write or read it meanwhile.
@Suite(.serialized, .timeLimit(.minutes(60))) struct StoreProcessesTests {
    /// Whether a sync comes to wait for an answer; false if it ends without that.
    private func isHeld(_ sync: CommandProcess, by server: StoreServer) async throws -> Bool {
        while !server.isHolding, sync.isRunning { try await Task.sleep(for: .milliseconds(2)) }
        return server.isHolding
    }

    @Test func aSecondWriterIsRefusedWhileTheFirstOneWaits() async throws {
        try await withFile { store in
            let server = try StoreServer(rows: 60, seed: 2)
            let run = StoreRun(store)
            server.hold(after: 0)
            let first = try CommandProcess(server.arguments(store), environment: StoreServer.environment)
            try #require(try await isHeld(first, by: server))
            let writers = [
                server.arguments(store), ["store", "compact", store.path],
                ["store", "prune", store.path, "--before", StoreServer.pruned],
            ]
            for arguments in writers {
                let second = try await run.run(arguments)
                #expect(second.status == 2, "\(arguments)")
                #expect(second.output.isEmpty)
                #expect(second.diagnostics.hasPrefix("usage-report: "))
                #expect(second.diagnostics.split(separator: "\n").count == 1, "\(second.diagnostics)")
            }
            #expect(try await run.run(["store", "verify", store.path]).status == 0)
            #expect(try await run.report([]).status == 3)
            server.answer()
            #expect(await first.status() == 0, "\(first.diagnostics)")
            #expect(try await run.report(["--by", "provider"]).figures == server.figures)
            for arguments in writers.dropLast() {
                let second = try await run.run(arguments)
                #expect(second.status == 0, "\(second)")
            }
            #expect(try await run.report(["--by", "provider"]).figures == server.figures)
        }
    }

    @Test(arguments: StoreServer.providers)
    func aSourceThatCameToNothingInTheFirstSyncIsCompleteAfterTheNextOne(refused: String) async throws {
        try await withFile { store in
            let server = try StoreServer(rows: 60, seed: 8)
            let run = StoreRun(store)
            server.refuse(refused)
            #expect(try await run.run(server.arguments(store)).status == 3)
            server.refuse(nil)
            #expect(try await run.run(server.arguments(store)).status == 0)
            for window in [[], StoreServer.window] {
                let report = try await run.report(["--by", "provider"] + window)
                #expect(report.status == 0, "\(report.diagnostics)")
                #expect(report.figures == server.figures)
            }
        }
    }

    @Test func twoSyncsThatBeginTogetherAreOneAfterTheOther() async throws {
        try await withFile { store in
            let server = try StoreServer(rows: 60, seed: 3)
            for _ in 0..<4 {
                server.change()
                let processes = try (0..<3).map { _ in
                    try CommandProcess(server.arguments(store), environment: StoreServer.environment)
                }
                var statuses: [Int32?] = []
                for process in processes {
                    let status = await process.status()
                    statuses.append(status)
                    if status == 2 { #expect(process.diagnosticLines.count == 1, "\(process.diagnostics)") }
                }
                #expect(statuses.contains(0))
                #expect(statuses.allSatisfy { $0 == 0 || $0 == 2 }, "\(statuses)")
                #expect(try await StoreRun(store).report(["--by", "provider"]).figures == server.figures)
            }
        }
    }

    /// A reader finds the figures of before or after a change, or says that they are incomplete.
    private func read(_ store: URL, _ server: StoreServer) async throws {
        let run = StoreRun(store)
        let verified = try await run.run(["store", "verify", store.path])
        #expect(verified.status == 0, "\(verified)")
        #expect(verified.output.hasPrefix("undamaged: "))
        let report = try await run.report(["--by", "provider"] + StoreServer.window)
        guard report.status == 0 else {
            #expect(report.status == 3, "\(report.diagnostics)")
            return
        }
        #expect(report.figures.count == StoreServer.providers.count)
        for (provider, figures) in report.figures {
            #expect(server.allows(figures, of: provider), "\(provider) \(figures)")
        }
    }

    @Test func readersAreRightBetweenTheRequestsOfASync() async throws {
        try await withFile { store in
            let server = try StoreServer(rows: 60, seed: 4)
            #expect(try await StoreRun(store).run(server.arguments(store)).status == 0)
            server.settle()
            var holds = 0
            for requests in 0...5 {
                server.change()
                server.hold(after: requests)
                let sync = try CommandProcess(server.arguments(store), environment: StoreServer.environment)
                if try await isHeld(sync, by: server) { holds += 1 }
                try await read(store, server)
                server.answer()
                #expect(await sync.status() == 0, "\(sync.diagnostics)")
                server.settle()
                #expect(try await StoreRun(store).report(["--by", "provider"]).figures == server.figures)
            }
            // Each ledger is asked at least once.
            #expect(holds >= 2)
        }
    }

    @Test func readersAreRightWhileASyncCommits() async throws {
        try await withFile { store in
            let server = try StoreServer(rows: 60, seed: 5)
            #expect(try await StoreRun(store).run(server.arguments(store)).status == 0)
            server.settle()
            for _ in 0..<6 {
                server.change()
                let sync = try CommandProcess(server.arguments(store), environment: StoreServer.environment)
                repeat { try await read(store, server) } while sync.isRunning
                #expect(await sync.status() == 0, "\(sync.diagnostics)")
                server.settle()
            }
        }
    }

    @Test func readersAreRightWhileTheStoreIsCompactedAgainAndAgain() async throws {
        try await withFile { store in
            let server = try StoreServer(rows: 60, seed: 6)
            for _ in 0..<3 {
                #expect(try await StoreRun(store).run(server.arguments(store)).status == 0)
                server.settle()
                server.addLateRows()
            }
            server.settle()
            #expect(try await StoreRun(store).run(server.arguments(store)).status == 0)
            for _ in 0..<8 {
                let compact = try CommandProcess(["store", "compact", store.path])
                repeat {
                    let report = try await StoreRun(store).report(["--by", "provider"] + StoreServer.window)
                    #expect(report.status == 0, "\(report.diagnostics)")
                    #expect(report.figures == server.figures)
                    try await read(store, server)
                } while compact.isRunning
                #expect(await compact.status() == 0, "\(compact.diagnostics)")
            }
        }
    }
}
