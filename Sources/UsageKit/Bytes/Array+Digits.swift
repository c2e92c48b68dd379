extension [UInt8] {
    /// Appends the decimal digits of a number.
    mutating func append(digitsOf number: UInt64) {
        let start = count
        var rest = number
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        // The last digit came first.
        var (low, high) = (start, count - 1)
        while low < high {
            swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// Appends the decimal digits of a number that may need more than 64 bits.
    mutating func append(digitsOf number: UInt128) {
        if let short = UInt64(exactly: number) { return append(digitsOf: short) }
        let (upper, lower) = number.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
        append(digitsOf: upper)
        append(digitsOf: UInt64(truncatingIfNeeded: lower), paddedTo: 18)
    }

    /// Appends the decimal digits of a number, with zeros before them if there are fewer than `width`.
    mutating func append(digitsOf number: UInt64, paddedTo width: Int) {
        let start = count
        append(digitsOf: number)
        let missing = width - (count - start)
        if missing > 0 { insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: start) }
    }

    /// Appends an integer in decimal digits, with a minus sign if it is negative.
    mutating func append(integer: Int) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: UInt64(integer.magnitude))
    }
}
