import Testing

@testable import UsageKit

@Suite struct UsageRecordTests {
    @Test func whatIsNotGivenIsUnknownAndNotZero() {
        let record = UsageRecord(provider: ProviderID(rawValue: "p"))
        #expect(record.tokens == .unknown)
        #expect(record.tokens.input == nil)
        #expect(record.tokens != TokenCounts(input: 0, output: 0))
        #expect(record.charge == nil)
        #expect(record.duration == nil)
        #expect(record.status == nil)
        #expect(record.quantities.isEmpty)
        #expect(!record.repeatsRequest)
    }

    @Test func aRecordIsItsOwnRow() {
        let record = UsageRecord(provider: ProviderID(rawValue: "p"), id: "1", tokens: TokenCounts(input: 3))
        #expect(record.usageRecord == record)
    }

    @Test func aStatusThatIsNotKnownSurvives() {
        let status = UsageStatus(rawValue: "paused")
        #expect("\(status)" == "paused")
        #expect(status != .failed)
        #expect(UsageStatus(rawValue: "failed") == .failed)
    }
}
