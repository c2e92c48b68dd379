/// How many values each bin has, in as few bytes as the counts need.
///
/// A count is spread over planes: its lowest byte is in the first one, the next byte in the second, and so on. A plane
/// covers the bins from the first to the last whose count reaches it. So a rare value far from the others costs one byte
/// for each bin in between, and only bins with most of the values need three or four bytes. The bytes follow from the
/// counts alone, so equal counts are stored equally, whatever the order in which values were added.
struct BinCounts: Hashable, Sendable {
    // Members are in the order of their alignment, here and in all that a group holds, so that there is no padding.

    /// The first bin of each plane.
    private var firsts = SIMD8<Int16>()
    /// How many bins each plane covers.
    private var lengths = SIMD8<Int16>()
    /// The bytes of one plane after those of another.
    private var bytes: [UInt8] = []

    init() {}

    /// Creates the counts of some bins, which must be in ascending order.
    init(_ counts: [(bin: Int, count: Int)]) {
        // Each plane covers all of its bins at once, so that the bytes move once and not once for each bin.
        var start = 0
        for plane in 0..<8 {
            let reaching = counts.filter { $0.count >> (8 * plane) > 0 }
            guard let first = reaching.first, let last = reaching.last else { break }
            cover(first.bin..<last.bin + 1, plane, at: start)
            start += Int(lengths[plane])
        }
        for (bin, count) in counts { add(count, to: bin) }
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// The bytes on the heap.
    var approximateBytes: Int { bytes.approximateBytes }

    /// Adds a value to a bin below 2¹⁵.
    @inline(__always)
    mutating func add(_ bin: Int) {
        let index = bin &- Int(firsts[0])
        guard index >= 0, index < Int(lengths[0]) else { return add(1, to: bin) }
        bytes[index] &+= 1
        if bytes[index] == 0 { add(1, to: bin, from: 1, at: Int(lengths[0])) }
    }

    /// Adds values to a bin below 2¹⁵; its count must stay below 2⁶³.
    mutating func add(_ count: Int, to bin: Int) {
        add(UInt64(count), to: bin, from: 0, at: 0)
    }

    mutating func merge(_ other: BinCounts) {
        if isEmpty {
            self = other
            return
        }
        var start = 0
        for plane in 0..<8 where other.lengths[plane] > 0 {
            cover(other.range(of: plane), plane, at: start)
            start += Int(lengths[plane])
        }
        other.forEach { bin, count in add(count, to: bin) }
    }

    /// Visits the bins that have values, in ascending order.
    func forEach(_ body: (_ bin: Int, _ count: Int) -> Void) {
        _ = first { bin, count in
            body(bin, count)
            return false
        }
    }

    /// The first bin with values that satisfies a predicate.
    func first(where predicate: (_ bin: Int, _ count: Int) -> Bool) -> Int? {
        range(of: 0).first { bin in
            let count = count(of: bin)
            return count > 0 && predicate(bin, count)
        }
    }

    private func count(of bin: Int) -> Int {
        var count = 0
        var start = 0
        var plane = 0
        while plane < 8, lengths[plane] > 0 {
            let index = bin - Int(firsts[plane])
            if index >= 0, index < Int(lengths[plane]) { count |= Int(bytes[start + index]) << (8 * plane) }
            start += Int(lengths[plane])
            plane += 1
        }
        return count
    }

    private func range(of plane: Int) -> Range<Int> {
        Int(firsts[plane])..<Int(firsts[plane]) + Int(lengths[plane])
    }

    /// Adds to the bytes of a plane and of those above it; the plane's bytes begin at `start`.
    private mutating func add(_ count: UInt64, to bin: Int, from plane: Int, at start: Int) {
        var (rest, plane, start) = (count, plane, start)
        while rest > 0 {
            cover(bin..<bin + 1, plane, at: start)
            let index = start + bin - Int(firsts[plane])
            let sum = UInt64(bytes[index]) + rest & 0xFF
            bytes[index] = UInt8(truncatingIfNeeded: sum)
            rest = rest >> 8 + sum >> 8
            start += Int(lengths[plane])
            plane += 1
        }
    }

    /// Widens a plane so that it covers the bins.
    private mutating func cover(_ bins: Range<Int>, _ plane: Int, at start: Int) {
        let old = lengths[plane] > 0 ? range(of: plane) : bins.lowerBound..<bins.lowerBound
        let new = Swift.min(old.lowerBound, bins.lowerBound)..<Swift.max(old.upperBound, bins.upperBound)
        if old == new { return }
        // An array that grows by itself reserves up to twice the capacity that it needs.
        var grown: [UInt8] = []
        grown.reserveCapacity(bytes.count + new.count - old.count)
        grown += bytes[..<start]
        grown += repeatElement(0, count: old.lowerBound - new.lowerBound)
        grown += bytes[start..<start + old.count]
        grown += repeatElement(0, count: new.upperBound - old.upperBound)
        grown += bytes[(start + old.count)...]
        bytes = grown
        firsts[plane] = Int16(new.lowerBound)
        lengths[plane] = Int16(new.count)
    }
}

extension Array {
    /// The bytes on the heap: those of the elements and of the array's header.
    var approximateBytes: Int {
        capacity == 0 ? 0 : 32 + capacity * MemoryLayout<Element>.stride
    }
}
