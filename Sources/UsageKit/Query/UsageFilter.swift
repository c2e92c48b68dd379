public import Foundation

/// A condition on rows.
///
/// A condition either holds or does not: if a row lacks a number, no comparison with it holds, and ``not(_:)`` of such a
/// comparison does.
public indirect enum UsageFilter: Sendable {
    /// How a row's number compares with a given one.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        /// Less than the given number.
        case below
        /// Less than the given number, or equal to it.
        case atMost
        /// Equal to the given number.
        case equal
        /// Greater than the given number, or equal to it.
        case atLeast
        /// Greater than the given number.
        case above
    }

    /// The row's value of a dimension is one of these, compared by UTF-8 bytes; nil is a missing value.
    case isOne(UsageDimension, [String?])
    /// The row has the number, and the comparison holds for it.
    ///
    /// If a row counts several quantities of one unit, it is enough that the comparison holds for one of them.
    case compares(UsageField, Comparison, Decimal)
    /// The condition does not hold.
    case not(UsageFilter)
    /// All conditions hold; an empty list holds.
    case all([UsageFilter])
    /// At least one condition holds; an empty list does not hold.
    case any([UsageFilter])
}

extension UsageFilter: Hashable {
    /// Whether two filters are written alike, with texts of the same UTF-8 bytes.
    ///
    /// Swift's own equality treats canonically equivalent texts as equal, and such filters let different rows pass.
    public static func == (left: UsageFilter, right: UsageFilter) -> Bool {
        switch (left, right) {
        case (.isOne(let dimension, let values), .isOne(let other, let others)):
            dimension == other && values.map { $0.map(ByteString.init) } == others.map { $0.map(ByteString.init) }
        case (.compares(let field, let comparison, let number), .compares(let other, let otherComparison, let bound)):
            field == other && comparison == otherComparison && number == bound
        case (.not(let part), .not(let other)): part == other
        case (.all(let parts), .all(let others)), (.any(let parts), .any(let others)): parts == others
        default: false
        }
    }

    /// Hashes the condition and all that belongs to it.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .isOne(let dimension, let values):
            hasher.combine(0)
            hasher.combine(dimension)
            hasher.combine(values.map { $0.map(ByteString.init) })
        case .compares(let field, let comparison, let number):
            hasher.combine(1)
            hasher.combine(field)
            hasher.combine(comparison)
            hasher.combine(number)
        case .not(let part):
            hasher.combine(2)
            hasher.combine(part)
        case .all(let parts):
            hasher.combine(3)
            hasher.combine(parts)
        case .any(let parts):
            hasher.combine(4)
            hasher.combine(parts)
        }
    }
}
