import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `sync`, `report` and `store`, with servers of all five providers.
@Suite final class StoreCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sync-\(UUID().uuidString)")
    private var store: String { folder.path }
    private static let providers = DemoOptionTests.providers
    private static let window = ["--start", "2026-05-18T00:00:00Z", "--end", "2026-05-25T00:00:00Z"]

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: [String], environment: [String: String] = [:]) async -> Invocation {
        await Invocation.run(arguments, environment: environment)
    }

    private static func groups(_ run: Invocation) throws -> JSONValue? {
        try JSONValue(json: Array(run.output.utf8))["groups"]
    }

    private static func elements(_ value: JSONValue) -> [JSONValue] {
        if case .array(let elements) = value { elements } else { [] }
    }

    @Test func allFiveAreKeptAndReportedAsTheirWalksAre() async throws {
        let sync = await run(["sync", store] + Self.providers + ["--demo"])
        #expect(sync.status == 0, "\(sync.diagnostics)")
        let lines = sync.output.split(separator: "\n")
        #expect(lines == Self.providers.map { "\($0): 2000 added, 0 revised, 0 removed, 0 restated" })
        let options = ["--every", "day", "--by", "model,apiKey", "--format", "json"]
        for provider in Self.providers {
            let walk = await run([provider, "--demo"] + options)
            let report = await run(["report", store, "--provider", provider] + options)
            #expect(report.status == 0, "\(report.diagnostics)")
            #expect(try Self.groups(report) == Self.groups(walk), "\(provider)")
            let document = try JSONValue(json: Array(report.output.utf8))
            #expect(document["provider"]?.string == provider)
            #expect(document["walk"]?["complete"] == true && document["walk"]?["readAt"]?.string != nil)
        }
        let all = await run(["report", store, "--by", "provider", "--format", "json"])
        let document = try JSONValue(json: Array(all.output.utf8))
        #expect(all.status == 0 && document["provider"]?.isNull == true)
        #expect(document["walk"]?["rows"] == 10000)
        let keys = document["groups"].map(Self.elements)?.compactMap { $0["key"]?["provider"]?.string }
        #expect(keys == Self.providers.sorted())
    }

    @Test(arguments: CheckpointTests.Ledger.allCases, ["csv", "ndjson"])
    func recordsAreThoseOfTheWalk(ledger: CheckpointTests.Ledger, format: String) async throws {
        let server = try LoopbackServer(ledger.server())
        defer { server.stop() }
        let window = Self.window
        let sync = await run(
            ["sync", store, ledger.rawValue, "--base-url", "\(ledger.rawValue)=\(server.baseURL)"] + window,
            environment: ledger.environment)
        #expect(sync.status == 0, "\(sync.diagnostics)")
        let walk = await run(
            [ledger.rawValue, "--base-url", server.baseURL, "--format", format] + window,
            environment: ledger.environment)
        let report = await run(["report", store, "--format", format] + window)
        #expect(report.status == 0, "\(report.diagnostics)")
        #expect(report.output.split(separator: "\n").sorted() == walk.output.split(separator: "\n").sorted())
    }

    @Test func severalServersAreNamedByTheirProviders() async throws {
        let (aurous, tresor) = (CheckpointTests.Ledger.aurous, CheckpointTests.Ledger.tresor)
        let one = try LoopbackServer(aurous.server())
        let other = try LoopbackServer(tresor.server())
        defer {
            one.stop()
            other.stop()
        }
        let sync = await run(
            ["sync", store, "aurous", "tresor", "--base-url", "aurous=\(one.baseURL)"]
                + ["--base-url", "tresor=\(other.baseURL)"] + Self.window, environment: aurous.environment)
        #expect(sync.status == 0, "\(sync.diagnostics)")
        #expect(sync.output.contains("aurous: 35 added") && sync.output.contains("tresor: 35 added"))
        // A source that is named and not there is not left out.
        for missing in [["--provider", "venice"], ["--provider", "aurous", "--provider", "venice"]] {
            #expect(await run(["report", store] + missing).status == 2, "\(missing)")
        }
        for refused in [
            ["sync", store, "aurous", "tresor", "--base-url", one.baseURL],
            ["sync", store, "aurous", "--base-url", "tresor=\(other.baseURL)"],
            ["sync", store, "aurous", "aurous"], ["sync", store], ["sync", "", "aurous"],
            ["sync", store, "aurous", "--demo", "--base-url", one.baseURL], ["sync", store, "nobody"],
        ] {
            let run = await run(refused, environment: aurous.environment)
            #expect(run.status == 2 && run.output.isEmpty, "\(refused): \(run.diagnostics)")
        }
    }

    /// One provider fails, the others are kept; the next run goes on.
    @Test func aProviderThatFailsLeavesTheOthersAlone() async throws {
        let (aurous, tresor) = (CheckpointTests.Ledger.aurous, CheckpointTests.Ledger.tresor)
        let failing = try LedgerServer(aurous)
        let other = try LoopbackServer(tresor.server())
        defer { other.stop() }
        try failing.serve(FakeBehavior(pageLimit: 10, faults: [.request(3): .status(403)]))
        let address = try #require(failing.arguments.firstIndex(of: "--base-url")) + 1
        let arguments =
            ["sync", store, "aurous", "tresor", "--base-url", "aurous=\(failing.arguments[address])"]
            + ["--base-url", "tresor=\(other.baseURL)"] + Self.window
        let first = await run(arguments, environment: aurous.environment)
        #expect(first.status == 3)
        #expect(first.output.contains("aurous: INCOMPLETE: 20 rows") && first.output.contains("tresor: 35 added"))
        let report = await run(["report", store, "--format", "json", "--by", "provider"])
        #expect(report.status == 3 && report.diagnostics.contains("aurous events"))
        try failing.serve(FakeBehavior(pageLimit: 10))
        let second = await run(arguments, environment: aurous.environment)
        #expect(second.status == 0, "\(second.diagnostics)")
        #expect(await run(["report", store]).status == 0)
    }

    @Test func aStoreIsTended() async throws {
        _ = await run(["sync", store, "tresor", "--demo"])
        let verified = await run(["store", "verify", store])
        #expect(verified.status == 0 && verified.output.hasPrefix("undamaged: 2000 rows"))
        let whole = await run(["report", store, "--format", "json"])
        #expect(await run(["store", "compact", store]).status == 0)
        #expect(try await Self.groups(run(["report", store, "--format", "json"])) == Self.groups(whole))
        let pruned = await run(["store", "prune", store, "--before", "2026-05-20"])
        #expect(pruned.status == 0 && pruned.output.contains("rows removed"))
        let days = await run(["report", store, "--every", "day", "--format", "json"])
        #expect(try Self.groups(days).map(Self.elements)?.first?["start"]?.string == "2026-05-20T00:00:00Z")
        let missing = await run(["report", store, "--start", "2026-05-19", "--end", "2026-05-22"])
        #expect(missing.status == 3 && missing.diagnostics.contains("lacks 2026-05-19 of tresor"))
        #expect(missing.output.contains("INCOMPLETE"))
    }

    @Test func damageIsNamed() async throws {
        _ = await run(["sync", store, "tresor", "--demo"])
        let file = folder.appendingPathComponent("rows")
        var bytes = [UInt8](try Data(contentsOf: file))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: file)
        #expect(await run(["store", "verify", store]).status == 3)
        #expect(await run(["report", store]).status == 3)
        let sync = await run(["sync", store, "tresor", "--demo"])
        #expect(sync.status == 0 && sync.diagnostics.contains("damaged"))
        let report = await run(["report", store, "--format", "json"])
        #expect(report.status == 0)
        let walk = await run(["tresor", "--demo", "--format", "json"])
        #expect(try Self.groups(report) == Self.groups(walk))
    }

    @Test func changedFiguresAreLogged() async throws {
        let instant = try Timestamp("2026-05-20T10:00:00Z")
        let now = try Timestamp("2026-05-21T00:00:00Z")
        let fake = AurousFake(events: [AurousFake.event(at: instant, credits: 1, id: "a")], now: { now })
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let arguments = ["sync", store, "aurous", "--base-url", server.baseURL, "--start", "2026-05-19"]
        let environment = CheckpointTests.Ledger.aurous.environment
        #expect(await run(arguments, environment: environment).status == 0)
        fake.apply(.remove { _ in true })
        fake.apply(.insert([AurousFake.event(at: instant, credits: 2, id: "a")]))
        let second = await run(arguments + ["--overlap", "8784"], environment: environment)
        #expect(second.output == "aurous: 0 added, 1 revised, 0 removed, 1 restated\n", "\(second.diagnostics)")
        let log = await run(["store", "log", store, "--format", "ndjson"])
        let line = try JSONValue(json: Array(log.output.utf8.dropLast()))
        #expect(line["day"] == "2026-05-20" && line["before"] == "1" && line["after"] == "2")
        #expect(await run(["store", "log", store]).output.contains("1 credit before, 2 credit since"))
    }

    /// A limit on the size of files, as a disk that is full.
    @Test(arguments: [1, 20, 100]) func whatCannotBeWrittenIsSaidAndFetchedLater(blocks: Int) async throws {
        let limited = try CommandProcess(["sync", store, "tresor", "--demo"], preparation: "ulimit -f \(blocks)")
        let status = await limited.status()
        #expect(status == 1 || status == 3, "\(limited.diagnostics)")
        #expect(limited.diagnostics.contains("could not be written"))
        let sync = await run(["sync", store, "tresor", "--demo"])
        #expect(sync.status == 0, "\(sync.diagnostics)")
        let report = await run(["report", store, "--format", "json"])
        let walk = await run(["tresor", "--demo", "--format", "json"])
        #expect(try report.status == 0 && Self.groups(report) == Self.groups(walk))
    }

    @Test func aStoreThatIsWrittenIsRefused() async throws {
        let open = try UsageStore(at: folder)
        for arguments in [["sync", store, "tresor", "--demo"], ["store", "compact", store]] {
            let run = await run(arguments)
            #expect(run.status == 2 && run.diagnostics.contains("written by another process"))
        }
        #expect(await run(["store", "verify", store]).status == 0)
        withExtendedLifetime(open) {}
    }

    @Test func whatIsNoStoreIsRefused() async throws {
        for arguments in [["report", store], ["store", "verify", store], ["store", "compact", store]] {
            #expect(await run(arguments).status == 1, "\(arguments)")
        }
        #expect(!FileManager.default.fileExists(atPath: store))
        #expect(await run(["report", ""]).status == 2)
        #expect(await run(["report", store, "--by", "nothing"]).status == 1)
    }

    /// A key that was rotated needs the name of its account, and its rows count once.
    @Test func aRotatedKeyNeedsAName() async throws {
        let now = try Timestamp("2026-05-21T00:00:00Z")
        let events = [AurousFake.event(at: try Timestamp("2026-05-20T10:00:00Z"), credits: 1, id: "a")]
        let keys = ["a", "b"].map { "al_live_" + String(repeating: $0, count: 64) }
        let servers = keys.map { AurousFake(events: events, apiKey: $0, now: { now }) }
        let server = try LoopbackServer(FakeTenants(servers))
        defer { server.stop() }
        let arguments = ["sync", store, "aurous", "--base-url", server.baseURL, "--start", "2026-05-19"]
        #expect(await run(arguments, environment: ["AUROUS_API_KEY": keys[0]]).status == 0)
        let refused = await run(arguments, environment: ["AUROUS_API_KEY": keys[1]])
        #expect(refused.status == 2 && refused.diagnostics.contains("name the account"))
        let named = await run(arguments + ["--account", "prod"], environment: ["AUROUS_API_KEY": keys[1]])
        #expect(named.status == 0 && named.output.hasPrefix("aurous: 0 added"), "\(named.diagnostics)")
        let report = await run(["report", store, "--by", "account", "--format", "json"])
        let group = try Self.groups(report).map(Self.elements)?.first
        #expect(group?["key"]?["account"]?.string == "prod" && group?["requests"] == 1)
    }
}
