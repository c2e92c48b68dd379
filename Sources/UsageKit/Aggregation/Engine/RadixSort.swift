/// A sort of integers by their digits, the lowest first: no comparison, and equal digits keep their order.
enum RadixSort {
    private static let digitBits = 11

    /// Sorts by some of the bits only.
    ///
    /// - Parameters:
    ///   - values: What is sorted.
    ///   - other: Room for as many values, which grows as needed: fresh memory costs more than the work done in it.
    ///   - bits: The bits that count.
    static func sort(_ values: inout [UInt64], _ other: inout [UInt64], bits: Range<Int>) {
        if values.count < 2 { return }
        if other.count < values.count {
            other.append(contentsOf: repeatElement(0, count: values.count - other.count))
        } else {
            other.removeLast(other.count - values.count)
        }
        var low = bits.lowerBound
        // Digits of one width share the work evenly.
        let passes = (bits.count + digitBits - 1) / digitBits
        for pass in 0..<passes {
            let width = (bits.upperBound - low) / (passes - pass)
            if deal(values, into: &other, shift: UInt64(low), width: UInt64(width)) { swap(&values, &other) }
            low += width
        }
    }

    /// Orders by one digit; false where all values have the same.
    private static func deal(
        _ values: [UInt64], into other: inout [UInt64], shift: UInt64, width: UInt64
    ) -> Bool {
        let mask: UInt64 = (1 << width) - 1
        var places = [Int](repeating: 0, count: 1 << Int(width))
        for value in values { places[Int(truncatingIfNeeded: value >> shift & mask)] &+= 1 }
        var total = 0
        for digit in places.indices {
            if places[digit] == values.count { return false }
            (places[digit], total) = (total, total + places[digit])
        }
        for value in values {
            let digit = Int(truncatingIfNeeded: value >> shift & mask)
            let place = places[digit]
            places[digit] = place &+ 1
            other[place] = value
        }
        return true
    }
}
