/// Reads a chunk of NDJSON: one row per line.
struct LineReader<Row: DecodableRow>: ChunkReader {
    var isOpen: Bool { false }

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into chunk: inout ChunkResult
    ) throws(UsageError) -> Int {
        let lines = isLast ? block : block.wholeLines
        try JSONReader.readSequence(lines) { (json) throws(UsageError) in
            while !json.isAtEnd() {
                let start = json.position
                try json.row(Row.self, into: &chunk)
                guard json.lastLineFeed < start else { throw json.malformed(JSONReader.cutLine) }
            }
        }
        return lines.count
    }

    /// Whether a file begins with a row on a line of its own, and not with a page.
    static func reads(_ opening: ArraySlice<UInt8>, container: String) -> Bool {
        let isRead = try? JSONReader.readSequence(opening) { (json) throws(UsageError) in
            guard !json.isAtEnd() else { return false }
            let start = json.position
            let isPage = try json.skipObject(withArray: container)
            return !isPage && json.lastLineFeed < start
        }
        return isRead ?? false
    }
}

extension ArraySlice<UInt8> {
    /// The bytes up to the last line feed.
    fileprivate var wholeLines: Self {
        lastIndex(of: UInt8(ascii: "\n")).map { self[...$0] } ?? prefix(0)
    }
}
