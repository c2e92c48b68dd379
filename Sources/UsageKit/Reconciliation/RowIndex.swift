/// The rows of each key, in the order of their times.
struct RowIndex {
    private let dimensions: [UsageDimension]
    /// The time of each row; the earliest of all for rows without one.
    private let times: [Timestamp]
    private(set) var rowsOfKeys: [[ByteString?]: [Int]] = [:]

    init(_ rows: [ReconciledRows.Row], by dimensions: [UsageDimension]) {
        self.dimensions = dimensions
        times = rows.map { $0.record.time ?? .earliest }
        for (number, row) in rows.enumerated() { rowsOfKeys[key(of: row), default: []].append(number) }
        let times = times
        rowsOfKeys = rowsOfKeys.mapValues { rows in
            rows.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
        }
    }

    func key(of row: ReconciledRows.Row) -> [ByteString?] {
        dimensions.map { row.text(for: $0).map(ByteString.init) }
    }

    static func key(_ values: [String?]) -> [ByteString?] {
        values.map { $0.map { ByteString($0) } }
    }

    /// The rows of a key in a window, and those without a time if it has no start.
    func rows(of key: [String?], in window: TimeWindow, includingEnd: Bool = false) -> ArraySlice<Int> {
        let rows = rowsOfKeys[Self.key(key)] ?? []
        let first = window.start.map { start in rows.firstPosition { times[$0] >= start } } ?? 0
        let end = window.end.map { end in
            rows.firstPosition { includingEnd ? times[$0] > end : times[$0] >= end }
        }
        return rows[first..<max(end ?? rows.count, first)]
    }
}

extension Timestamp {
    /// Before the time of any row.
    static let earliest = Timestamp(seconds: -62_135_596_800 * 100)
}

extension Array {
    /// The position of the first element from which on a condition holds.
    func firstPosition(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
