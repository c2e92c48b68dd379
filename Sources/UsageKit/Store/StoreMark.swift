/// Rows of a source that begin or cease to count, or that a walk has delivered.
struct StoreMark: Equatable, Sendable {
    enum Kind: UInt8, Sendable {
        /// The rows no longer count.
        case retire
        /// The rows count.
        case activate
        /// The rows do not count until the refresh ends.
        case stage
        /// The walk has delivered the rows as they are.
        case confirm
        /// A walk begins: what an earlier one delivered does not matter any more. It has no rows.
        case begin
    }

    let kind: Kind
    let source: Int
    /// In ascending order.
    let rows: [Int]

    init(_ kind: Kind, source: Int, _ rows: some Sequence<Int>) {
        self.kind = kind
        self.source = source
        self.rows = rows.sorted()
    }

    /// The bytes of marks in their order.
    static func frame(_ marks: [StoreMark]) -> StoreFrame {
        var writer = EntryWriter()
        writer.write(count: marks.count)
        for mark in marks {
            writer.write(mark.kind.rawValue)
            writer.write(count: mark.source)
            writer.write(count: mark.rows.count)
            var last = 0
            for row in mark.rows {
                writer.write(count: row - last)
                last = row
            }
        }
        return StoreFrame(kind: .marks, payload: writer.bytes)
    }

    /// Reads marks of rows below a number.
    static func marks(_ payload: [UInt8], rows limit: Int) throws(EntryReader.Malformed) -> [StoreMark] {
        var reader = EntryReader(payload[...])
        var marks: [StoreMark] = []
        for _ in 0..<(try reader.count(upTo: payload.count)) {
            guard let kind = Kind(rawValue: try reader.number()) else { throw EntryReader.Malformed() }
            let source = try reader.count(upTo: 1 << 30)
            var rows: [Int] = []
            var last = 0
            for _ in 0..<(try reader.count(upTo: payload.count)) {
                last += try reader.count(upTo: limit)
                guard last < limit else { throw EntryReader.Malformed() }
                rows.append(last)
            }
            marks.append(StoreMark(kind, source: source, rows))
        }
        guard reader.isAtEnd else { throw EntryReader.Malformed() }
        return marks
    }
}
