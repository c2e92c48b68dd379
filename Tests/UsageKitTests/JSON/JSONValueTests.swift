import Testing

@testable import UsageKit

@Suite struct JSONValueTests {
    @Test func membersAndTextAreReachedDirectly() {
        let value: JSONValue = ["meta": ["model": "m", "tokens": 3], "none": nil]
        #expect(value["meta"]?["model"]?.string == "m")
        #expect(value["meta"]?["tokens"]?.string == nil)
        #expect(value["none"]?.isNull == true)
        #expect(value["absent"] == nil)
        #expect(JSONValue.array([value])["meta"] == nil)
        #expect(JSONValue.string("").isNull == false)
    }

    @Test func nilBecomesNull() {
        #expect(JSONValue(nil as String?) == nil)
        #expect(JSONValue(nil as Bool?) == nil)
        #expect(JSONValue(nil as Int?) == nil)
        #expect(JSONValue(nil as ExactDecimal?) == nil)
        #expect(JSONValue(nil as Timestamp?) == nil)
    }

    @Test func valuesKeepEveryDigit() {
        #expect(JSONValue("a" as String?).text == "\"a\"")
        #expect(JSONValue(false as Bool?).text == "false")
        #expect(JSONValue(Int.min as Int?).text == "-9223372036854775808")
        #expect(JSONValue(ExactDecimal("1e-7")).text == "0.0000001")
        #expect(JSONValue(Timestamp(milliseconds: 1) as Timestamp?).text == "\"1970-01-01T00:00:00.001Z\"")
    }

    @Test func numbersAreEqualOnlyIfSpelledTheSame() {
        #expect(JSONNumber("1.0").map(JSONValue.number) != 1)
        #expect(JSONNumber("1").map(JSONValue.number) == 1)
    }

    @Test(arguments: ExtremeValues.durations)
    func everyDurationIsANumberOfMilliseconds(duration: Duration) throws {
        guard case .number(let number) = JSONValue(milliseconds: duration) else {
            Issue.record("\(duration.attoseconds) as is not a number")
            return
        }
        let milliseconds = try #require(ExactDecimal(number.literal))
        let exact = milliseconds.mantissa(atExponent: -15)
        #expect(exact == duration.attoseconds || exact == nil || duration.attoseconds.magnitude > 1 << 126)
    }

    @Test(arguments: ExtremeValues.instants)
    func everyInstantIsANumberOfMilliseconds(instant: Timestamp) {
        #expect(!JSONValue(millisecondsSince1970: instant).isNull)
    }
}
