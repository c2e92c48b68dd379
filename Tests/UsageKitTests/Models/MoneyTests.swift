import Foundation
import Testing

@testable import UsageKit

@Suite struct MoneyTests {
    private func money(_ text: String, _ currency: Currency = .eur) throws -> Money {
        Money(exact: try #require(ExactDecimal(text)), currency: currency)
    }

    @Test func sumsStayExact() throws {
        var total = try Money(0, .eur)
        let cent = try money("0.1")
        for _ in 0..<1_000 { total = try total.adding(cent) }
        #expect(total.description == "100 EUR")
        #expect(total.amount == 100)
        #expect(try money("0.1").adding(money("0.2")) == money("0.3"))
    }

    @Test(arguments: [Currency.usd, .credits, Currency(rawValue: "eur")])
    func twoCurrenciesAreNeverAdded(_ other: Currency) throws {
        let error = try #require(throws: UsageError.self) { try money("1").adding(money("1", other)) }
        #expect(error.code == .currencyMismatch)
        #expect(error.message.contains("EUR"))
        #expect(error.message.contains(other.rawValue))
    }

    @Test func zeroKeepsItsCurrency() throws {
        #expect(throws: UsageError.self) { try money("0", .usd).adding(money("1", .eur)) }
        #expect(try money("0", .usd) != money("0", .eur))
    }

    @Test func refusesASumThatItCannotHold() throws {
        let error = try #require(throws: UsageError.self) { try money("1e38").adding(money("0.1")) }
        #expect(error.code == .inexactNumber)
    }

    @Test func refusesAnAmountThatItCannotHold() throws {
        for amount in [Decimal.nan, Decimal(string: "340282366920938463463374607431768211455") ?? .nan] {
            let error = try #require(throws: UsageError.self) { try Money(amount, .usd) }
            #expect(error.code == .inexactNumber)
        }
    }

    @Test func aTextKeepsAllDigits() throws {
        #expect(try Money("3.133", .eur).description == "3.133 EUR")
        #expect(try Money("-1e-6", .usd).description == "-0.000001 USD")
        #expect(try Quantity("3.133", unit: "hour").description == "3.133 hour")
    }

    @Test(arguments: ["", " 1", "5 USD", "1,5", "+1", "01", "0x10", "NaN", String(repeating: "9", count: 39)])
    func refusesATextThatIsNoNumber(text: String) throws {
        let error = try #require(throws: UsageError.self) { try Money(text, .eur) }
        #expect(error.code == .inexactNumber)
        #expect(throws: UsageError.self) { try Quantity(text, unit: "hour") }
    }

    @Test func theDescriptionHasNoExponent() throws {
        #expect(try money("3.12e-7", .credits).description == "0.000000312 credit")
        #expect(try money("-1e20", .usd).description == "-100000000000000000000 USD")
        #expect(try money("1.5").negated.description == "-1.5 EUR")
        #expect(try money("0").negated == money("0"))
    }

    @Test func equalAmountsWithDifferentSpellingsAreEqual() throws {
        #expect(try money("1.50") == money("15e-1"))
        #expect(try Money(#require(Decimal(string: "1.50")), .eur) == money("1.5"))
    }

    @Test(arguments: ExtremeValues.decimals)
    func extremeAmountsAreExactOrRefused(amount: Decimal) {
        guard let money = try? Money(amount, .eur) else { return }
        #expect(money.amount == amount)
        #expect(money.negated.negated == money)
        for other in ExtremeValues.decimals {
            guard let other = try? Money(other, .eur), let sum = try? money.adding(other) else { continue }
            #expect((try? sum.adding(other.negated)) == money)
        }
    }
}
