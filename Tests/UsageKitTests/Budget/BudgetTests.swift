import Foundation
import Testing

@testable import UsageKit

@Suite struct BudgetTests {
    private typealias Samples = BudgetSamples

    @Test func thresholdsAreInRisingOrderEachOnce() throws {
        let budget = try Budget(
            limit: Samples.money("50 USD"), period: Samples.june, thresholds: [100, 50, 120, 50])
        #expect(budget.thresholds == [50, 100, 120])
        #expect(try Budget(limit: Samples.money("50 USD"), period: Samples.june).thresholds == [50, 80, 100])
    }

    @Test func aWindowGivesThePeriod() throws {
        let budget = try Budget(
            limit: Samples.money("50 USD"), window: .month(containing: .at("2026-06-12T08:00:00Z"), in: .gmt))
        #expect(budget.period == Samples.june)
        for window in [TimeWindow.all, .since("2026-06-01T00:00:00Z")] {
            let error = #expect(throws: UsageError.self) { try Budget(limit: Samples.money("50 USD"), window: window) }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test(arguments: [
        ("0 USD", [50], false, "limit above 0"), ("-1 USD", [50], false, "limit above 0"),
        ("1 USD", [50, 0], false, "found 0"), ("1 USD", [-5], false, "found -5"), ("1 USD", [50], true, "an empty one"),
    ])
    func aBudgetThatCannotBeKeptIsRefused(limit: String, thresholds: [Int], isEmpty: Bool, message: String) {
        let start = Samples.june.lowerBound
        let error = #expect(throws: UsageError.self) {
            try Budget(
                limit: Samples.money(limit), period: isEmpty ? start..<start : Samples.june, thresholds: thresholds)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(message) == true)
    }

    @Test func aBudgetIsCoded() throws {
        let budget = try Budget(limit: Samples.money("50 USD"), period: Samples.june, thresholds: [80])
        let text = try json(budget)
        #expect(
            text
                == #"{"limit":{"amount":"50","currency":"USD"},"#
                + #""period":["2026-06-01T00:00:00Z","2026-07-01T00:00:00Z"],"thresholds":[80]}"#)
        #expect(try coded(budget) == budget)
        #expect(throws: (any Error).self) { try decoded(Budget.self, text.replacing("[80]", with: "[0]")) }
        #expect(throws: (any Error).self) { try decoded(Budget.self, text.replacing(#""50""#, with: #""-50""#)) }
    }
}
