import Foundation
import Testing
import UsageKit
import UsageKitTesting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A store whose processes are killed at chosen moments, while late, revised and removed rows come in.
@Suite(
    .serialized,
    .enabled(if: StoreKiller.isPossible, "needs Linux's LD_PRELOAD, and the toolchain's clang"),
    .timeLimit(.minutes(60)))
struct KilledStoreTests {
    /// How many processes are killed; the long check sets `USAGEKIT_STORE_KILLS` to 200.
    private static let kills = max(
        25, ProcessInfo.processInfo.environment["USAGEKIT_STORE_KILLS"].flatMap { Int($0) } ?? 25)

    /// How many kills one store lives through.
    private static let killsOfAStore = 5

    @Test func aSyncThatWasKilledInTheMiddleOfACommitGoesOn() async throws {
        try await withFile { store in
            let killer = try StoreKiller()
            let server = try StoreServer(rows: 60, seed: 1)
            let call = StoreCall(moment: .append, name: .write, file: "rows", number: 1, place: .halfway)
            let first = try CommandProcess(
                server.arguments(store),
                environment: StoreServer.environment.merging(killer.environment(for: call, on: store)) { $1 })
            #expect(await first.status() == nil)
            #expect(try killer.kills == ["append write rows 1 halfway"])
            let torn = try await StoreRun(store).run(["store", "verify", store.path])
            #expect(torn.status == 0)
            #expect(torn.output.hasPrefix("undamaged: 0 rows, 0 that do not count, 0 commits, "))
            #expect(torn.diagnostics.hasSuffix(" do not count: their commit did not end\n"))
            let second = try await StoreRun(store).run(server.arguments(store))
            #expect(second.status == 0)
            #expect(
                second.output == """
                    aurous: 65 added, 0 revised, 0 removed, 0 restated
                    venice: 20 added, 0 revised, 0 removed, 0 restated

                    """)
            #expect(try await StoreRun(store).report(["--by", "provider"]).figures == server.figures)
        }
    }

    /// A store is written as a whole if more than 16,384 of its rows do not count any more.
    @Test(.enabled(if: kills > 25, "a part of the long check, because it takes many rows"))
    func aSyncThatIsKilledWhileItCompactsHasCommittedItsRows() async throws {
        let killer = try StoreKiller()
        try await withFile { store in
            let server = try StoreServer(rows: 17_000, seed: 7)
            let run = StoreRun(store)
            // The whole window is fetched again, and the store is written as a whole after that.
            let arguments = server.arguments(store, ["aurous"]) + ["--overlap", "240"]
            #expect(try await run.run(arguments).status == 0)
            let calls: [(StoreCall.Name, Int, StoreCall.Place)] = [
                (.write, 2, .halfway), (.write, 6, .halfway), (.fsync, 2, .before), (.rename, 1, .before),
                (.rename, 1, .after),
            ]
            for (name, number, place) in calls {
                server.reviseAll()
                let call = StoreCall(moment: .compact, name: name, file: "rows.new", number: number, place: place)
                let killed = try CommandProcess(
                    arguments,
                    environment: StoreServer.environment.merging(killer.environment(for: call, on: store)) { $1 })
                #expect(await killed.status() == nil, "\(call)")
                let verified = try await run.run(["store", "verify", store.path])
                #expect(verified.status == 0, "\(verified)")
                let report = try await run.report(["--by", "provider"] + StoreServer.window)
                #expect(report.status == 0, "\(report.diagnostics)")
                #expect(report.figures["aurous"] == server.figures["aurous"])
            }
            #expect(try killer.kills.count == calls.count)
            let last = try await run.run(arguments)
            #expect(last.status == 0, "\(last)")
            let report = try await run.report(["--by", "provider"])
            #expect(report.figures == server.figures.filter { $0.key == "aurous" })
        }
    }

    @Test func aStoreWhoseProcessesAreKilledLosesNoRowAndHasNoneTwice() async throws {
        var random = SeededGenerator(seed: 16)
        let killer = try StoreKiller()
        let count = StoreMoment.allCases.count
        let moments = (0..<Self.kills).map { StoreMoment.allCases[$0 % count] }.shuffled(using: &random)
        var stores = 0
        for first in stride(from: 0, to: moments.count, by: Self.killsOfAStore) {
            // The first of each five ledgers has enough rows for a walk to be committed in parts.
            let rows = stores % 5 == 0 ? 4600 : 60
            stores += 1
            let round = Array(moments[first...].prefix(Self.killsOfAStore))
            try await withFile { store in
                var life = StoreLife(
                    killer: killer, store: store, server: try StoreServer(rows: rows, seed: random.next()),
                    rows: rows, seed: random.next())
                try await life.live(through: round)
            }
        }
        let kills = try killer.kills
        // Each store is also killed once when it is pruned.
        #expect(kills.count == Self.kills + stores)
        for moment in StoreMoment.allCases {
            let hits = kills.filter { $0.hasPrefix("\(moment) ") }.count
            #expect(hits >= max(5, Self.kills / count), "\(moment)")
        }
        guard Self.kills > 25 else { return }
        let times = Dictionary(kills.map { ($0, 1) }, uniquingKeysWith: +)
        for (kill, times) in times.sorted(by: { $0.key < $1.key }) {
            print("\(times) × \(kill)")
        }
    }
}

