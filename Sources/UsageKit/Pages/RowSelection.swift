/// The rows of a page that a walk delivers, usually all of them.
struct RowSelection: Sendable {
    /// The rows that were examined.
    private(set) var range: Range<Int>
    /// The indices of rows in the range that are not delivered, in ascending order.
    var dropped: [Int] = []
    /// The first row that the row limit excludes; nil if the limit is not exceeded.
    private(set) var cut: Int?

    /// How many rows were delivered before these in this run.
    let number: Int
    /// The numbers of earlier rows that rows of the selection replace, because they are their later states.
    var replaced: [Int] = []

    /// No rows.
    static let none = RowSelection(from: 0, to: 0)

    init(from first: Int, to end: Int, number: Int = 0) {
        range = first..<end
        self.number = number
    }

    /// The number of selected rows.
    var count: Int { range.count - dropped.count }

    /// The last selected row.
    var last: Int? {
        var last = range.upperBound - 1
        for index in dropped.reversed() {
            guard index == last else { break }
            last -= 1
        }
        return range.contains(last) ? last : nil
    }

    /// Excludes a row and all rows after it.
    mutating func cut(at index: Int) {
        range = range.lowerBound..<index
        cut = index
    }

    /// The selected rows of a page.
    func rows<Row>(of all: [Row]) -> [Row] {
        if dropped.isEmpty, range == all.indices { return all }
        var rows: [Row] = []
        rows.reserveCapacity(count)
        for run in runs { rows += all[run] }
        return rows
    }

    /// The selected rows as ranges of consecutive indices.
    var runs: [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = range.lowerBound
        for index in dropped {
            if start < index { runs.append(start..<index) }
            start = index + 1
        }
        if start < range.upperBound { runs.append(start..<range.upperBound) }
        return runs
    }
}
