/// What the judge of pages says of a row.
enum RowVerdict: Sendable {
    /// The row has not come before.
    case new
    /// The row came before, with the same content.
    case same
    /// The row came before, with other content.
    case revised
    /// The row is outside the part of the window that was asked for.
    case outside
}
