/// The passes of a least-significant-digit radix sort of integers: stable, and without comparisons.
enum RadixSort {
    /// A range of bits of an integer.
    struct Digit<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
        let shift: Value
        let mask: Value

        init(_ bits: Range<Int>) {
            shift = Value(bits.lowerBound)
            mask = bits.isEmpty ? 0 : Value.max >> Value(Value.bitWidth - bits.count)
        }

        /// The number of values that the digit can have.
        var count: Int { Int(mask) + 1 }

        @inline(__always)
        func callAsFunction(_ value: Value) -> Int {
            Int(truncatingIfNeeded: value &>> shift & mask)
        }

        /// The bits above the digit.
        @inline(__always)
        func prefix(_ value: Value) -> Value {
            (value >> shift) >> Value(mask.nonzeroBitCount)
        }

        /// Splits bits into digits of about the same width, so that no pass is slower than needed.
        static func split(_ bits: Range<Int>) -> [Self] {
            var low = bits.lowerBound
            let passes = (bits.count + maximumWidth - 1) / maximumWidth
            return (0..<passes).map { pass in
                let width = (bits.upperBound - low) / (passes - pass)
                defer { low += width }
                return Self(low..<low + width)
            }
        }
    }

    private static let maximumWidth = 11

    /// Counts the values of a digit in the first `count` elements of an array.
    static func count<Value>(_ values: [Value], _ count: Int, by digit: Digit<Value>) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: digit.count)
        self.count(values.span, count, digit, &counts)
        return counts
    }

    private static func count<Value>(
        _ values: Span<Value>, _ count: Int, _ digit: Digit<Value>, _ counts: inout [UInt32]
    ) {
        var counts = counts.mutableSpan
        for index in 0..<count { counts[digit(values[index])] &+= 1 }
    }

    /// Copies elements to another array, in the order of a digit.
    ///
    /// - Parameters:
    ///   - values: The elements; as many of the first ones are copied as the counts add up to.
    ///   - other: The array to copy to.
    ///   - digit: The digit.
    ///   - counts: The counts of the values of the digit.
    ///   - next: A digit to count during the pass, if any.
    /// - Returns: The counts of the values of the next digit; empty without one.
    static func scatter<Value>(
        _ values: [Value], into other: inout [Value], by digit: Digit<Value>, _ counts: [UInt32],
        counting next: Digit<Value>?
    ) -> [UInt32] {
        var starts = counts
        let total = exclusivePrefixSums(&starts)
        precondition(total <= values.count && total <= other.count)
        guard let next else {
            scatter(values.span, total, &other, digit, &starts)
            return []
        }
        var nextCounts = [UInt32](repeating: 0, count: next.count)
        scatter(values.span, total, &other, digit, &starts, next, &nextCounts)
        return nextCounts
    }

    // These loops use spans, because an array checks at each write whether its storage is shared.

    private static func scatter<Value>(
        _ values: Span<Value>, _ count: Int, _ other: inout [Value], _ digit: Digit<Value>, _ starts: inout [UInt32]
    ) {
        var other = other.mutableSpan
        var starts = starts.mutableSpan
        for position in 0..<count {
            let value = values[position]
            let index = starts[digit(value)]
            starts[digit(value)] = index &+ 1
            other[Int(index)] = value
        }
    }

    private static func scatter<Value>(
        _ values: Span<Value>, _ count: Int, _ other: inout [Value], _ digit: Digit<Value>, _ starts: inout [UInt32],
        _ next: Digit<Value>, _ nextCounts: inout [UInt32]
    ) {
        var other = other.mutableSpan
        var starts = starts.mutableSpan
        var nextCounts = nextCounts.mutableSpan
        for position in 0..<count {
            let value = values[position]
            let index = starts[digit(value)]
            starts[digit(value)] = index &+ 1
            other[Int(index)] = value
            nextCounts[next(value)] &+= 1
        }
    }

    /// Replaces each count by the sum of the counts before it, and returns the sum of all.
    private static func exclusivePrefixSums(_ counts: inout [UInt32]) -> Int {
        var total: UInt32 = 0
        for digit in counts.indices { (counts[digit], total) = (total, total + counts[digit]) }
        return Int(total)
    }
}
