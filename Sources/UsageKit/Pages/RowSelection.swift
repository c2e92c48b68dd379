/// Which rows of a page a walk delivers: mostly all of them.
struct RowSelection: Sendable {
    /// The rows that were looked at.
    private(set) var range: Range<Int>
    /// Those of them that are not to be delivered, in ascending order.
    var dropped: [Int] = []
    /// The row in front of which the ceiling cuts the page.
    private(set) var cut: Int?

    /// No rows.
    static let none = RowSelection(from: 0, to: 0)

    init(from first: Int, to end: Int) {
        range = first..<end
    }

    /// How many rows are chosen.
    var count: Int { range.count - dropped.count }

    /// The last row that is chosen.
    var last: Int? {
        var last = range.upperBound - 1
        for index in dropped.reversed() {
            guard index == last else { break }
            last -= 1
        }
        return range.contains(last) ? last : nil
    }

    /// Leaves out a row and all behind it.
    mutating func cut(at index: Int) {
        range = range.lowerBound..<index
        cut = index
    }

    /// The chosen rows of a page.
    func rows<Row>(of all: [Row]) -> [Row] {
        if dropped.isEmpty, range == all.indices { return all }
        var rows: [Row] = []
        rows.reserveCapacity(count)
        for run in runs { rows += all[run] }
        return rows
    }

    /// The chosen rows, in runs.
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
