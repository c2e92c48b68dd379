@testable import UsageKit

/// Values of the tests of budgets and rates, from literals.
enum BudgetSamples {
    static let june = Timestamp.at("2026-06-01T00:00:00Z")..<Timestamp.at("2026-07-01T00:00:00Z")

    static func money(_ text: String) -> Money {
        let parts = text.split(separator: " ")
        return ReportSamples.money(String(parts[0]), Currency(rawValue: String(parts[1])))
    }

    static func exact(_ text: String) -> ExactDecimal { ReportSamples.money(text).exact }

    /// A day of June 2026 in UTC.
    static func day(_ number: Int) -> Range<Timestamp> {
        let start = june.lowerBound + .seconds(86_400 * (number - 1))
        return start..<start + .seconds(86_400)
    }

    static func calendarDay(_ text: String) throws -> CalendarDay { try CalendarDay(text) }

    /// A rate from a text such as `credit=0.01 USD@2026-05-01`.
    static func rate(_ text: String) throws -> ExchangeRate {
        let parts = text.split { $0 == "=" || $0 == "@" }.map(String.init)
        return try ExchangeRate(
            of: Currency(rawValue: parts[0]), as: money(parts[1]), from: try CalendarDay(parts[2]))
    }

    static func rates(_ texts: [String], into target: Currency = .usd) throws -> ExchangeRates {
        try ExchangeRates(into: target, texts.map(rate))
    }

    /// A number of up to some digits, with a sign and decimal places, as a text that ``NaiveNumber`` reads.
    static func number(digits: ClosedRange<Int>, isSigned: Bool = true, using random: inout SeededGenerator) -> String {
        let count = Int.random(in: digits, using: &random)
        var text = (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            // Digits on both sides of a half.
            for index in text.indices.dropFirst(count / 2) { text[index] = index == count / 2 ? "5" : "0" }
        }
        let places = Int.random(in: 0...min(count - 1, 30), using: &random)
        if places > 0 { text.insert(".", at: count - places) }
        var joined = text.joined()
        while joined.count > 1, joined.hasPrefix("0"), !joined.hasPrefix("0.") { joined.removeFirst() }
        return isSigned && Bool.random(using: &random) ? "-" + joined : joined
    }
}
