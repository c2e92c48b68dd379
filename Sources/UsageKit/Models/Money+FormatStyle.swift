public import Foundation

extension Money {
    /// Writes an amount for a person, in the style of a locale: `7,61 $` or `3,502 DIEM`.
    ///
    /// All digits are written; nothing passes through binary floating point. National money has the sign and at least the
    /// usual decimal places of its currency. A provider's own unit (``Currency/isVirtual``) follows the number as the
    /// provider spells it, so that it cannot be taken for money.
    public struct FormatStyle: Foundation.FormatStyle, Sendable {
        /// The locale.
        public var locale: Locale
        /// The number of decimal places; nil for all digits.
        private var places: Int?

        /// Creates a style.
        public init(locale: Locale = .autoupdatingCurrent) {
            self.locale = locale
        }

        /// Returns the style for another locale.
        public func locale(_ locale: Locale) -> Self {
            var style = self
            style.locale = locale
            return style
        }

        /// Returns the style that rounds to a number of decimal places, halves to the even digit.
        ///
        /// The rounding is one of the text alone: add amounts up before they are written.
        ///
        /// - Parameter places: The number of decimal places, 0 to 128; the nearest of them for another number.
        /// - Returns: The style.
        public func rounded(toPlaces places: Int) -> Self {
            var style = self
            style.places = Swift.min(Swift.max(places, 0), 128)
            return style
        }

        /// Returns the text of an amount.
        public func format(_ money: Money) -> String {
            let amount = money.amount
            if money.currency.isVirtual {
                let places = places(of: money, atLeast: 0)
                let number = Decimal.FormatStyle(locale: locale).precision(.fractionLength(places)).format(amount)
                return "\(number)\u{A0}\(money.currency)"
            }
            let code = money.currency.rawValue
            let places = places(of: money, atLeast: Self.usualPlaces(of: code))
            return Decimal.FormatStyle.Currency(code: code, locale: locale).precision(.fractionLength(places))
                .format(amount)
        }

        private func places(of money: Money, atLeast usual: Int) -> ClosedRange<Int> {
            if let places { return places...places }
            return usual...Swift.max(usual, -money.exact.exponent)
        }

        /// How many decimal places a currency usually has, as the system knows it.
        private static func usualPlaces(of code: String) -> Int {
            let zero = Decimal.FormatStyle.Currency(code: code, locale: Locale(identifier: "en_US")).format(0)
            return zero.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.count ?? 0
        }
    }

    /// Returns the amount in the style of the current locale, for example `7,61 $` or `3,502 DIEM`.
    public func formatted() -> String { FormatStyle().format(self) }

    /// Returns the amount in a style.
    public func formatted<Style: Foundation.FormatStyle>(_ style: Style) -> Style.FormatOutput
    where Style.FormatInput == Money {
        style.format(self)
    }
}

extension FormatStyle where Self == Money.FormatStyle {
    /// The style of amounts of money and of providers' own units.
    public static var money: Self { Self() }
}
