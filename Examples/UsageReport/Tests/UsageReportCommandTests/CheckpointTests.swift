import Foundation
import Synchronization
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// `--checkpoint`, `--shards` and `--prefetch`.
///
/// Serialized, because many servers and clients at the same time would slow each other down.
@Suite(.serialized) struct CheckpointTests {
    private static let window = ["--start", "2026-05-18T00:00:00Z", "--end", "2026-05-25T00:00:00Z"]

    private static func week() throws -> TimeWindow {
        try TimeWindow(from: Timestamp("2026-05-18T00:00:00Z"), to: Timestamp("2026-05-25T00:00:00Z"))
    }

    /// A provider whose ledger has several pages, with its command-line arguments.
    enum Ledger: String, CaseIterable, Sendable {
        case aurous, venice, tresor, chatbotkit, auralytik

        var environment: [String: String] {
            [
                "AUROUS_API_KEY": AurousFake.testKey, "VENICE_API_KEY": VeniceFake.testKey,
                "TRESOR_API_KEY": TresorFake.testKey, "CHATBOTKIT_API_KEY": ChatBotKitFake.testKey,
                "AURALYTIK_API_KEY": AuralytikFake.testKey,
            ]
        }

        /// The environment variable with the key.
        var keyName: String { "\(rawValue.uppercased())_API_KEY" }

        /// The key that the server knows.
        var key: String { environment[keyName] ?? "" }

        func server(_ behavior: FakeBehavior = FakeBehavior()) throws -> any HTTPTransport {
            let generator = LedgerGenerator(seed: 7)
            let window = try CheckpointTests.week()
            let now = try Timestamp("2026-06-01T00:00:00Z")
            return switch self {
            case .aurous:
                AurousFake(events: generator.aurousEvents(count: 35, in: window), behavior: behavior, now: { now })
            case .venice:
                VeniceFake(entries: generator.veniceEntries(count: 35, in: window), behavior: behavior, now: { now })
            case .tresor: TresorFake(rows: generator.tresorRows(count: 35, in: window), behavior: behavior)
            case .chatbotkit:
                ChatBotKitFake(records: generator.chatBotKitRecords(count: 35, in: window), behavior: behavior)
            case .auralytik:
                AuralytikFake(
                    details: generator.auralytikDetails(count: 35, in: window), behavior: behavior, now: { now })
            }
        }

        func arguments(_ server: LoopbackServer) -> [String] {
            [rawValue, "--base-url", server.baseURL, "--page-size", "10"] + CheckpointTests.window
        }
    }

    /// Runs the provider's command against its ledger.
    private func run(
        _ ledger: Ledger, _ options: [String], _ behavior: FakeBehavior = FakeBehavior()
    ) async throws -> Invocation {
        let server = try LoopbackServer(ledger.server(behavior))
        defer { server.stop() }
        return await Invocation.run(ledger.arguments(server) + options, environment: ledger.environment)
    }

    @Test(arguments: Ledger.allCases, ["json", "csv", "ndjson", "table"])
    func aRunThatFailedResumesAndPrintsTheWholeLedger(ledger: Ledger, format: String) async throws {
        let requests = format == "json" ? [2, 3, 4] : [3]
        let format = ["--format", format]
        let server = try LedgerServer(ledger)
        let whole = await server.run(format)
        #expect(whole.status == 0)
        for failing in requests {
            try await withFile { file in
                let checkpoint = format + ["--checkpoint", file.path]
                try server.refuse(request: failing)
                let first = await server.run(checkpoint)
                #expect(first.status == 3)
                #expect(first.output != whole.output)
                try server.serve(FakeBehavior())
                let second = await server.run(checkpoint)
                #expect(second.status == 0)
                #expect(second.output == whole.output)
                #expect(second.diagnostics == whole.diagnostics)
            }
        }
    }

    @Test(arguments: Ledger.allCases) func aFinishedCheckpointIsPrintedWithoutARequest(ledger: Ledger) async throws {
        try await withFile { file in
            let server = try LedgerServer(ledger)
            let options = ["--format", "json", "--checkpoint", file.path]
            let first = await server.run(options)
            #expect(first.status == 0)
            let count = server.requests
            let bytes = try Data(contentsOf: file)
            let second = await server.run(options)
            #expect(second.output == first.output)
            #expect(second.status == 0)
            #expect(server.requests == count)
            #expect(try Data(contentsOf: file) == bytes)
        }
    }

