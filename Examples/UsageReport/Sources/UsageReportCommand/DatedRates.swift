import ArgumentParser
import UsageKit

/// `--rate`: dated prices of one currency in another.
struct DatedRates: Sendable {
    let rates: [ExchangeRate]

    init(_ texts: [String]) throws {
        rates = try texts.map(Self.rate)
        // Two rates of a currency on one day are refused before anything is fetched.
        for target in targets { _ = try into(target) }
    }

    /// The currencies that are converted into.
    var targets: Set<Currency> { Set(rates.map(\.target)) }

    /// The rates into a currency.
    func into(_ target: Currency) throws -> ExchangeRates {
        try ExchangeRates(into: target, rates.filter { $0.target == target })
    }

    private static func rate(_ text: String) throws -> ExchangeRate {
        let reader = OptionText(
            "--rate", text, form: "a currency, its price and a day, such as credit=USD:0.01@2026-05-01")
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let price = sides.last?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        let dated = price.last?.split(separator: "@", omittingEmptySubsequences: false) ?? []
        guard sides.count == 2, price.count == 2, dated.count == 2, !sides[0].isEmpty, !price[0].isEmpty,
            PlainDecimal.value(dated[0]) != nil,
            let amount = try? Money(String(dated[0]), Currency(rawValue: String(price[0]))),
            let day = try? CalendarDay(String(dated[1]))
        else { throw reader.error }
        let source = Currency(rawValue: String(sides[0]))
        for currency in [source, amount.currency] { try currency.checkSpelling() }
        return try ExchangeRate(of: source, as: amount, from: day)
    }
}

extension Currency {
    /// Refuses the name of a known currency in other letters, since no charge is in a currency of that name.
    func checkSpelling() throws {
        let known: [Currency] = [.usd, .eur, .credits, .diem, .bundledCredits, .earnedCredits, .vcu]
        let right = known.first { $0.rawValue.lowercased() == rawValue.lowercased() }
        guard let right, right != self else { return }
        throw ValidationError("There is no currency '\(rawValue)': write \(right.rawValue).")
    }
}
