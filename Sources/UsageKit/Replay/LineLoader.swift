internal import Foundation

/// Reads a file of lines, a row a line, into ledgers: on all cores and block by block, so that neither the file nor its
/// rows are ever held.
///
/// Texts go straight from the bytes into the columns where the rows allow it.
///
/// It gives up on what is not as simple: pages, a row that comes twice, whatever is malformed. Then the file is read
/// from its beginning in the general way, which knows what to say.
struct LineLoader<Row: ReplayableRow>: Sendable {
    let file: SavedFile
    let container: String
    let window: TimeWindow
    /// How many bytes are read at once, unless a line has more.
    var blockSize = 1 << 18
    /// How many parts are read at the same time.
    var partCount: Int?
    var progress: ReadingProgress?

    /// Rows that follow one another.
    struct Part: Sendable {
        private(set) var ledger = UsageLedger()
        private(set) var ids = HashedIDs()
        private(set) var outsideWindow = 0

        /// Adds a row, or throws and changes nothing.
        @inline(__always)
        fileprivate mutating func append(
            _ record: borrowing PlacedRecord, in bytes: borrowing JSONBytes, _ window: TimeWindow
        ) throws(UsageError) {
            if window.contains(record.time) {
                try ledger.append(record, in: bytes)
            } else {
                outsideWindow += 1
            }
            if let id = record.id { ids.append(id.hash) }
        }

        fileprivate mutating func append(_ row: Row, _ window: TimeWindow) throws(UsageError) {
            let identity = row.identity
            if identity.time.map(window.contains) ?? true {
                try ledger.append(row.usageRecord)
            } else {
                outsideWindow += 1
            }
            if let id = identity.id { ids.append(id) }
        }
    }

    /// The rows in parts, or nil where the file must be read in the general way.
    func parts() -> [Part]? {
        guard let count = try? file.count(), (try? isOfLines(count)) == true, let cuts = try? cuts(count) else {
            return nil
        }
        let read = parallelMap(cuts.count) { try? part(cuts[$0], of: count) }
        let parts = read.compactMap(\.self)
        return parts.count == cuts.count && HashedIDs.areApart(parts.map(\.ids)) ? parts : nil
    }

    /// Whether the first row is no page and fills a line.
    private func isOfLines(_ count: Int) throws(UsageError) -> Bool {
        var blocks = try file.open()
        let length = try blocks.read(0..<min(count, blockSize))
        return try JSONReader.readSequence(blocks.bytes(length)) { (json) throws(UsageError) in
            guard !json.isAtEnd() else { return false }
            let start = json.position
            let row = try json.object()
            if case .array = row[container] { return false }
            return json.lastLineFeed < start
        }
    }

    /// Cuts the file behind line feeds, into a part for each core.
    private func cuts(_ count: Int) throws(UsageError) -> [Range<Int>] {
        let parts = partCount ?? min(ProcessInfo.processInfo.activeProcessorCount, count / (4 * blockSize) + 1)
        var blocks = try file.open()
        var ends: [Int] = []
        for part in 1..<max(parts, 1) {
            var position = max(count / parts * part, ends.last ?? 0)
            while position < count {
                let length = try blocks.read(position..<min(position + 4096, count))
                let block = blocks.bytes(length)
                if let lineFeed = block.firstIndex(of: UInt8(ascii: "\n")) {
                    position += lineFeed - block.startIndex + 1
                    break
                }
                position += max(length, 1)
            }
            ends.append(min(position, count))
        }
        return zip([0] + ends, ends + [count]).map { $0..<$1 }
    }

    private func part(_ range: Range<Int>, of count: Int) throws(UsageError) -> Part {
        var part = Part()
        var blocks = try file.open()
        var position = range.lowerBound
        var size = blockSize
        while position < range.upperBound {
            var length = try blocks.read(position..<min(position + size, range.upperBound))
            guard length > 0 else { throw UsageError(.invalidArgument, "the file became shorter") }
            if position + length < range.upperBound {
                guard let lines = blocks.lines(length) else {
                    size *= 2
                    continue
                }
                length = lines
            }
            try read(blocks.bytes(length), into: &part)
            position += length
            progress?.add(length, of: count)
        }
        return part
    }

    private func read(_ block: ArraySlice<UInt8>, into part: inout Part) throws(UsageError) {
        try JSONReader.readSequence(block) { (json) throws(UsageError) in
            while !json.isAtEnd() {
                let mark = json.mark
                do {
                    let record = try Row.placedRecord(from: &json)
                    try part.append(record, in: json.bytes, window)
                } catch {
                    json.rewind(to: mark)
                    try part.append(try Row(from: &json), window)
                }
                guard json.lastLineFeed < mark.position else { throw json.malformed("the line ends inside a row") }
            }
        }
    }
}
