import Foundation
import Testing

@testable import UsageKit

/// By how much figures may differ.
@Suite struct ToleranceTests {
    @Test func aToleranceLeavesWhatWasAllowedBefore() throws {
        var tolerance = Tolerance()
        try tolerance.allow(.requests, amount: 1)
        try tolerance.allow(.requests, fraction: Decimal(string: "0.5") ?? 0)
        #expect(tolerance.agrees(.requests, ExactDecimal(3), ExactDecimal(2)))
        #expect(tolerance.agrees(.requests, ExactDecimal(15), ExactDecimal(10)))
        #expect(!tolerance.agrees(.requests, ExactDecimal(16), ExactDecimal(10)))
        try tolerance.allow(.requests, amount: 0)
        #expect(tolerance.agrees(.requests, ExactDecimal(15), ExactDecimal(10)))
    }

    /// Products of more than 38 digits: stated, own, and whether they agree within a fraction.
    @Test(arguments: [
        ("100000000000000000000000000000", "100000000000000000000000000001", "0.0123456789", true),
        ("123456789012345678901234567891", "124691356902481481369148148137", "0.0100000000001", true),
        ("123456789012345678901234567891", "124691356902481481369148148138", "0.0100000000001", false),
        ("0.0000000000000000000000000001", "1", "0.01", false),
    ])
    func aToleranceOfManyDigitsIsExact(stated: String, own: String, fraction: String, agrees: Bool) throws {
        var tolerance = Tolerance()
        try tolerance.allow(.charge(.usd), fraction: Decimal(string: fraction) ?? 0)
        #expect(tolerance.agrees(.charge(.usd), ExactDecimal(own), ExactDecimal(stated)) == agrees)
    }
}
