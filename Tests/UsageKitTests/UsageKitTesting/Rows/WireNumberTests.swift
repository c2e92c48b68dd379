import Foundation
import Testing
import UsageKitTesting

@Suite struct WireNumberTests {
    @Test(
        arguments: [
            (0.07, "0.07"), (-0.001, "-0.001"), (3, "3"), (0.000182, "0.000182"), (0.0000001, "0.0000001"),
            (1e20, "100000000000000000000"), (123456789.123456, "123456789.123456"), ("0.0310", "0.0310"),
            ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ] as [(WireNumber, String)])
    func aLiteralKeepsItsDigits(number: WireNumber, text: String) {
        #expect(number.description == text)
    }

    @Test func aDecimalKeepsItsDigits() throws {
        let decimal = try #require(Decimal(string: "-98765432109876543210.0123456789"))
        #expect(WireNumber(decimal).description == "-98765432109876543210.0123456789")
    }

    #if !os(iOS) && !os(tvOS) && !os(watchOS) && !os(visionOS)
        @Test func aTextThatIsNoNumberIsAMistakeInTheTest() async {
            await #expect(processExitsWith: .failure) { _ = WireNumber(stringLiteral: "1,5") }
            await #expect(processExitsWith: .failure) { _ = WireNumber(Decimal.nan) }
        }
    #endif
}
