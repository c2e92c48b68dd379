import Foundation
import Testing

@testable import UsageKit

@Suite struct MoneyFormatStyleTests {
    private static let german = Locale(identifier: "de_DE")
    private static let american = Locale(identifier: "en_US")

    private func money(_ text: String, _ currency: Currency) throws -> Money {
        Money(exact: try #require(ExactDecimal(text)), currency: currency)
    }

    /// Spaces that do not break become plain ones.
    private func text(_ money: Money, _ locale: Locale) -> String {
        money.formatted(.money.locale(locale)).replacing("\u{A0}", with: " ")
    }

    @Test func moneyAndUnitsAreToldApart() throws {
        #expect(text(try money("7.61", .usd), Self.german) == "7,61 $")
        #expect(text(try money("3.502", .diem), Self.german) == "3,502 DIEM")
        #expect(text(try money("7.61", .usd), Self.american) == "$7.61")
        #expect(text(try money("3.502", .credits), Self.american) == "3.502 credit")
        #expect(text(try money("5", .vcu), Self.american) == "5 VCU")
    }

    @Test(
        arguments: [
            ("7", .usd, "$7.00"), ("7.5", .usd, "$7.50"), ("0.000182", .usd, "$0.000182"), ("-7.615", .usd, "-$7.615"),
            ("500", Currency(rawValue: "JPY"), "¥500"), ("0.5", Currency(rawValue: "JPY"), "¥0.5"),
            ("1234567.1", .eur, "€1,234,567.10"), ("0", .eur, "€0.00"), ("0", .diem, "0 DIEM"),
            ("12345678901234567890.123456789012345678", .usd, "$12,345,678,901,234,567,890.123456789012345678"),
            ("12345678901234567890.123456789012345678", .diem, "12,345,678,901,234,567,890.123456789012345678 DIEM"),
        ] as [(String, Currency, String)])
    func allDigitsAreWritten(amount: String, currency: Currency, expected: String) throws {
        #expect(text(try money(amount, currency), Self.american) == expected)
    }

    @Test func aStyleCanRound() throws {
        let style = Money.FormatStyle(locale: Self.american)
        #expect(style.rounded(toPlaces: 2).format(try money("7.615", .usd)) == "$7.62")
        #expect(style.rounded(toPlaces: 2).format(try money("7.625", .usd)) == "$7.62")
        #expect(style.rounded(toPlaces: 0).format(try money("7.5", .usd)) == "$8")
        #expect(style.rounded(toPlaces: 3).format(try money("1", .diem)) == "1.000\u{A0}DIEM")
        #expect(style.rounded(toPlaces: .min).format(try money("1.2", .usd)) == "$1")
        #expect(!style.rounded(toPlaces: .max).format(try money("1.2", .usd)).isEmpty)
    }

    @Test(arguments: ExtremeValues.decimals)
    func anyAmountHasAllItsDigits(amount: Decimal) throws {
        for currency in [Currency.usd, .diem] {
            guard let money = try? Money(amount, currency) else { return }
            let text = money.formatted(.money.locale(Self.american)).filter { "-.0123456789".contains($0) }
            #expect(ExactDecimal(text) == money.exact)
        }
    }

    @Test func listsUseTheStyle() throws {
        let amounts = [try money("7.61", .usd), try money("3.502", .diem)]
        let style = ListFormatStyle<Money.FormatStyle, [Money]>(memberStyle: .money.locale(Self.american))
        #expect(style.locale(Self.american).format(amounts).replacing("\u{A0}", with: " ") == "$7.61 and 3.502 DIEM")
    }

    @Test func aStyleIsAValue() throws {
        let style = Money.FormatStyle(locale: Self.german).rounded(toPlaces: 3)
        #expect(try coded(style) == style)
        #expect(style != Money.FormatStyle(locale: Self.german))
        #expect(try money("1", .diem).formatted().hasSuffix("DIEM"))
    }
}
