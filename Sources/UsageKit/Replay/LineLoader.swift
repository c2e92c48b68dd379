internal import Foundation

/// Reads a file of lines, a row a line, into ledgers: on all cores and block by block, so that neither the file nor its
/// rows are ever held.
///
/// It gives up on what is not as simple: pages, a row that comes twice, whatever is malformed. Then the file is read
/// from its beginning in the general way, which knows what to say.
struct LineLoader<Row: ReplayableRow>: Sendable {
    let file: SavedFile
    let container: String
    let window: TimeWindow
    /// How many bytes are read at once, unless a line has more.
    var blockSize = 1 << 20
    /// How many parts are read at the same time.
    var partCount: Int?

    /// Rows that follow one another.
    struct Part: Sendable {
        var ledger = UsageLedger()
        /// A hash of each id.
        var hashes: [Int] = []
        var outsideWindow = 0
    }

    /// The rows in parts, or nil where the file must be read in the general way.
    func parts() -> [Part]? {
        guard let count = try? file.count(), (try? isOfLines(count)) == true, let cuts = try? cuts(count) else {
            return nil
        }
        let read = parallelMap(cuts.count) { try? part(cuts[$0]) }
        let parts = read.compactMap(\.self)
        return parts.count == cuts.count && Self.areApart(parts) ? parts : nil
    }

    /// Whether the first row is no page and fills a line.
    private func isOfLines(_ count: Int) throws(UsageError) -> Bool {
        let block = try file.block(0..<min(count, blockSize))
        return try JSONReader.readSequence(block) { (json) throws(UsageError) in
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
        var ends: [Int] = []
        for part in 1..<max(parts, 1) {
            var position = max(count / parts * part, ends.last ?? 0)
            while position < count {
                let block = try file.block(position..<min(position + 4096, count))
                if let lineFeed = block.firstIndex(of: UInt8(ascii: "\n")) {
                    position += lineFeed - block.startIndex + 1
                    break
                }
                position += max(block.count, 1)
            }
            ends.append(min(position, count))
        }
        return zip([0] + ends, ends + [count]).map { $0..<$1 }
    }

    private func part(_ range: Range<Int>) throws(UsageError) -> Part {
        var part = Part()
        var position = range.lowerBound
        var size = blockSize
        while position < range.upperBound {
            var block = try file.block(position..<min(position + size, range.upperBound))
            guard !block.isEmpty else { throw UsageError(.invalidArgument, "the file became shorter") }
            if position + block.count < range.upperBound {
                guard let last = block.lastIndex(of: UInt8(ascii: "\n")) else {
                    size *= 2
                    continue
                }
                block = block[...last]
            }
            try read(block, into: &part)
            position += block.count
        }
        return part
    }

    private func read(_ block: ArraySlice<UInt8>, into part: inout Part) throws(UsageError) {
        try JSONReader.readSequence(block) { (json) throws(UsageError) in
            while !json.isAtEnd() {
                let start = json.position
                let row = try Row(from: &json)
                guard json.lastLineFeed < start else { throw json.malformed("the line ends inside a row") }
                let identity = row.identity
                if let id = identity.id { part.hashes.append(id.hashValue) }
                if identity.time.map(window.contains) ?? true {
                    try part.ledger.append(row.usageRecord)
                } else {
                    part.outsideWindow += 1
                }
            }
        }
    }

    /// Whether no two ids have the same hash, which says that no row comes twice.
    private static func areApart(_ parts: [Part]) -> Bool {
        var firsts = FirstPlaces(capacity: parts.reduce(0) { $0 + $1.hashes.count })
        return parts.allSatisfy { part in
            part.hashes.allSatisfy { firsts.note(0, hash: $0, isSame: { _ in true }) == nil }
        }
    }
}
