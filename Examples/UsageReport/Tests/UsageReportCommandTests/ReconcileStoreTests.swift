import Foundation
import Synchronization
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `reconcile --against STORE`: the rows of a ledger against those of an earlier day.
@Suite final class ReconcileStoreTests {
    private static let environment = CheckpointTests.Ledger.aurous.environment
    private static let window = ["--start", "2026-05-18", "--end", "2026-05-25"]

    /// A directory for a store, which is removed.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    /// One server whose rows change.
    private final class ChangingServer: HTTPTransport {
        private let transport = Mutex<any HTTPTransport>(ClosureTransport { _ in nil })

        func change(to other: any HTTPTransport) { transport.withLock { $0 = other } }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            try await transport.withLock { $0 }.send(request)
        }
    }

    private let content = ChangingServer()
    private let server: LoopbackServer

    init() throws { server = try LoopbackServer(content) }

    deinit { server.stop() }

    /// Runs a command on the one server, as it is now.
    private func run(
        _ command: String, _ arguments: [String], on transport: any HTTPTransport,
        environment: [String: String] = environment
    ) async -> Invocation {
        content.change(to: transport)
        return await Invocation.run(
            [command] + arguments + ["--base-url", server.baseURL] + Self.window, environment: environment)
    }

    /// Runs a command on a server with another address.
    private func runElsewhere(
        _ command: String, _ arguments: [String], on transport: any HTTPTransport
    ) async throws -> Invocation {
        let server = try LoopbackServer(transport)
        defer { server.stop() }
        return await Invocation.run(
            [command] + arguments + ["--base-url", server.baseURL] + Self.window, environment: Self.environment)
    }

    /// A row of each day.
    private static func rows(_ costs: [(day: Int, cost: WireNumber)]) throws -> [JSONValue] {
        try costs.map { TresorFake.row(at: try Timestamp("2026-05-\($0.day)T12:00:00Z"), cost: $0.cost) }
    }

    @Test(arguments: ["aurous", "venice", "tresor", "chatbotkit", "auralytik"])
    func rowsThatHaveNotChangedAgree(provider: String) async throws {
        let store = Folder()
        let sync = await Invocation.run(["sync", store.path, provider, "--demo"])
        try #require(sync.status == 0, "\(sync.diagnostics)")
        let run = await Invocation.run(["reconcile", provider, "--demo", "--against", store.path])
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        #expect(run.output.hasPrefix("\(provider) store\nagrees with store: "), "\(run.output)")
    }

    @Test func whatCameLaterIsTheCause() async throws {
        let store = Folder()
        let (first, later) = (try Self.rows([(18, 0.5), (19, 0.25)]), try Self.rows([(19, 0.125), (21, 1)]))
        #expect(await run("sync", [store.path, "tresor"], on: TresorFake(rows: first)).status == 0)
        let run = await run("reconcile", ["tresor", "--against", store.path], on: TresorFake(rows: first + later))
        #expect(run.status == 5, "\(run.diagnostics)")
        #expect(run.output.contains("differs from store: 2 of 7 entries"), "\(run.output)")
        #expect(run.output.contains("charge.EUR: 0.375 here, 0.25 there (+0.125)"), "\(run.output)")
        #expect(run.output.contains("because rows that came after the figures were made do not count there"))
        #expect(!run.output.contains("note:"), "\(run.output)")
        let tolerated = await self.run(
            "reconcile",
            ["tresor", "--against", store.path, "--tolerance", "charge.EUR=2", "--tolerance", "requests=2"]
                + [
                    "--tolerance", "rows=2", "--tolerance", "inputTokens=99", "--tolerance", "outputTokens=999",
                    "--tolerance", "requests.completed=2",
                ],
            on: TresorFake(rows: first + later))
        #expect(tolerated.status == 0, "\(tolerated.output)")
    }

    @Test func whatIsGoneIsTheCause() async throws {
        let store = Folder()
        let rows = try Self.rows([(18, 0.5), (19, 0.25)])
        #expect(await run("sync", [store.path, "tresor"], on: TresorFake(rows: rows)).status == 0)
        let run = await run(
            "reconcile", ["tresor", "--against", store.path], on: TresorFake(rows: Array(rows.prefix(1))))
        #expect(run.status == 5 && run.output.contains("are gone here"), "\(run.output)")
    }

    /// A store without the rows, or without the time, is no side.
    @Test func aStoreThatLacksTheTimeIsNotJudged() async throws {
        let store = Folder()
        let fake = TresorFake(rows: try Self.rows([(18, 0.5)]))
        let sync = await Invocation.run(["sync", store.path, "aurous", "--demo"])
        #expect(sync.status == 0)
        let none = await run("reconcile", ["tresor", "--against", store.path], on: fake)
        #expect(none.status == 3 && none.diagnostics.contains("the store has no rows of tresor"), "\(none.diagnostics)")

        let other = Folder()
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let options = ["--base-url", server.baseURL, "--start", "2026-05-18"]
        let part = await Invocation.run(
            ["sync", other.path, "tresor", "--end", "2026-05-20"] + options, environment: Self.environment)
        #expect(part.status == 0, "\(part.diagnostics)")
        let run = await Invocation.run(
            ["reconcile", "tresor", "--against", other.path, "--end", "2026-05-25"] + options,
            environment: Self.environment)
        #expect(run.status == 3 && run.diagnostics.contains("the store lacks"), "\(run.output)\(run.diagnostics)")
    }

    @Test func oneAccountIsNamed() async throws {
        let store = Folder()
        let fake = TresorFake(rows: try Self.rows([(18, 0.5)]))
        for account in ["a", "b"] {
            #expect(try await runElsewhere("sync", [store.path, "tresor", "--account", account], on: fake).status == 0)
        }
        let unclear = try await runElsewhere("reconcile", ["tresor", "--against", store.path], on: fake)
        #expect(unclear.status == 3 && unclear.diagnostics.contains("name one with --account"))
        let run = try await runElsewhere("reconcile", ["tresor", "--against", store.path, "--account", "b"], on: fake)
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
    }

    /// Rows of another key or another server are not taken for rows that are gone or have come later.
    @Test func rowsOfAnotherAccountAreNotCompared() async throws {
        let store = Folder()
        let rows = try Self.rows([(18, 0.5), (19, 0.25)])
        #expect(await run("sync", [store.path, "tresor"], on: TresorFake(rows: rows)).status == 0)
        let arguments = ["tresor", "--against", store.path]
        let key = TresorFake.testKey.dropLast(4) + "ffff"
        let other = await run(
            "reconcile", arguments, on: TresorFake(rows: [], apiKey: String(key)),
            environment: ["TRESOR_API_KEY": String(key)])
        #expect(other.status == 3 && !other.output.contains("are gone here"), "\(other.output)\(other.diagnostics)")
        #expect(other.diagnostics.contains("another key of the same one: name the account"), "\(other.diagnostics)")
        let elsewhere = try await runElsewhere("reconcile", arguments, on: TresorFake(rows: []))
        #expect(elsewhere.status == 3 && !elsewhere.output.contains("are gone here"), "\(elsewhere.output)")
        #expect(elsewhere.diagnostics.contains("the store has rows of tresor of another server, \(server.baseURL)"))
        #expect(await run("reconcile", arguments, on: TresorFake(rows: rows)).status == 0)
        // A name says whose rows they are, whatever the key and the address.
        #expect(await run("sync", [store.path, "tresor", "--account", "a"], on: TresorFake(rows: rows)).status == 0)
        let named = arguments + ["--account", "a"]
        #expect(try await runElsewhere("reconcile", named, on: TresorFake(rows: rows)).status == 0)
        let unnamed = try await runElsewhere("reconcile", arguments, on: TresorFake(rows: rows))
        #expect(unnamed.status == 3 && unnamed.diagnostics.contains("if its account 'a' is the one to compare with"))
    }

    /// A row is gone and another one with the same charge has come: the sums of the day are the same.
    @Test func changesThatCancelOutAreFound() async throws {
        let store = Folder()
        let time = try Timestamp("2026-05-19T12:00:00Z")
        let first = [TresorFake.row(at: time, cost: 0.5), TresorFake.row(at: time + .seconds(60), cost: 0.25)]
        let other = [first[0], TresorFake.row(at: time + .seconds(660), cost: 0.25)]
        #expect(await run("sync", [store.path, "tresor"], on: TresorFake(rows: first)).status == 0)
        let run = await run("reconcile", ["tresor", "--against", store.path], on: TresorFake(rows: other))
        #expect(run.status == 5, "\(run.output)\(run.diagnostics)")
        #expect(run.output.contains("differs from store, row by row: 2 of 2 entries"), "\(run.output)")
        #expect(run.output.contains("are gone here") && run.output.contains("came after the figures were made"))
    }

    /// A refresh up to an instant long before itself lacks what was there to be read.
    @Test func theTimeBeforeARefreshIsNotLeftOut() async throws {
        let store = Folder()
        let start = Timestamp.now() - .seconds(3 * 86_400)
        let row = TresorFake.row(at: start + .seconds(60), cost: 1)
        let server = try LoopbackServer(TresorFake(rows: [row]))
        defer { server.stop() }
        let options = ["--base-url", server.baseURL, "--start", "\(start)"]
        let end = ["--end", "\(start + .seconds(52 * 3600))"]
        let sync = await Invocation.run(["sync", store.path, "tresor"] + options + end, environment: Self.environment)
        #expect(sync.status == 0, "\(sync.diagnostics)")
        let reconcile = ["reconcile", "tresor", "--against", store.path] + options
        let run = await Invocation.run(reconcile, environment: Self.environment)
        #expect(run.status == 3 && run.diagnostics.contains("the store lacks the time from"), "\(run.output)")
        #expect(await Invocation.run(reconcile + end, environment: Self.environment).status == 0)
        let whole = await Invocation.run(["sync", store.path, "tresor"] + options, environment: Self.environment)
        #expect(whole.status == 0)
        #expect(await Invocation.run(reconcile, environment: Self.environment).status == 0)
    }
}
