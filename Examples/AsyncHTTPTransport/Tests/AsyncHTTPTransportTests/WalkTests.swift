import AsyncHTTPTransport
import Testing
import UsageKit
import UsageKitTesting

/// Walks over this transport return the same rows as over the package's own.
@Suite(.timeLimit(.minutes(60))) struct WalkTests {
    private let week: TimeWindow
    private let fakes: DemoFakes

    init() throws {
        week = try TimeWindow(from: Timestamp("2026-05-18T00:00:00Z"), to: Timestamp("2026-05-25T00:00:00Z"))
        fakes = LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 1000)
    }

    /// Walks a fake over a socket with both transports.
    private func compare<Row: Hashable & Sendable>(
        _ fake: any HTTPTransport, _ walk: (ClientConfiguration) throws -> Walk<Row>
    ) async throws {
        let server = try LoopbackServer(fake)
        let ours = ClientConfiguration(baseURL: server.baseURL, transport: AsyncHTTPClientTransport(), retry: .none)
        let theirs = ClientConfiguration(baseURL: server.baseURL, transport: URLSessionTransport(), retry: .none)
        let (rows, report) = try await walk(ours).collect()
        let (expectedRows, expectedReport) = try await walk(theirs).collect()
        #expect(rows.count >= 500)
        #expect(report.isComplete)
        #expect(rows == expectedRows)
        #expect(report == expectedReport)
    }

    @Test func aWalkWithACursorReturnsTheSameRows() async throws {
        try await compare(fakes.aurous) {
            try Aurous.Client(apiKey: AurousFake.testKey, configuration: $0).events(in: week)
        }
    }

    @Test func aWalkByPagesReturnsTheSameRows() async throws {
        try await compare(fakes.venice) {
            try Venice.Client(apiKey: VeniceFake.testKey, configuration: $0).history(in: week)
        }
    }

    @Test func aWalkByOffsetsReturnsTheSameRows() async throws {
        try await compare(fakes.tresor) {
            try Tresor.Client(apiKey: TresorFake.testKey, configuration: $0).usage(in: week)
        }
    }

    @Test func aWalkInShardsReturnsTheSameReport() async throws {
        let server = try LoopbackServer(fakes.aurous)
        var figures: [[String]] = []
        for transport in [AsyncHTTPClientTransport.shared as any HTTPTransport, URLSessionTransport.shared] {
            let configuration = ClientConfiguration(baseURL: server.baseURL, transport: transport, retry: .none)
            let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration)
            var ledger = UsageLedger()
            let walk = try await ledger.ingest(client.events(in: week).with(WalkOptions(shards: 8)))
            #expect(walk.isComplete)
            let report = try ledger.report(every: .day, by: [.model])
            figures.append(
                report.map { group in
                    "\(group.start as Any) \(group.key) \(group.requests) \(group.latency.p95 as Any)"
                        + " \(group.charges[.credits] as Any)"
                })
        }
        #expect(figures[0].count > 7)
        #expect(figures[0] == figures[1])
    }

    @Test func aWrongKeyIsRefusedOnce() async throws {
        let server = try LoopbackServer(fakes.aurous)
        let configuration = ClientConfiguration(baseURL: server.baseURL, transport: AsyncHTTPClientTransport.shared)
        let wrong = String(AurousFake.testKey.reversed())
        let client = try Aurous.Client(apiKey: wrong, configuration: configuration)
        let error = await #expect(throws: UsageError.self) { try await client.events(in: week).collect() }
        #expect(error?.code == .unauthorized)
        #expect(fakes.aurous.requests.count == 1)
    }
}
