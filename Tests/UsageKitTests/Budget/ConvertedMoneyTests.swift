import Testing

@testable import UsageKit

@Suite struct ConvertedMoneyTests {
    private typealias Samples = BudgetSamples

    @Test func theOriginalItsRateAndTheProductAreCoded() throws {
        let converted = try ConvertedMoney(
            Samples.money("10 credit"), by: Samples.rate("credit=0.01 USD@2026-05-01"))
        let text = try json(converted)
        #expect(
            text
                == #"{"converted":{"amount":"0.1","currency":"USD"},"original":{"amount":"10","currency":"credit"},"#
                + #""rate":{"day":"2026-05-01","price":{"amount":"0.01","currency":"USD"},"source":"credit"}}"#)
        #expect(try coded(converted) == converted)
        #expect(throws: DecodingError.self) {
            try decoded(ConvertedMoney.self, text.replacing(#""amount":"0.1""#, with: #""amount":"0.2""#))
        }
        let plain = ConvertedMoney(unconverted: Samples.money("1 USD"))
        #expect(try !json(plain).contains("rate"))
        #expect(try coded(plain) == plain)
    }

    @Test func anAmountOfAnotherCurrencyIsRefused() throws {
        let rate = try Samples.rate("credit=0.01 USD@2026-05-01")
        let error = #expect(throws: UsageError.self) { try ConvertedMoney(Samples.money("1 EUR"), by: rate) }
        #expect(error?.code == .currencyMismatch)
    }

    @Test func aProductOfMoreThan38DigitsIsRoundedAndItsSumIsNot() throws {
        let rate = try Samples.rate("credit=1.5 USD@2026-05-01")
        let odd = try ConvertedMoney(Samples.money("33333333333333333333333333333333333333 credit"), by: rate)
        // 49999999999999999999999999999999999999.5, of which the half goes to the even digit.
        #expect(odd.converted.exact == Samples.exact("50000000000000000000000000000000000000"))
        var sum = try odd.exactSum()
        sum.add(try odd.exactSum())
        #expect(try sum.value() == Samples.exact("99999999999999999999999999999999999999"))
    }
}
