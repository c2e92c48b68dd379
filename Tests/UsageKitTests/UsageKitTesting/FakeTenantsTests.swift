import Testing
import UsageKit
import UsageKitTesting

@Suite struct FakeTenantsTests {
    private let acme = TresorFake(
        rows: LedgerGenerator(seed: 1).tresorRows(count: 30, in: RowLedger.week), apiKey: "tr-acme")
    private let globex = TresorFake(
        rows: LedgerGenerator(seed: 2).tresorRows(count: 12, in: RowLedger.week), apiKey: "tr-globex",
        behavior: FakeBehavior(pageLimit: 5, faults: [1: .status(503)]))

    private func walk(
        _ key: String, _ transport: any HTTPTransport, baseURL: String? = nil
    ) async throws -> (rows: [Tresor.LedgerRow], report: WalkReport) {
        let client = try Tresor.Client(apiKey: key, configuration: .test(transport, baseURL: baseURL))
        return try await client.usage(in: RowLedger.week).collect()
    }

    @Test func eachKeyReadsItsOwnLedger() async throws {
        let tenants = FakeTenants([acme, globex])
        #expect(try await walk("tr-acme", tenants).rows.count == 30)
        let (rows, report) = try await walk("tr-globex", tenants)
        #expect(rows.count == 12)
        #expect(report.isComplete)
        #expect(acme.requests.count == 1)
        #expect(tenants["tr-globex"]?.requests.count == 4)
        #expect(tenants["tr-globex"] === globex)
    }

    @Test func anUnknownKeyIsRefusedAsByTheProvider() async throws {
        let tenants = FakeTenants([acme, globex])
        let error = await #expect(throws: UsageError.self) { try await walk("tr-other", tenants) }
        #expect(error?.code == .unauthorized)
        #expect(globex.requests.isEmpty)
        #expect(tenants["tr-other"] == nil)
    }

    @Test(.sockets) func tenantsShareAServer() async throws {
        globex.behavior.faults = [1: .drop, 2: .truncated]
        let server = try LoopbackServer(FakeTenants([acme, globex]))
        let transport = URLSessionTransport()
        #expect(try await walk("tr-acme", transport, baseURL: server.baseURL).rows.count == 30)
        #expect(try await walk("tr-globex", transport, baseURL: server.baseURL).rows.count == 12)
        #expect(globex.unusedFaults.isEmpty)
    }

    @Test func aKeyIsFoundInEitherHeader() async throws {
        let signed = AuralytikFake(details: [], apiKey: "ak_signed", authentication: .signed(secret: "secret"))
        let bearer = AuralytikFake(details: [], apiKey: "ak_bearer")
        let tenants = FakeTenants([bearer, signed])
        let client = try Auralytik.Client(
            apiKey: "ak_signed", hmacSecret: "secret", configuration: .test(tenants))
        _ = try await client.summary()
        #expect(signed.requests.count == 1)
    }

    @Test func anInferenceKeyBelongsToItsTenant() async throws {
        let first = VeniceFake(entries: [], apiKey: "admin-1", inferenceKey: "inference-1")
        let second = VeniceFake(entries: [], apiKey: "admin-2", inferenceKey: "inference-2")
        let client = try Venice.Client(
            apiKey: "inference-2", configuration: .test(FakeTenants([first, second])))
        let error = await #expect(throws: UsageError.self) { try await client.history(in: RowLedger.week).collect() }
        #expect(error?.message == "Admin API key required")
        #expect(second.requests.count == 1)
    }
}
