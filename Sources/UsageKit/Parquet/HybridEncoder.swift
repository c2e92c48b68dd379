/// Writes integers of a few bits as runs of one value and as packed bits (the RLE/bit-packing hybrid of Parquet).
struct HybridEncoder {
    /// From this many equal values on, a run of one value is shorter than packed bits.
    private static let shortestRun = 8

    private let bitWidth: Int
    private(set) var bytes: [UInt8] = []

    init(bitWidth: Int) {
        self.bitWidth = bitWidth
    }

    /// The bits that the numbers below a count need; at least one, since not every reader knows values of no bits.
    static func bitWidth(below count: Int) -> Int { max(1, Int.bitWidth - (count - 1).leadingZeroBitCount) }

    /// Appends all values; each must fit in the bits.
    mutating func append<Value: FixedWidthInteger & UnsignedInteger>(_ values: ArraySlice<Value>) {
        // The first value that is in no run yet. What is packed is a multiple of eight values, except at the end.
        var start = values.startIndex
        var index = start
        while index < values.endIndex {
            var end = index + 1
            while end < values.endIndex, values[end] == values[index] { end += 1 }
            let missing = (8 - (index - start) % 8) % 8
            if end - index - missing >= Self.shortestRun {
                pack(values[start..<index + missing])
                appendRun(of: UInt64(values[index]), count: end - index - missing)
                start = end
            }
            index = end
        }
        pack(values[start..<values.endIndex])
    }

    /// Appends one value several times, with the same bytes as if all were given one by one.
    mutating func append(_ value: UInt8, count: Int) {
        if count >= Self.shortestRun {
            appendRun(of: UInt64(value), count: count)
        } else {
            append([UInt8](repeating: value, count: count)[...])
        }
    }

    /// Appends one value several times.
    private mutating func appendRun(of value: UInt64, count: Int) {
        guard count > 0 else { return }
        bytes.append(variableLength: UInt64(count) << 1)
        for index in 0..<(bitWidth + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    /// Appends values in groups of eight, the lowest bit first; the last group is filled up with zeros.
    private mutating func pack<Value: FixedWidthInteger & UnsignedInteger>(_ values: ArraySlice<Value>) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        bytes.append(variableLength: UInt64(groups) << 1 | 1)
        let end = bytes.count + groups * bitWidth
        bytes.reserveCapacity(end)
        var buffer: UInt64 = 0
        var filled = 0
        for value in values {
            // At most 7 bits are left over from before, and a value has at most 32.
            buffer |= UInt64(truncatingIfNeeded: value) &<< UInt64(filled)
            filled += bitWidth
            while filled >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: buffer))
                buffer &>>= 8
                filled -= 8
            }
        }
        if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer)) }
        while bytes.count < end { bytes.append(0) }
    }
}
