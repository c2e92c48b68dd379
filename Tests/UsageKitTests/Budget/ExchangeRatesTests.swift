import Testing

@testable import UsageKit

@Suite struct ExchangeRatesTests {
    private typealias Samples = BudgetSamples

    @Test func anAmountIsConvertedByTheLatestRateOfItsDayOrEarlier() throws {
        let rates = try Samples.rates(["credit=0.01 USD@2026-05-01", "credit=0.02 USD@2026-06-01"])
        let converted = try rates.convert(Samples.money("10 credit"), on: CalendarDay("2026-05-31"))
        #expect(converted.original == Samples.money("10 credit"))
        #expect(converted.rate?.day.description == "2026-05-01")
        #expect(converted.converted == Samples.money("0.1 USD"))
        #expect("\(converted)" == "0.1 USD converted from 10 credit (1 credit = 0.01 USD from 2026-05-01)")
    }

    @Test(arguments: [
        ("2026-04-30", nil), ("2026-05-01", "0.01"), ("2026-05-31", "0.01"), ("2026-06-01", "0.02"),
        ("2026-06-14", "0.02"), ("2026-06-15", "0.005"), ("9999-12-31", "0.005"), ("0001-01-01", nil),
    ])
    func aRateAppliesUntilTheNextOne(day: String, expected: String?) throws {
        let texts = [
            "credit=0.02 USD@2026-06-01", "credit=0.01 USD@2026-05-01", "EUR=1.1 USD@2026-01-01",
            "credit=0.005 USD@2026-06-15",
        ]
        for order in [texts, texts.reversed()] {
            let rate = try Samples.rates(order).rate(of: .credits, on: CalendarDay(day))
            #expect(rate?.price == expected.map { Samples.money("\($0) USD") })
        }
    }

    @Test func withoutARateNothingIsConverted() throws {
        let rates = try Samples.rates(["credit=0.01 USD@2026-05-01"])
        for (amount, day) in [("1 credit", "2026-04-30"), ("1 EUR", "2026-06-01"), ("0 EUR", "2026-06-01")] {
            let error = #expect(throws: UsageError.self) {
                try rates.convert(Samples.money(amount), on: CalendarDay(day))
            }
            #expect(error?.code == .missingExchangeRate)
            #expect(error?.message.contains("no rate of \(amount.dropFirst(2)) into USD is from \(day)") == true)
        }
        // Neither the inverse of a rate nor a way across another currency is one.
        let inverse = try Samples.rates(["USD=100 credit@2026-05-01"], into: .credits)
        #expect(inverse.rate(of: .credits, on: try CalendarDay("2026-06-01")) == nil)
    }

    @Test func anAmountInTheTargetNeedsNoRate() throws {
        let rates = try Samples.rates([])
        let converted = try rates.convert(Samples.money("-3.50 USD"), on: CalendarDay("0001-01-01"))
        #expect(converted.rate == nil)
        #expect(converted.converted == Samples.money("-3.5 USD"))
        #expect("\(converted)" == "-3.5 USD")
    }

    @Test func severalDaysNeedOneRate() throws {
        let rates = try Samples.rates(["credit=0.01 USD@2026-05-01", "credit=0.02 USD@2026-06-10"])
        func result(_ first: String, _ last: String) throws -> Result<ConvertedMoney, MissingRate> {
            try rates.convert(Samples.money("1 credit"), on: CalendarDay(first)...CalendarDay(last))
        }
        #expect(try result("2026-06-01", "2026-06-09").get().converted == Samples.money("0.01 USD"))
        #expect(try result("2026-06-10", "2026-07-31").get().converted == Samples.money("0.02 USD"))
        #expect(try result("2026-06-09", "2026-06-10") == .failure(.severalRates))
        #expect(try result("2026-04-30", "2026-05-01") == .failure(.noRate))
        #expect(try rates.convert(Samples.money("1 credit"), on: nil) == .failure(.unknownDay))
        #expect(try rates.convert(Samples.money("1 USD"), on: nil).get().rate == nil)
    }

    @Test func ratesThatContradictEachOtherAreRefused() throws {
        let twice = #expect(throws: UsageError.self) {
            try Samples.rates(["credit=0.01 USD@2026-05-01", "EUR=1 USD@2026-05-01", "credit=0.01 USD@2026-05-01"])
        }
        #expect(twice?.code == .invalidArgument)
        #expect(twice?.message == "two rates of credit are given from 2026-05-01: remove one")
        let other = #expect(throws: UsageError.self) { try Samples.rates(["credit=0.01 EUR@2026-05-01"]) }
        #expect(other?.code == .currencyMismatch)
    }

    @Test(arguments: ["credit=0 USD@2026-05-01", "credit=-0.01 USD@2026-05-01", "USD=1 USD@2026-05-01"])
    func aRateMustBeAbove0AndIntoAnotherCurrency(text: String) throws {
        let error = #expect(throws: UsageError.self) { try Samples.rate(text) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func ratesAreCoded() throws {
        let rates = try Samples.rates(["credit=0.01 USD@2026-05-01"])
        let text = try json(rates)
        #expect(
            text
                == #"{"rates":[{"day":"2026-05-01","price":{"amount":"0.01","currency":"USD"},"source":"credit"}],"#
                + #""target":"USD"}"#)
        #expect(try coded(rates) == rates)
        for (old, new) in [("0.01", "0"), ("\"credit\"", "\"USD\""), ("\"target\":\"USD\"", "\"target\":\"EUR\"")] {
            #expect(throws: (any Error).self) {
                try decoded(ExchangeRates.self, text.replacing(old, with: new))
            }
        }
    }

    @Test(arguments: PropertySeeds.some(40))
    func agreesWithTheProductOnPaper(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var rates: [ExchangeRate] = []
        for day in (1...28).shuffled(using: &random).prefix(6) {
            // At least one digit is not 0.
            let price = Samples.number(digits: 3...37, isSigned: false, using: &random) + (day % 2 == 0 ? "1" : "7")
            let point = price.contains(".") ? "" : ".0"
            rates.append(try Samples.rate("credit=\(price)\(point) USD@2026-02-\(day < 10 ? "0" : "")\(day)"))
        }
        let table = try ExchangeRates(into: .usd, rates)
        for number in 1...28 {
            let day = try CalendarDay(year: 2026, month: 2, day: number)
            let amount = Samples.number(digits: 1...38, using: &random)
            let money = Samples.money("\(amount) credit")
            guard let rate = rates.filter({ $0.day <= day }).max(by: { $0.day < $1.day }) else {
                #expect(throws: UsageError.self) { try table.convert(money, on: day) }
                continue
            }
            let converted = try table.convert(money, on: day)
            #expect(converted.rate == rate)
            let product = NaiveNumber(amount) * NaiveNumber("\(rate.price.exact)")
            #expect(converted.converted.exact.description == product.rounded)
            #expect(try coded(converted) == converted)
        }
    }
}
