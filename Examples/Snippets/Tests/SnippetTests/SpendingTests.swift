import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct SpendingTests {
    private let may20: TimeWindow
    private let fake: TresorFake
    private let tresor: Tresor.Client

    init() throws {
        let noon = try Timestamp("2026-05-20T12:00:00Z")
        may20 = .day(containing: noon, in: .gmt)
        fake = TresorFake(rows: [TresorFake.row(at: noon, cost: 0.25), TresorFake.row(at: noon, cost: 0.5)])
        var configuration = ClientConfiguration(transport: fake)
        configuration.clock = ManualClock()  // waits between attempts take no time
        tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
    }

    @Test func addsUpEveryRow() async throws {
        #expect(try await spent(in: may20, with: tresor) == 0.75)
    }

    @Test(arguments: [Fault.status(503), .status(429, retryAfter: .seconds(30)), .drop, .truncated])
    func survives(fault: Fault) async throws {
        fake.behavior.faults = [1: fault]
        #expect(try await spent(in: may20, with: tresor) == 0.75)
        #expect(fake.unusedFaults.isEmpty)
    }

    @Test func namesARefusedKey() async throws {
        fake.behavior.faults = [.all: .status(401)]
        let error = await #expect(throws: UsageError.self) { try await spent(in: may20, with: tresor) }
        #expect(error?.code == .unauthorized)
        #expect(error?.retry == .never)
    }
}
