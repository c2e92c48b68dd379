/// How ``PageJudge`` classifies a row.
enum RowVerdict: Sendable {
    /// The row was not delivered before.
    case new
    /// The row was delivered before with the same content.
    case same
    /// The row was delivered before with different content.
    case revised
    /// The row is outside the requested part of the window.
    case outside
}
