import Foundation
import Testing

@testable import UsageKit

@Suite struct DurationSecondsTests {
    @Test func secondsAreExact() {
        #expect(Decimal(seconds: .milliseconds(2260)).description == "2.26")
        #expect(Decimal(seconds: .nanoseconds(-1)).description == "-0.000000001")
        #expect(Decimal(seconds: Duration(attoseconds: 1)).description == "0.000000000000000001")
        #expect(Decimal(seconds: .zero) == 0)
        #expect(Double(seconds: .milliseconds(2260)) == 2.26)
        #expect(Double(seconds: .milliseconds(100)) == 0.1)
        #expect(Double(seconds: .seconds(-90)) == -90)
    }

    /// A division of two rounded numbers would be off by one in the last place.
    @Test func aDoubleIsRoundedOnce() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1000 {
            let duration = Duration(attoseconds: Int128(Int64.random(in: .min ... .max, using: &generator)) * 1000 + 7)
            #expect(Double(seconds: duration) == Double("\(Decimal(seconds: duration))"))
        }
    }

    @Test(arguments: ExtremeValues.durations)
    func anyDurationHasSeconds(duration: Duration) throws {
        let attoseconds = duration.attoseconds
        let digits = ExactDecimal(mantissa: attoseconds, exponent: -18)?.decimal
        if let digits { #expect(Decimal(seconds: duration) == digits) }
        #expect(Double(seconds: duration).isFinite)
        #expect((Double(seconds: duration) < 0) == (attoseconds < 0))
    }
}
