import Testing

@testable import UsageKit

@Suite struct UsageRecordTests {
    @Test func missingFieldsAreUnknownAndNotZero() {
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

    @Test func anUnknownStatusIsKept() {
        let status = UsageStatus(rawValue: "paused")
        #expect("\(status)" == "paused")
        #expect(status != .failed)
        #expect(UsageStatus(rawValue: "failed") == .failed)
    }

    /// `é` in one scalar (NFC) and in two (NFD), in each field that has a text.
    @Test func recordsAreComparedByTheBytesOfTheirTexts() {
        for set in Self.setters {
            var (composed, decomposed) = (Self.empty, Self.empty)
            set(&composed, "\u{E9}")
            set(&decomposed, "e\u{301}")
            #expect(composed != decomposed)
            #expect(composed != Self.empty)
            #expect(Set([composed, decomposed, Self.empty]).count == 3)
        }
    }

    /// The equality is written by hand, so a field that it forgets must show.
    @Test func everyFieldIsCompared() {
        #expect(Mirror(reflecting: Self.empty.fields).children.count == Self.setters.count + 5)
        let changes: [@Sendable (inout UsageRecord) -> Void] = [
            { $0.repeatsRequest = true }, { $0.time = Timestamp(seconds: 1) }, { $0.tokens.input = 1 },
            { $0.tokens.output = 1 }, { $0.duration = .seconds(1) },
            { $0.charge = Money(exact: ExactDecimal(1), currency: .usd) },
            { $0.quantities = Array(repeating: Quantity(exact: .zero, unit: "u"), count: 3) },
        ]
        for change in changes {
            var record = Self.empty
            change(&record)
            #expect(record != Self.empty)
            #expect(Set([record, Self.empty]).count == 2)
        }
    }

    private static let empty = UsageRecord(provider: .aurous)

    private static let setters: [@Sendable (inout UsageRecord, String) -> Void] = [
        { $0.provider = ProviderID(rawValue: $1) }, { $0.id = $1 }, { $0.requestID = $1 }, { $0.type = $1 },
        { $0.model = $1 }, { $0.apiKey = $1 }, { $0.user = $1 }, { $0.status = UsageStatus(rawValue: $1) },
        { $0.sku = $1 }, { $0.bot = $1 }, { $0.conversation = $1 },
        { $0.quantities = [Quantity(exact: .zero, unit: UsageUnit(rawValue: $1))] },
    ]
}
