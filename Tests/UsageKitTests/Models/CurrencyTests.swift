import Testing

@testable import UsageKit

@Suite struct CurrencyTests {
    @Test(arguments: [Currency.usd, .eur, Currency(rawValue: "JPY"), Currency(rawValue: "XYZ")])
    func threeCapitalsAreANationalCurrency(_ currency: Currency) {
        #expect(!currency.isVirtual)
    }

    @Test(arguments: [
        Currency.credits, .diem, .bundledCredits, .earnedCredits, .vcu, Currency(rawValue: ""),
        Currency(rawValue: "usd"),
        Currency(rawValue: "US$"), Currency(rawValue: "€"), Currency(rawValue: "É"), Currency(rawValue: "U1D"),
        Currency(rawValue: "USDC"), Currency(rawValue: "US"),
    ])
    func anyOtherSpellingIsVirtual(_ currency: Currency) {
        #expect(currency.isVirtual)
    }

    @Test func aCurrencyIsSpelledAsOnTheWire() {
        #expect("\(Currency.credits)" == "credit")
        #expect(Currency(rawValue: "EUR") == .eur)
        #expect(Currency(rawValue: "eur") != .eur)
    }
}
