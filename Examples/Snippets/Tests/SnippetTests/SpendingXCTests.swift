import UsageKit
import UsageKitTesting
import XCTest

final class SpendingXCTests: XCTestCase {
    func testAddsUpEveryRow() async throws {
        let noon = try Timestamp("2026-05-20T12:00:00Z")
        let fake = TresorFake(rows: [TresorFake.row(at: noon, cost: 0.25), TresorFake.row(at: noon, cost: 0.5)])
        fake.behavior.faults = [1: .status(503)]
        var configuration = ClientConfiguration(transport: fake)
        configuration.clock = ManualClock()
        let tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)

        let sum = try await spent(in: .day(containing: noon, in: .gmt), with: tresor)
        XCTAssertEqual(sum, 0.75)
        XCTAssertTrue(fake.unusedFaults.isEmpty)
    }
}
