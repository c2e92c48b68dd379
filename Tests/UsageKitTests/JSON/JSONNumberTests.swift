import Foundation
import Testing

@testable import UsageKit

@Suite struct JSONNumberTests {
    @Test(arguments: [
        "0", "-0", "1.50", "1E+2", "1e-400", "123456789012345678901234567890.123456789012345678901234567890",
    ])
    func keepsTheLiteral(_ literal: String) throws {
        let number = try #require(JSONNumber(literal))
        #expect(number.literal == literal)
        #expect(number.description == literal)
    }

    @Test(arguments: ["", " 1", "1 ", "+1", "01", "1.", ".1", "NaN", "1e", "0x1", "１", "1,0", "1\n", "\"1\""])
    func isNilForAnythingElse(_ literal: String) {
        #expect(JSONNumber(literal) == nil)
    }

    @Test func hasADecimalOnlyIfItIsExact() {
        #expect(JSONNumber("0.000182")?.decimal == Decimal(string: "0.000182"))
        #expect(JSONNumber("1e2")?.decimal == 100)
        #expect(JSONNumber("123456789012345678901234567890123456789")?.decimal == nil)
        #expect(JSONNumber("1e400")?.decimal == nil)
        #expect(JSONNumber(.min).decimal == Decimal(Int.min))
    }
}
