public import Foundation
internal import UsageKit

/// A number of a row, exact to its last digit.
///
/// A literal is taken as it is written: `0.07` is seven hundredths, although the nearest `Double` is not. Numbers of more than
/// 15 significant digits, and numbers whose trailing zeros matter, are written as texts: `"0.0310"`.
public struct WireNumber: Hashable, Sendable, CustomStringConvertible {
    let json: JSONNumber

    /// Creates a number.
    ///
    /// - Precondition: The number is finite.
    public init(_ decimal: Decimal) {
        self.init(stringLiteral: decimal.description)
    }

    /// The number as it is on the wire.
    public var description: String { json.literal }
}

extension WireNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral {
    /// Creates a whole number.
    public init(integerLiteral value: Int) {
        json = JSONNumber(value)
    }

    /// Creates a number with the digits of the literal.
    ///
    /// - Precondition: The literal is finite and has an exponent that UsageKit can hold.
    public init(floatLiteral value: Double) {
        // The shortest text that gives the same Double has the digits of the literal.
        guard let exact = ExactDecimal(value.description) else {
            preconditionFailure("expected a finite number of up to 38 digits, found \(value)")
        }
        json = JSONNumber(exact)
    }

    /// Creates a number from its text on the wire.
    ///
    /// - Precondition: The text is a number of the JSON grammar.
    public init(stringLiteral text: String) {
        guard let number = JSONNumber(text) else {
            preconditionFailure("expected a number of the JSON grammar, found \"\(text)\"")
        }
        json = number
    }
}

extension JSONValue {
    init(_ number: WireNumber?) { self = number.map { .number($0.json) } ?? .null }
}
