/// A sort of integers by their digits, the lowest first: no comparison, and equal digits keep their order.
enum RadixSort {
    /// Some bits of an integer.
    struct Digit<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
        let shift: Value
        let mask: Value

        init(_ bits: Range<Int>) {
            shift = Value(bits.lowerBound)
            mask = bits.isEmpty ? 0 : Value.max >> Value(Value.bitWidth - bits.count)
        }

        /// How many values it can have.
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

        /// Cuts bits into digits of one width, so that they share the work evenly.
        static func cut(_ bits: Range<Int>) -> [Self] {
            var low = bits.lowerBound
            let passes = (bits.count + widest - 1) / widest
            return (0..<passes).map { pass in
                let width = (bits.upperBound - low) / (passes - pass)
                defer { low += width }
                return Self(low..<low + width)
            }
        }
    }

    private static let widest = 11

    /// How often each value of a digit occurs in the first values of an array.
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

    /// Moves the first values of an array to another one, ordered by a digit, and counts the next digit on the way.
    ///
    /// How often each value of the digit occurs must be known; so it is told for the next one.
    static func deal<Value>(
        _ values: [Value], into other: inout [Value], by digit: Digit<Value>, _ counts: [UInt32],
        counting next: Digit<Value>?
    ) -> [UInt32] {
        var places = counts
        let total = starts(&places)
        precondition(total <= values.count && total <= other.count)
        guard let next else {
            deal(values.span, total, &other, digit, &places)
            return []
        }
        var nextCounts = [UInt32](repeating: 0, count: next.count)
        deal(values.span, total, &other, digit, &places, next, &nextCounts)
        return nextCounts
    }

    // Spans in these loops save the question whether an array is shared, at each element.

    private static func deal<Value>(
        _ values: Span<Value>, _ count: Int, _ other: inout [Value], _ digit: Digit<Value>, _ places: inout [UInt32]
    ) {
        var other = other.mutableSpan
        var places = places.mutableSpan
        for index in 0..<count {
            let value = values[index]
            let place = places[digit(value)]
            places[digit(value)] = place &+ 1
            other[Int(place)] = value
        }
    }

    private static func deal<Value>(
        _ values: Span<Value>, _ count: Int, _ other: inout [Value], _ digit: Digit<Value>, _ places: inout [UInt32],
        _ next: Digit<Value>, _ nextCounts: inout [UInt32]
    ) {
        var other = other.mutableSpan
        var places = places.mutableSpan
        var nextCounts = nextCounts.mutableSpan
        for index in 0..<count {
            let value = values[index]
            let place = places[digit(value)]
            places[digit(value)] = place &+ 1
            other[Int(place)] = value
            nextCounts[next(value)] &+= 1
        }
    }

    /// Turns counts into the places where each one begins; gives their sum.
    private static func starts(_ counts: inout [UInt32]) -> Int {
        var total: UInt32 = 0
        for digit in counts.indices { (counts[digit], total) = (total, total + counts[digit]) }
        return Int(total)
    }
}
