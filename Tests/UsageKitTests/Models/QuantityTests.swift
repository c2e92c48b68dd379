import Foundation
import Testing

@testable import UsageKit

@Suite struct QuantityTests {
    @Test func holdsItsValueExactly() throws {
        let quantity = try Quantity(#require(Decimal(string: "12.340")), unit: "audio_seconds")
        #expect(quantity.description == "12.34 audio_seconds")
        #expect(quantity.value == Decimal(string: "12.34"))
        #expect(quantity == Quantity(exact: try #require(ExactDecimal("1234e-2")), unit: "audio_seconds"))
    }

    @Test func theUnitIsPartOfTheValue() throws {
        #expect(try Quantity(1, unit: "image-unit") != Quantity(1, unit: "count"))
    }

    @Test func refusesNaN() throws {
        let error = try #require(throws: UsageError.self) { try Quantity(.nan, unit: "count") }
        #expect(error.code == .inexactNumber)
    }

    @Test(arguments: ExtremeValues.decimals)
    func extremeValuesAreExactOrRefused(value: Decimal) {
        if let quantity = try? Quantity(value, unit: "n") { #expect(quantity.value == value) }
    }
}
