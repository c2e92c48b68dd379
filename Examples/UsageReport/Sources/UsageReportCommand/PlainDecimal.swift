import Foundation
import UsageKit

/// A number of an option: digits with or without a decimal point, without a sign and an exponent.
enum PlainDecimal {
    /// The number; nil for another form, and for more than 38 digits.
    static func value(_ text: some StringProtocol) -> Decimal? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else { return nil }
        return try? Money(String(text), Currency(rawValue: "")).amount
    }
}
