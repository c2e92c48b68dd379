import Testing

@testable import UsageKit

@Suite struct HeaderNumberTests {
    @Test func readsADecimalNumber() {
        #expect(HeaderNumber.decimal("7.5") == 7.5)
        #expect(HeaderNumber.count("7") == 7)
    }

    @Test(arguments: ["", " 7", "inf", "nan", "0x10", "1e3", "--2", ".", "1,5", String(repeating: "1", count: 65)])
    func otherTextsAreNil(text: String) {
        #expect(HeaderNumber.decimal(text) == nil)
    }

    @Test func limitsCounts() {
        #expect(HeaderNumber.count("-3") == 0)
        #expect(HeaderNumber.count("99999999999") == 1_000_000_000)
    }

    @Test func distinguishesTheUnitsOfAReset() {
        let now = Timestamp(seconds: 1_780_000_000)
        #expect(HeaderNumber.reset(30, now: now) == .seconds(30))
        #expect(HeaderNumber.reset(1_780_000_030, now: now) == .seconds(30))
        #expect(HeaderNumber.reset(1_780_000_030_000, now: now) == .seconds(30))
        #expect(HeaderNumber.reset(1_779_999_999, now: now) == nil)
    }

    @Test func limitsDurationsToThirtyYears() {
        #expect(HeaderNumber.duration(seconds: 0) == nil)
        #expect(HeaderNumber.duration(seconds: -1) == nil)
        #expect(HeaderNumber.duration(seconds: 1e300) == .seconds(946_080_000))
    }
}
