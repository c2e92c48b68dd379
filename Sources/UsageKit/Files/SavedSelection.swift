/// Which rows of a saved file count.
struct SavedSelection: Sendable {
    /// The ordinals of rows that came before, or are outside the window.
    var dropped = NumberSet()
    /// Rows that a later state replaces: the first row that was not dropped has the number 0.
    var replaced = NumberSet()

    /// The place of a row among those of the file.
    struct Cursor: Sendable {
        private var ordinal = 0
        private var number = 0

        /// How many rows were passed.
        var count: Int { ordinal }

        /// Whether the row counts.
        func isSelected(in selection: borrowing SavedSelection) -> Bool {
            !selection.dropped.contains(ordinal) && !selection.replaced.contains(number)
        }

        /// Moves to the next row.
        mutating func advance(in selection: borrowing SavedSelection) {
            if !selection.dropped.contains(ordinal) { number += 1 }
            ordinal += 1
        }
    }
}

/// A set of small numbers: a bit for each number up to the greatest one.
struct NumberSet: Hashable, Sendable {
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }

    /// Whether the set has a number.
    func contains(_ number: Int) -> Bool {
        let index = number >> 6
        return index < words.count && words[index] & Self.bit(number) != 0
    }

    /// Adds a number.
    mutating func insert(_ number: Int) {
        let index = number >> 6
        if index >= words.count { words += [UInt64](repeating: 0, count: index + 1 - words.count) }
        words[index] |= Self.bit(number)
    }

    private static func bit(_ number: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: number & 63) }
}
