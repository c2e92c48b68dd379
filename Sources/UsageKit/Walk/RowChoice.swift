/// Which rows of a page a walk delivers: mostly all of them.
struct RowChoice {
    /// The rows that were looked at.
    private(set) var range: Range<Int>
    /// Those of them that are not to be delivered, in ascending order.
    var dropped: [Int] = []
    /// The row in front of which the ceiling cuts the page.
    private(set) var cut: Int?

    init(from first: Int, to end: Int) {
        range = first..<end
    }

    /// Leaves out a row and all behind it.
    mutating func cut(at index: Int) {
        range = range.lowerBound..<index
        cut = index
    }

    /// The chosen rows.
    func rows<Row>(of page: ReceivedPage<Row>) -> [Row] { chosen(of: page.rows) }

    /// What is known of the chosen rows.
    func marks<Row>(of page: ReceivedPage<Row>) -> [RowMark] { chosen(of: page.marks) }

    private func chosen<Element>(of all: [Element]) -> [Element] {
        if dropped.isEmpty, range == all.indices { return all }
        var chosen: [Element] = []
        chosen.reserveCapacity(range.count - dropped.count)
        var start = range.lowerBound
        for index in dropped {
            chosen += all[start..<index]
            start = index + 1
        }
        return chosen + all[start..<range.upperBound]
    }
}