/// One store: its syncs, kills and prunes, and what must be true after each.
private struct StoreLife {
    let killer: StoreKiller
    let store: URL
    let server: StoreServer
    let rows: Int
    var random: SeededGenerator
    private let run: StoreRun
    private var hasEnded = false

    init(killer: StoreKiller, store: URL, server: StoreServer, rows: Int, seed: UInt64) {
        self.killer = killer
        self.store = store
        self.server = server
        self.rows = rows
        random = SeededGenerator(seed: seed)
        run = StoreRun(store)
    }

    mutating func live(through moments: [StoreMoment]) async throws {
        for moment in moments {
            server.change()
            try await kill(at: moment)
            try await check()
            if Bool.random(using: &random) { server.change() }
            // Every third time, the next process is killed before one has ended.
            if Int.random(in: 0..<3, using: &random) > 0 { try await end() }
        }
        server.change()
        try await end()
        try await prune()
        try await compareWithAFreshStore()
    }

    // MARK: Kills

    private mutating func kill(at moment: StoreMoment) async throws {
        let exists = FileManager.default.fileExists(atPath: run.log.path)
        func call(_ name: StoreCall.Name, _ file: String, upTo limit: Int) -> StoreCall {
            StoreCall(
                moment: moment, name: name, file: file, number: Int.random(in: 1...limit, using: &random),
                place: name == .write ? .halfway : beforeOrAfter())
        }
        let sync = server.arguments(store)
        switch moment {
        case .fetch: try await killFetch()
        case .append: try await kill(sync, at: call(.write, "rows", upTo: 8))
        case .sync: try await kill(sync, at: call(.fsync, "rows", upTo: 8))
        case .rename: try await kill(exists ? rewriting() : sync, at: call(.rename, "rows.new", upTo: 1))
        case .compact:
            if !exists { try await end() }
            let isWrite = Bool.random(using: &random)
            let call = isWrite ? call(.write, "rows.new", upTo: 6) : call(.fsync, "rows.new", upTo: 2)
            try await kill(rewriting(), at: call)
        }
    }

    private mutating func beforeOrAfter() -> StoreCall.Place { Bool.random(using: &random) ? .before : .after }

    /// A command that writes the store as a whole, and changes no figure.
    private mutating func rewriting() -> [String] {
        Bool.random(using: &random)
            ? ["store", "compact", store.path] : ["store", "prune", store.path, "--before", StoreServer.window[1]]
    }

    /// Kills the command at a call, or at an earlier one if it ends without it.
    private mutating func kill(_ arguments: [String], at call: StoreCall) async throws {
        var call = call
        while true {
            let before = try killer.kills.count
            let process = try CommandProcess(
                arguments,
                environment: StoreServer.environment.merging(killer.environment(for: call, on: store)) { $1 })
            let status = await process.status()
            guard status != nil else {
                #expect(try killer.kills.count == before + 1)
                return
            }
            try #require(status == 0, "\(arguments) \(process.diagnostics)")
            try #require(call.number > 1, "nothing was written: \(call)")
            // The first sync that ends has fewer commits than those after it.
            if arguments[0] != "sync" || hasEnded { call.number /= 2 }
            if arguments[0] == "sync" {
                hasEnded = true
                server.settle()
            }
            server.change()
        }
    }

