/// How ``PageJudge`` classifies a row.
enum RowVerdict: Hashable, Sendable {
    /// The row was not delivered before.
    case new
    /// The row was delivered before with the same content.
    case same
    /// The row was delivered before with different content, which this row replaces.
    case revised(ReplacedRow)
    /// The row was delivered by an earlier run, whose content is not known, to a caller who compares it.
    case again(ReplacedRow)
    /// The row is outside the requested part of the window.
    case outside
    /// The row is outside the window of a file, and an earlier state that was delivered does not count any more.
    case moved(ReplacedRow)
}

/// A delivered row that a later state replaces.
struct ReplacedRow: Sendable, Hashable {
    /// How many rows were delivered before it in this run; negative for a row of an earlier run, −1 for the last one.
    let number: Int
    let traits: RowTraits
}