    @Test(arguments: [Ledger.tresor, .venice])
    func aTruncatedCheckpointResumesAfterItsLastWholePage(ledger: Ledger) async throws {
        let server = try LedgerServer(ledger)
        let whole = await server.run(["--format", "json"])
        try await withFile { file in
            let options = ["--format", "json", "--checkpoint", file.path]
            try server.refuse(request: 3)
            _ = await server.run(options)
            try server.serve(FakeBehavior())
            let bytes = try Data(contentsOf: file)
            let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
            for cut in [0, 5, ends[0], ends[0] + 1, ends[4] - 9, ends[11], ends[15] + 2, bytes.count - 1] {
                try bytes.prefix(cut).write(to: file)
                let again = await server.run(options)
                #expect(again.status == 0)
                #expect(again.output == whole.output)
            }
        }
    }

    @Test(arguments: [
        "hello", "hello\n", "{}\n", "{\"id\":1}\n{\"id\":2}\n", "\n", "{\"usage-report\":\n", "{\"usage-report\":{}}\n",
        "{\"usage-report\":{\"version\":1}}\nrest\n", "\u{0}", " ",
    ])
    func aFileThatIsNotACheckpointIsLeftUnchanged(content: String) async throws {
        try await withFile { file in
            try Data(content.utf8).write(to: file)
            let run = try await run(.tresor, ["--checkpoint", file.path])
            #expect(run.status == 2)
            #expect(run.output == "")
            #expect(try Data(contentsOf: file) == Data(content.utf8))
        }
    }

    @Test func aCheckpointThatCannotBeWrittenIsRefused() async throws {
        try await withFile { file in
            let run = try await run(.tresor, ["--checkpoint", file.appendingPathComponent("none").path])
            #expect(run.status == 2)
            #expect(run.output == "")
        }
    }

    @Test(arguments: [Ledger.aurous, .venice, .tresor], ["json", "csv", "ndjson"])
    func shardsGiveTheSameFigures(ledger: Ledger, format: String) async throws {
        let whole = try await run(ledger, ["--format", format, "--by", "model"])
        for shards in [2, 5, 16] {
            let cut = try await run(ledger, ["--format", format, "--by", "model", "--shards", String(shards)])
            #expect(cut.status == 0)
            #expect(Self.withoutPages(cut.output) == Self.withoutPages(whole.output))
        }
    }

    @Test(arguments: Ledger.allCases, [1, 3, 8])
    func prefetchingGivesTheSameOutput(ledger: Ledger, pages: Int) async throws {
        let whole = try await run(ledger, ["--format", "json"])
        let ahead = try await run(ledger, ["--format", "json", "--prefetch", String(pages)])
        #expect(ahead.status == 0)
        #expect(ahead.output == whole.output)
    }

    /// Holds all requests except the first until `count` of them are waiting at the same time.
    private final class RequestBarrier: HTTPTransport {
        private let server: any HTTPTransport
        private let count: Int
        private let state = Mutex((isFirst: true, waiting: 0, isOpen: false))

        init(_ server: any HTTPTransport, of count: Int) {
            self.server = server
            self.count = count
        }

        /// Whether `count` requests were waiting at the same time.
        var isOpen: Bool { state.withLock(\.isOpen) }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let waits = state.withLock { state in
                defer { state.isFirst = false }
                guard !state.isFirst else { return false }
                state.waiting += 1
                if state.waiting == count { state.isOpen = true }
                return true
            }
            defer { if waits { state.withLock { $0.waiting -= 1 } } }
            // Not without end: the walk may ask for fewer pages while its reader is late.
            var rounds = 0
            while waits, !isOpen, rounds < 50_000 {
                try Task.checkCancellation()
                await Task.yield()
                rounds += 1
            }
            return try await server.send(request)
        }
    }

    @Test(arguments: [Ledger.tresor, .auralytik])
    func prefetchedPagesOfACountedListingAreRequestedAtTheSameTime(ledger: Ledger) async throws {
        let whole = try await run(ledger, ["--format", "json"])
        var wereTogether = false
        for _ in 1...50 where !wereTogether {
            let barrier = RequestBarrier(try ledger.server(), of: 3)
            let server = try LoopbackServer(barrier)
            defer { server.stop() }
            let ahead = await Invocation.run(
                ledger.arguments(server) + ["--format", "json", "--prefetch", "3"], environment: ledger.environment)
            #expect(ahead.status == 0)
            #expect(ahead.output == whole.output)
            wereTogether = barrier.isOpen
        }
        #expect(wereTogether)
    }

    /// The output without the number of pages, which depends on the number of shards.
    private static func withoutPages(_ output: String) -> String {
        output.replacing(#/"pages":[0-9]+/#, with: "")
    }
}
