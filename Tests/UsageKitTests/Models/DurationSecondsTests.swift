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

    private struct Coded: Codable {
        var age: Duration?

        init(_ age: Duration?) { self.age = age }

        init(from decoder: any Decoder) throws {
            age = try decoder.container(keyedBy: CodingKeys.self).decodeSecondsIfPresent(forKey: .age)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(seconds: age, forKey: .age)
        }

        private enum CodingKeys: String, CodingKey { case age }
    }

    @Test(arguments: [
        (Duration.seconds(7200), "7200"), (.milliseconds(-250), "-0.25"), (.zero, "0"),
        (Duration(attoseconds: 1), "0.000000000000000001"), (.seconds(1) + .nanoseconds(50), "1.00000005"),
        (Duration(attoseconds: .max), "170141183460469231731.687303715884105727"),
        (Duration(attoseconds: .min), "-170141183460469231731.687303715884105728"),
    ])
    func secondsAreCodedAsTheirText(duration: Duration, text: String) throws {
        #expect(try json(Coded(duration)) == #"{"age":"\#(text)"}"#)
        #expect(try coded(Coded(duration)).age == duration)
    }

    @Test(arguments: ExtremeValues.durations)
    func anyDurationIsReadAsItWasWritten(duration: Duration) throws {
        #expect(try coded(Coded(duration)).age == duration)
        #expect(try coded(Coded(nil)).age == nil)
    }

    @Test(arguments: [
        "", "-", ".5", "1.", "1e3", "+1", " 1", "1,5", "--1", "1.0000000000000000001", "1.2.3", "٣",
        "170141183460469231731.687303715884105728", "99999999999999999999999999999999999999999",
    ])
    func anotherTextIsNoDuration(text: String) {
        #expect(throws: DecodingError.self) { try decoded(Coded.self, #"{"age":"\#(text)"}"#) }
    }
}
