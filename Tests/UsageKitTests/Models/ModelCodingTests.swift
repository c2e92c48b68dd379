import Foundation
import Testing

@testable import UsageKit

@Suite struct ModelCodingTests {
    @Test func moneyIsWrittenWithAllDigitsAsAText() throws {
        let money = try Money(#require(Decimal(string: "0.10000000000000000000000000001")), .credits)
        #expect(try json(money) == #"{"amount":"0.10000000000000000000000000001","currency":"credit"}"#)
        #expect(try coded(money) == money)
        #expect(try decoded(Money.self, #"{"amount":"1.50","currency":"EUR"}"#) == Money(1.5, .eur))
    }

    /// A number of JSON passes through binary floating point in many decoders.
    @Test(arguments: [
        "1.5", "null", #""""#, #""1,5""#, #"" 1""#, #""0x10""#, #""NaN""#, #""1e400""#, #""+1""#, #"".5""#, #""١""#,
        #""123456789012345678901234567890123456789""#,
    ])
    func anAmountThatIsNotAnExactTextIsRefused(amount: String) {
        #expect(throws: DecodingError.self) { try decoded(Money.self, #"{"amount":\#(amount),"currency":"EUR"}"#) }
        #expect(throws: DecodingError.self) { try decoded(Quantity.self, #"{"value":\#(amount),"unit":"n"}"#) }
    }

    @Test(arguments: ExtremeValues.decimals)
    func anyAmountIsReadAsItWasWritten(amount: Decimal) throws {
        guard let money = try? Money(amount, .usd) else { return }
        #expect(try coded(money) == money)
        let quantity = try Quantity(amount, unit: "image")
        #expect(try coded(quantity) == quantity)
    }

    @Test func aPropertyListIsAsExact() throws {
        let money = try Money(#require(Decimal(string: "123456789.000000000000000000000000001")), .eur)
        let data = try PropertyListEncoder().encode([money])
        #expect(try PropertyListDecoder().decode([Money].self, from: data) == [money])
    }

    @Test func everyWireValueIsItsSpelling() throws {
        try expectSpelling(Currency.self)
        try expectSpelling(UsageUnit.self)
        try expectSpelling(UsageStatus.self)
        try expectSpelling(ProviderID.self)
        try expectSpelling(WalkNote.Code.self)
        try expectSpelling(Aurous.EventType.self)
        try expectSpelling(Aurous.CreditEventType.self)
        try expectSpelling(Aurous.BucketWidth.self)
        try expectSpelling(Aurous.BucketDimension.self)
        try expectSpelling(ChatBotKit.UsageType.self)
        try expectSpelling(Tresor.Modality.self)
        try expectSpelling(Tresor.BillingUnit.self)
    }

    private func expectSpelling<Value: WireValue>(_ type: Value.Type) throws {
        let value = Value(rawValue: "some \"value\"")
        #expect(try json([value]) == #"["some \"value\""]"#)
        #expect(try coded(value) == value)
        #expect(try json([value: 1]) == #"{"some \"value\"":1}"#)
        #expect(try coded([value: 1]) == [value: 1])
        let decomposed = try coded(Value(rawValue: "e\u{301}"))
        #expect(decomposed == Value(rawValue: "e\u{301}"))
        #expect(decomposed != Value(rawValue: "\u{E9}"))
    }

    @Test func countsThatAreUnknownStayUnknown() throws {
        for tokens in [TokenCounts.unknown, TokenCounts(input: 0), TokenCounts(input: 1, output: 2)] {
            #expect(try coded(tokens) == tokens)
        }
    }

    @Test func windowsPeriodsAndInstantsAreReadAsTheyWereWritten() throws {
        let period = try BillingPeriod("2026-05")
        #expect(try coded(period) == period)
        for instant in ExtremeValues.instants {
            #expect(try coded(instant) == instant)
            let window = TimeWindow.last(hours: 5, before: instant)
            #expect(try coded(window) == window)
        }
        #expect(try coded(TimeWindow.all) == .all)
        #expect(try !coded(TimeWindow.today(in: .gmt)).followsClock)
    }

    @Test func theReportOfAWalkIsReadAsItWasWritten() async throws {
        for ledger in RowLedger.allCases {
            let walked = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 7, count: 40))), pageSize: 10)
            #expect(try coded(walked.report) == walked.report)
            #expect(try coded(walked.report).isComplete == walked.report.isComplete)
        }
        var report = WalkReport(provider: .tresor, endpoint: "usage", window: .all)
        report.notes.add(.unreadableField, at: "line 4: duration_ms", count: 2)
        report.expected = 9
        #expect(try coded(report) == report)
    }
}
