/// Finds the rows that have one of some ids, without an index of all rows.
///
/// An index of millions of ids takes longer to make than the commit of a few rows that come. Here the packed ids of a chunk
/// are not made into texts: the first bits of each are looked for in a small set of bits.
struct IDSearch: Sendable {
    private let ids: Set<ByteString>
    /// The bits of the ids for the chunks that were searched last; ids of most chunks are packed in the same way.
    private var filter: Filter?

    init(_ ids: Set<ByteString>) {
        self.ids = ids
    }

    func contains(_ text: String?) -> Bool { text.map { ids.contains(ByteString($0)) } ?? false }

    /// Makes the bits for a chunk and those that are packed as it is.
    mutating func prepare(for chunk: IDChunk) {
        guard case .alike(let pattern, _, _) = chunk, pattern.width > 0, !pattern.places.isEmpty else { return }
        if !(filter?.isOf(pattern) ?? false) { filter = Filter(ids, pattern) }
    }

    /// The rows of a chunk that have one of the ids, in ascending order.
    mutating func rows(of chunk: IDChunk) -> [Int] {
        switch chunk {
        case .missing: return []
        case .alike(let pattern, let bits, let count):
            guard pattern.width > 0, !pattern.places.isEmpty else { return (0..<count).filter { contains(chunk[$0]) } }
            prepare(for: chunk)
            return filter?.candidates(pattern, bits, count).filter { contains(chunk[$0]) } ?? []
        case .plain(_, let starts, _): return (0..<starts.count - 1).filter { contains(chunk[$0]) }
        case .parts(let parts, let starts, _):
            return zip(parts, starts).flatMap { part, start in rows(of: part).map { start + $0 } }
        }
    }

    /// For each key of an id, a bit by the hash of the key; a key is made of the first bits of a packed id.
    private struct Filter {
        private let length: Int
        private let places: ArraySlice<Int>
        private let alphabet: [UInt8]
        private var bits: [UInt64]
        /// How far the hash of a key is shifted to become the number of its bit.
        private let shift: UInt64

        /// Fewer than one key in these that is not of an id has a bit; texts are made of those that have one.
        private static let bitsForEachID = 1 << 10
        private static let bitCounts = (least: 1 << 12, most: 1 << 22)

        init(_ ids: Set<ByteString>, _ pattern: IDPattern) {
            let wanted = min(max(ids.count * Self.bitsForEachID, Self.bitCounts.least), Self.bitCounts.most)
            let exponent = UInt64(Int.bitWidth - (wanted - 1).leadingZeroBitCount)
            shift = 64 - exponent
            bits = [UInt64](repeating: 0, count: 1 << (exponent - 6))
            length = pattern.bytes.count
            places = pattern.keyPlaces
            alphabet = pattern.alphabet
            for id in ids {
                let text = Array(id.text.utf8)
                guard text.count == length else { continue }
                var key: UInt64 = 0
                var isPossible = true
                for (index, place) in places.enumerated() {
                    guard let code = alphabet.firstIndex(of: text[place]) else {
                        isPossible = false
                        break
                    }
                    key |= UInt64(code) << UInt64(index * pattern.width)
                }
                guard isPossible else { continue }
                let (word, mask) = bit(of: key)
                bits[word] |= mask
            }
        }

        func isOf(_ pattern: IDPattern) -> Bool {
            length == pattern.bytes.count && places == pattern.keyPlaces && alphabet == pattern.alphabet
        }

        /// The rows that may have one of the ids.
        func candidates(_ pattern: IDPattern, _ packed: [UInt64], _ count: Int) -> [Int] {
            let rowBits = pattern.places.count * pattern.width
            let keyBits = places.count * pattern.width
            let keyMask = UInt64.max >> UInt64(64 - keyBits)
            var rows: [Int] = []
            var position = 0
            for row in 0..<count {
                let (word, shift) = (position &>> 6, UInt64(position & 63))
                position &+= rowBits
                var key = packed[word] &>> shift
                if Int(shift) &+ keyBits > 64 { key |= packed[word &+ 1] &<< (64 &- shift) }
                let (index, mask) = bit(of: key & keyMask)
                if bits[index] & mask != 0 { rows.append(row) }
            }
            return rows
        }

        private func bit(of key: UInt64) -> (word: Int, mask: UInt64) {
            let hash = (key &* 0x9E37_79B9_7F4A_7C15) &>> shift
            return (Int(truncatingIfNeeded: hash &>> 6), 1 &<< (hash & 63))
        }
    }
}

extension IDPattern {
    /// The first places that differ, whose bits fit a word.
    fileprivate var keyPlaces: ArraySlice<Int> { places.prefix(64 / max(width, 1)) }
}
