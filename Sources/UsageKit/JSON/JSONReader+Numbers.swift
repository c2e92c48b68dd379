extension JSONReader {
    /// Reads a number, or a string that holds a number, with every digit.
    mutating func decimal() throws(UsageError) -> ExactDecimal {
        skipWhitespace()
        if let number = shortNumber() {
            position = number.end
            return ExactDecimal(number.mantissa, isNegative: number.isNegative, places: number.places)
        }
        return try decimalOfAnyLength()
    }

    /// Reads a whole number, or a string that holds a whole number; `1.0` and `1e2` are whole.
    mutating func integer() throws(UsageError) -> Int {
        skipWhitespace()
        let start = position
        if let short = shortInteger(below: 1 << 63) {
            if let integer = Int(exactly: short) { return integer }
            position = start
        }
        let value = try decimalOfAnyLength()
        guard value.exponent == 0, let integer = Int(exactly: value.mantissa) else {
            throw error("expected a whole number that fits in 64 bits", .unexpectedShape, at: start)
        }
        return integer
    }

    /// Reads a whole number of zero or more, or a string that holds one.
    mutating func count() throws(UsageError) -> Int {
        skipWhitespace()
        let start = position
        // The usual case, without a call.
        if let short = shortInteger(below: 1 << 63), short >= 0, let count = Int(exactly: short) { return count }
        position = start
        return try countOfAnyLength()
    }

    @inline(never)
    private mutating func countOfAnyLength() throws(UsageError) -> Int {
        let start = position
        let count = try integer()
        guard count >= 0 else { throw error("expected a count of zero or more", .unexpectedShape, at: start) }
        return count
    }

    @inline(never)
    private mutating func decimalOfAnyLength() throws(UsageError) -> ExactDecimal {
        let start = position
        guard let literal = try numberLiteral() else { throw unexpected("a number", at: start) }
        guard case .value(let value) = literal.value else {
            throw error("expected a number of up to 38 significant digits", .inexactNumber, at: start)
        }
        return value
    }

    mutating func numberLiteral() throws(UsageError) -> NumberLiteral? {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "\"") {
            let token = try stringToken()
            if token.hasEscapes { return NumberLiteral(Array(try text(of: token).utf8).span) }
            return bytes.withSpan(token.range) { NumberLiteral($0) }
        }
        guard let literal = bytes.withSpan(position..<bytes.count, { NumberLiteral(prefixOf: $0) }) else { return nil }
        position += literal.length
        return literal
    }
}

// MARK: - Milliseconds

extension JSONReader {
    /// Reads an instant given as milliseconds since 1970.
    mutating func milliseconds() throws(UsageError) -> Timestamp {
        skipWhitespace()
        let start = position
        if let milliseconds = shortInteger(below: 1 << 49) { return Timestamp(milliseconds: milliseconds) }
        let value = try decimalOfAnyLength()
        guard let nanoseconds = value.multiplied(byPowerOfTen: 6)?.floored else {
            throw error("the instant is out of range", .invalidTimestamp, at: start)
        }
        let (whole, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
        guard let seconds = Int64(exactly: whole), seconds.magnitude < 1 << 40 else {
            throw error("the instant is out of range", .invalidTimestamp, at: start)
        }
        return Timestamp(seconds: seconds, nanoseconds: Int64(rest))
    }

    /// Reads an instant given as seconds since 1970, which may have a fraction.
    mutating func secondsSince1970() throws(UsageError) -> Timestamp {
        skipWhitespace()
        let start = position
        guard let nanoseconds = try decimalOfAnyLength().multiplied(byPowerOfTen: 9)?.floored,
            let seconds = Int64(exactly: nanoseconds.flooredDivision(by: 1_000_000_000).quotient),
            seconds.magnitude < 1 << 40
        else { throw error("the instant is out of range", .invalidTimestamp, at: start) }
        return Timestamp(
            seconds: seconds, nanoseconds: Int64(nanoseconds.flooredDivision(by: 1_000_000_000).remainder))
    }

    /// Reads a duration of zero or more that is given in seconds, to the nanosecond.
    mutating func durationInSeconds() throws(UsageError) -> Duration {
        skipWhitespace()
        let start = position
        guard
            let nanoseconds = try decimalOfAnyLength().multiplied(byPowerOfTen: 9)?.floored.flatMap({
                Int64(exactly: $0)
            }), nanoseconds >= 0
        else { throw error("expected a duration from zero to 292 years", .unexpectedShape, at: start) }
        return .nanoseconds(nanoseconds)
    }

    /// Reads an instant given as milliseconds since 1970, of a year that a ledger can have.
    mutating func epochInstant() throws(UsageError) -> Timestamp {
        skipWhitespace()
        let start = position
        let instant = try milliseconds()
        guard RecordTime.years.contains(instant.seconds) else { throw impossibleYear(at: start) }
        // No ledger is as old as this; the number of seconds of the present would be.
        guard instant.seconds >= RecordTime.firstEpochSecond else {
            throw error("expected milliseconds since 1970, found what seem to be seconds", .invalidTimestamp, at: start)
        }
        return instant
    }

    /// Reads a duration of zero or more that is given in milliseconds, to the nanosecond.
    mutating func durationInMilliseconds() throws(UsageError) -> Duration {
        skipWhitespace()
        let start = position
        if let milliseconds = shortInteger(below: 1 << 40), milliseconds >= 0 { return .milliseconds(milliseconds) }
        position = start
        guard
            let nanoseconds = try decimalOfAnyLength().multiplied(byPowerOfTen: 6)?.floored.flatMap({
                Int64(exactly: $0)
            }), nanoseconds >= 0
        else {
            throw error("expected a duration from zero to 292 years", .unexpectedShape, at: start)
        }
        return .nanoseconds(nanoseconds)
    }
}

// MARK: - Short numbers

extension JSONReader {
    /// Skips a number; false if no number comes next.
    @inline(__always)
    mutating func skipNumber() -> Bool {
        if let number = shortNumber() {
            position = number.end
            return true
        }
        guard let literal = bytes.withSpan(position..<bytes.count, { NumberLiteral(prefixOf: $0) }) else {
            return false
        }
        position += literal.length
        return true
    }

