import Testing

@testable import UsageKit

@Suite struct AuralytikQuotaTests {
    private static func summary(_ usage: JSONValue) throws -> Auralytik.Summary {
        try Auralytik.Summary(["billingPeriod": "2026-06", "usage": usage])
    }

    private static let readAt = Timestamp.at("2026-06-11T00:00:00Z")

    @Test func aMeterIsUsedUpOnADay() throws {
        let summary = try Self.summary(["calls": ["used": 5000, "included": 10_000, "overage": 0]])
        let status = try #require(try summary.quota(of: "calls", readAt: Self.readAt))
        #expect(status.used == ReportSamples.quantity("5000", "calls"))
        #expect(status.period == BudgetSamples.june)
        #expect(status.exhaustion?.day()?.description == "2026-06-21")
        #expect(status.projection?.value == summary.projectedUse(of: "calls", at: Self.readAt))
    }

    @Test func aMeterWithoutALimitHasNoQuota() throws {
        let summary = try Self.summary(["calls": ["used": 5, "included": "unlimited"], "seats": ["included": 5]])
        let status = try #require(try summary.quota(of: "calls", readAt: Self.readAt))
        #expect(status.included == nil && status.exhaustion == nil)
        #expect(try summary.quota(of: "seats", readAt: Self.readAt) == nil)
        #expect(try summary.quota(of: "webhooks", readAt: Self.readAt) == nil)
    }

    @Test func aNegativeMeterIsRefused() throws {
        let summary = try Self.summary(["calls": ["used": -5, "included": 10]])
        let error = #expect(throws: UsageError.self) { try summary.quota(of: "calls", readAt: Self.readAt) }
        #expect(error?.code == .invalidArgument)
    }
}
