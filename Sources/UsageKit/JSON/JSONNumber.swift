public import Foundation

/// A JSON number as it was written, with every digit.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
    /// The number as it was written.
    public let literal: String

    init(validLiteral literal: String) {
        self.literal = literal
    }

    /// Creates a whole number.
    public init(_ integer: Int) {
        literal = String(integer)
    }

    package init(_ value: ExactDecimal) {
        literal = value.description
    }

    /// Reads a number of the JSON grammar; nil for anything else.
    public init?(_ literal: String) {
        let bytes = Array(literal.utf8)
        guard NumberLiteral(bytes.span) != nil else { return nil }
        self.literal = literal
    }

    /// The value, or nil if a `Decimal` cannot hold it exactly.
    public var decimal: Decimal? { ExactDecimal(literal)?.decimal }

    /// The number as it was written.
    public var description: String { literal }
}
