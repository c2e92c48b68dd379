public import Foundation

/// A condition on rows.
///
/// A condition holds or does not: where a row lacks a number, no comparison with it holds, and ``not(_:)`` of one does.
public indirect enum UsageFilter: Hashable, Sendable {
    /// How a number stands to another one.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        /// Less than the other one.
        case below
        /// Less than the other one, or equal to it.
        case atMost
        /// The same number.
        case equal
        /// Greater than the other one, or equal to it.
        case atLeast
        /// Greater than the other one.
        case above
    }

    /// The row's value of a dimension is one of these, compared by UTF-8 bytes; nil stands for none.
    case isOne(UsageDimension, [String?])
    /// The row has the number, and it compares so.
    ///
    /// A row that counts several quantities of one unit passes where one of them does.
    case compares(UsageField, Comparison, Decimal)
    /// The condition does not hold.
    case not(UsageFilter)
    /// All of them hold; none at all counts as holding.
    case all([UsageFilter])
    /// One of them holds at least; none at all counts as not holding.
    case any([UsageFilter])
}
