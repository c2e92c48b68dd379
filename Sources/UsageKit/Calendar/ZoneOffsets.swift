internal import Foundation

/// A time zone's offset from UTC as a function of time, read from Foundation a few weeks at a time.
struct ZoneOffsets {
    /// A change of the clock.
    struct Transition {
        /// The first second, since 1970, of the new offset.
        let second: Int64
        /// The seconds by which local time is ahead of UTC from then on.
        let offset: Int64
    }

    private struct Chunk {
        let offset: Int64
        let transitions: [Transition]
    }

    /// Nil for UTC.
    private let zone: TimeZone?
    private var chunks: [Int64: Chunk] = [:]

    /// About 48 days.
    private static let chunkBits: Int64 = 22
    /// Two changes of one clock have never been less than a day apart.
    private static let probeInterval: Int64 = 86_400
    private static let namesOfUTC: Set<String> = ["GMT", "UTC", "Etc/UTC", "Etc/GMT", "Z"]

    init(_ zone: TimeZone) {
        self.zone = Self.namesOfUTC.contains(zone.identifier) ? nil : zone
    }

    mutating func offset(at second: Int64) -> Int64 {
        guard let zone else { return 0 }
        let chunk = chunk(second >> Self.chunkBits, zone)
        return chunk.transitions.last { $0.second <= second }?.offset ?? chunk.offset
    }

    /// The changes after one second through another, in time order.
    mutating func transitions(after lower: Int64, through upper: Int64) -> [Transition] {
        guard let zone, lower < upper else { return [] }
        var found: [Transition] = []
        for index in (lower >> Self.chunkBits)...(upper >> Self.chunkBits) {
            for transition in chunk(index, zone).transitions where lower < transition.second {
                if transition.second <= upper { found.append(transition) }
            }
        }
        return found
    }

    private mutating func chunk(_ index: Int64, _ zone: TimeZone) -> Chunk {
        if let known = chunks[index] { return known }
        let start = index << Self.chunkBits
        let end = start + (1 << Self.chunkBits)
        var cursor = start - 1
        var offset = Self.lookUpOffset(zone, cursor)
        let first = offset
        var transitions: [Transition] = []
        while cursor < end - 1 {
            let next = Swift.min(cursor + Self.probeInterval, end - 1)
            let nextOffset = Self.lookUpOffset(zone, next)
            while offset != nextOffset {
                // The offset at `low` is the old one, the offset at `high` is not.
                var (low, high) = (cursor, next)
                while high - low > 1 {
                    let middle = low + (high - low) / 2
                    if Self.lookUpOffset(zone, middle) == offset { low = middle } else { high = middle }
                }
                offset = Self.lookUpOffset(zone, high)
                transitions.append(Transition(second: high, offset: offset))
                cursor = high
            }
            cursor = next
        }
        let chunk = Chunk(offset: first, transitions: transitions)
        chunks[index] = chunk
        return chunk
    }

    private static func lookUpOffset(_ zone: TimeZone, _ second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
}