    /// Kills a sync while it waits for a page.
    private mutating func killFetch() async throws {
        var answers = Int.random(in: 0..<(rows > 1000 && !hasEnded ? 12 : 6), using: &random)
        while true {
            server.hold(after: answers)
            let process = try CommandProcess(server.arguments(store), environment: StoreServer.environment)
            while !server.isHolding, process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
            let isHeld = server.isHolding
            if isHeld { #expect(Self.send(SIGKILL, to: process.id) == 0) }
            let status = await process.status()
            server.answer()
            if isHeld {
                #expect(status == nil)
                return try killer.note("fetch request \(answers + 1)")
            }
            try #require(status == 0, "\(process.diagnostics)")
            hasEnded = true
            server.settle()
            server.change()
            answers /= 2
        }
    }

    private static func send(_ signal: Int32, to process: pid_t) -> Int32 {
        #if canImport(Glibc)
            Glibc.kill(process, signal)
        #else
            Darwin.kill(process, signal)
        #endif
    }

    // MARK: Checks

    /// A store whose process was killed has no damage, and no wrong total.
    private func check() async throws {
        let verified = try await run.run(["store", "verify", store.path])
        let report = try await run.report(["--by", "provider"])
        let windowed = try await run.report(["--by", "provider"] + StoreServer.window)
        guard FileManager.default.fileExists(atPath: run.log.path) else {
            // The process ended before there was a store.
            #expect(!hasEnded)
            #expect([verified.status, report.status, windowed.status] == [1, 1, 1])
            return
        }
        #expect(verified.status == 0, "\(verified)")
        #expect(verified.output.hasPrefix("undamaged: "), "\(verified)")
        for report in [report, windowed] {
            guard report.status == 0 else {
                #expect(report.status == 3, "\(report.diagnostics)")
                #expect(report.output.contains(#""complete":false"#))
                continue
            }
            for (provider, figures) in report.figures {
                #expect(server.allows(figures, of: provider), "\(provider) \(figures) \(report.diagnostics)")
            }
            if hasEnded { #expect(report.figures.count == StoreServer.providers.count) }
        }
        // A whole window has both ledgers, or one of them was never asked for.
        if !hasEnded, windowed.status == 0 { #expect(!windowed.figures.isEmpty) }
    }

    /// Syncs to the end; then the store has what the ledgers have.
    private mutating func end() async throws {
        let sync = try await run.run(server.arguments(store))
        #expect(sync.status == 0, "\(sync)")
        hasEnded = true
        server.settle()
        for window in [[], StoreServer.window] {
            let report = try await run.report(["--by", "provider"] + window)
            #expect(report.status == 0, "\(report.diagnostics)")
            #expect(report.figures == server.figures)
        }
    }

    /// Removes the first days of the store and of the ledgers, with a process that is killed at it.
    private mutating func prune() async throws {
        server.removePruned()
        let prune = ["store", "prune", store.path, "--before", StoreServer.pruned]
        let call = StoreCall(
            moment: .rename, name: .rename, file: "rows.new", number: 1, place: beforeOrAfter())
        let killed = try CommandProcess(prune, environment: killer.environment(for: call, on: store))
        #expect(await killed.status() == nil)
        let report = try await run.report(["--by", "provider"])
        #expect(report.status == 0 || report.status == 3, "\(report.diagnostics)")
        for (provider, figures) in report.figures {
            #expect(server.allows(figures, of: provider), "\(provider) \(figures) \(report.diagnostics)")
        }
        let second = try await run.run(prune)
        #expect(second.status == 0, "\(second)")
        server.settle()
    }

    /// The store must have the same rows and groups as one that was filled at once.
    private func compareWithAFreshStore() async throws {
        try await withFile { other in
            let fresh = StoreRun(other)
            let start = ["--start", StoreServer.pruned] + StoreServer.window.suffix(2)
            let sync = try await fresh.run(server.arguments(other))
            #expect(sync.status == 0, "\(sync)")
            let groups = ["--by", "provider,model", "--every", "day"] + start
            let reports = (try await run.report(groups), try await fresh.report(groups))
            #expect(reports.0.status == 0, "\(reports.0.diagnostics)")
            #expect(reports.1.status == 0, "\(reports.1.diagnostics)")
            #expect(reports.0.groups == reports.1.groups)
            #expect(!reports.1.groups.isEmpty)
            let lines = (try await run.rows(start), try await fresh.rows(start))
            #expect(lines.0 == lines.1)
            #expect(lines.1.count == server.figures.values.map(\.requests).reduce(0, +))
        }
    }
}
