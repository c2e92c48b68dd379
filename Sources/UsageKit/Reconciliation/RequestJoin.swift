/// The rows and notes of the same requests, found partition by partition on several threads.
struct RequestJoin: Sendable {
    /// What was found, with the position of the first row or note of the request.
    struct Found<Value: Sendable>: Sendable {
        let position: Int
        let value: Value
    }

    /// How many rows name no request.
    private(set) var unnamed = 0
    private(set) var matched = 0
    /// How many of the matched requests have a charge on both sides.
    private(set) var compared = 0
    /// How many of the matched requests have a charge in the rows alone.
    private(set) var uncharged = 0
    /// In the order of the rows, as are the following.
    private(set) var different: [Found<RequestComparison.Pair>] = []
    private(set) var missingThere: [Found<RequestComparison.Single>] = []
    private(set) var ambiguous: [Found<RequestComparison.Ambiguity>] = []
    /// In the order of the notes.
    private(set) var missingHere: [Found<RequestComparison.Single>] = []

    /// How many rows or notes a chunk has, at most.
    private static let rowsOfChunk = 1 << 15
    /// How many rows and notes a partition should have: what they take fits into the cache of a core.
    private static let rowsOfPartition = 1 << 13
    /// With more partitions than these, a chunk would have hardly any rows in each.
    private static let mostPartitions = 1 << 12

    /// Joins rows with notes.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    /// - Complexity: O(*n*) on average in the number of rows and notes, and O(*d* log *d*) in the number of those that
    ///   differ.
    init(_ rows: some RequestSource, with notes: some RequestSource) throws(UsageError) {
        var partitions = 1
        while partitions * Self.rowsOfPartition < rows.count + notes.count, partitions < Self.mostPartitions {
            partitions *= 2
        }
        var (own, noted) = Self.chunks(rows, notes, partitions)
        var names: [Currency] = []
        for position in own.indices { own[position].numberCurrencies(in: &names) }
        for position in noted.indices { noted[position].numberCurrencies(in: &names) }
        unnamed = own.reduce(0) { $0 + $1.unnamed }

        let found = parallelMap(partitions) { [own, noted, names] partition in
            Result { () throws(UsageError) in
                var part = Self()
                try part.join(
                    RequestPartition(partition, of: own, names), rows,
                    with: RequestPartition(partition, of: noted, names), notes)
                return part
            }
        }
        for part in found { append(try part.get()) }
        different.sort { $0.position < $1.position }
        missingThere.sort { $0.position < $1.position }
        ambiguous.sort { $0.position < $1.position }
        missingHere.sort { $0.position < $1.position }
    }

    private init() {}

    /// Reads both sides, chunk by chunk.
    private static func chunks(
        _ rows: some RequestSource, _ notes: some RequestSource, _ partitions: Int
    ) -> (own: [RequestChunk], noted: [RequestChunk]) {
        // Starting threads takes longer than so few rows.
        if partitions == 1 {
            let own = RequestChunk(rows, 0..<rows.count, partitions: 1)
            return ([own], [RequestChunk(notes, 0..<notes.count, partitions: 1)])
        }
        let (own, noted) = (ranges(rows.count), ranges(notes.count))
        let chunks = parallelMap(own.count + noted.count) { index in
            index < own.count
                ? RequestChunk(rows, own[index], partitions: partitions)
                : RequestChunk(notes, noted[index - own.count], partitions: partitions)
        }
        return (Array(chunks.prefix(own.count)), Array(chunks.dropFirst(own.count)))
    }

    private static func ranges(_ count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: rowsOfChunk).map { $0..<min($0 + rowsOfChunk, count) }
    }

    /// Joins one partition of both sides.
    private mutating func join(
        _ own: RequestPartition, _ rows: some RequestSource, with noted: RequestPartition, _ notes: some RequestSource
    ) throws(UsageError) {
        var isKnown = [Bool](repeating: false, count: noted.entries.count)
        for first in own.entries.indices where own.counts[first] > 0 {
            let position = Int(own.entries[first].position)
            guard let other = noted.first(withIDOf: first, in: own) else {
                let single = RequestComparison.Single(
                    requestID: rows.id(position) ?? "", charges: try own.charges(first))
                missingThere.append(Found(position: position, value: single))
                continue
            }
            isKnown[other] = true
            if own.counts[first] > 1 || noted.counts[other] > 1 {
                let ambiguity = RequestComparison.Ambiguity(
                    requestID: rows.id(position) ?? "", ownCount: Int(own.counts[first]),
                    statedCount: Int(noted.counts[other]))
                ambiguous.append(Found(position: position, value: ambiguity))
            } else if try own.agrees(first, with: noted, other) {
                matched += 1
                if own.hasCharge(first) {
                    if noted.hasCharge(other) { compared += 1 } else { uncharged += 1 }
                }
            } else {
                let pair = RequestComparison.Pair(
                    requestID: rows.id(position) ?? "", own: try own.charges(first), stated: try noted.charges(other))
                different.append(Found(position: position, value: pair))
            }
        }
        for first in noted.entries.indices where noted.counts[first] > 0 && !isKnown[first] {
            let position = Int(noted.entries[first].position)
            let single = RequestComparison.Single(
                requestID: notes.id(position) ?? "", charges: try noted.charges(first))
            missingHere.append(Found(position: position, value: single))
        }
    }

    private mutating func append(_ other: Self) {
        matched += other.matched
        compared += other.compared
        uncharged += other.uncharged
        different += other.different
        missingThere += other.missingThere
        ambiguous += other.ambiguous
        missingHere += other.missingHere
    }
}
