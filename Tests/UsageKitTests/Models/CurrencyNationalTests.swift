import Testing

@testable import UsageKit

@Suite struct CurrencyNationalTests {
    @Test(arguments: ["USD", "EUR", "CHF", "JPY", "XAF", "XCD", "XOF", "XPF", "ZWG", "AED"])
    func moneyOfACountryOrAUnionIsNational(code: String) {
        #expect(Currency(rawValue: code).isNational)
    }

    @Test(arguments: [
        // Metals, units of account, funds and codes for tests; retired codes; codes in another spelling; provider's units.
        "XAU", "XAG", "XDR", "XBA", "XSU", "XUA", "USN", "CLF", "UYI", "XTS", "XXX", "DEM", "HRK", "usd", "Usd", "US",
        "USDT", "BTC", "credit", "DIEM", "VCU", "record", "", " USD", "USD ",
    ])
    func otherCodesAreNot(code: String) {
        #expect(!Currency(rawValue: code).isNational)
    }
}