    /// A number of at most 19 digits without exponent, like nearly every number of a ledger.
    private struct ShortNumber {
        var mantissa: UInt64
        var isNegative: Bool
        var places: Int
        var end: Int
    }

    /// The next number, or nil if it is not short or something else comes next.
    @inline(__always)
    private func shortNumber() -> ShortNumber? {
        let isNegative = bytes[position] == UInt8(ascii: "-")
        let start = isNegative ? position &+ 1 : position
        var (mantissa, count) = bytes.digits(at: start)
        guard count > 0, count <= 19, count == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        var end = start &+ count
        var places = 0
        if bytes[end] == UInt8(ascii: ".") {
            let fraction = bytes.digits(at: end &+ 1)
            places = fraction.count
            guard places > 0, count &+ places <= 19 else { return nil }
            mantissa = mantissa &* UInt64.powersOfTen[places] &+ fraction.value
            end = end &+ 1 &+ places
        }
        guard bytes[end] | 0x20 != UInt8(ascii: "e") else { return nil }
        return ShortNumber(mantissa: mantissa, isNegative: isNegative, places: places, end: end)
    }

    /// Reads the next whole number, or returns nil if it is not short or too large, or something else comes next.
    @inline(__always)
    private mutating func shortInteger(below limit: UInt64) -> Int64? {
        guard let number = shortNumber(), number.places == 0, number.mantissa < limit else { return nil }
        position = number.end
        let magnitude = Int64(truncatingIfNeeded: number.mantissa)
        return number.isNegative ? 0 &- magnitude : magnitude
    }
}

extension BorrowedBytes {
    /// The number that the digits from an index on spell, and their count; of more than 19 digits only the count is
    /// right.
    @inline(__always)
    fileprivate func digits(at index: Int) -> (value: UInt64, count: Int) {
        let word = word(at: index)
        let count = word.leadingDigits
        let value = word.number(ofLeadingDigits: count)
        return count < 8 ? (value, count) : moreDigits(than: value, at: index)
    }

    @inline(never)
    private func moreDigits(than eight: UInt64, at index: Int) -> (value: UInt64, count: Int) {
        var (value, count) = (eight, 8)
        while count < 24 {
            let word = word(at: index &+ count)
            let more = word.leadingDigits
            value = value &* UInt64.powersOfTen[more] &+ word.number(ofLeadingDigits: more)
            count &+= more
            if more < 8 { break }
        }
        return (value, count)
    }
}

extension UInt64 {
    fileprivate static let powersOfTen: [UInt64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ]

    /// How many ASCII digits the eight bytes begin with, the lowest byte first.
    @inline(__always)
    fileprivate var leadingDigits: Int {
        let digits = self ^ 0x3030_3030_3030_3030
        let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount &>> 3
    }

    /// The number that the first `count` digits spell, the lowest byte first; digits are joined in pairs, then fours,
    /// then eights.
    @inline(__always)
    fileprivate func number(ofLeadingDigits count: Int) -> UInt64 {
        let digits = (self ^ 0x3030_3030_3030_3030) << UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        let pairs = digits &* 10 &+ digits &>> 8
        let mask: UInt64 = 0x0000_00FF_0000_00FF
        let even = (pairs & mask) &* 0x000F_4240_0000_0064
        let odd = (pairs &>> 16 & mask) &* 0x0000_2710_0000_0001
        return (even &+ odd) &>> 32
    }
}
