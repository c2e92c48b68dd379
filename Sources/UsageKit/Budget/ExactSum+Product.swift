extension ExactSum {
    /// The exact product of two numbers, which can have up to 76 digits.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if it has more than 128 decimal places or is
    ///   beyond the numbers that a `Decimal` can hold.
    init(product left: ExactDecimal, _ right: ExactDecimal) throws(UsageError) {
        self.init()
        let exponent = left.exponent + right.exponent
        guard left.mantissa != 0, right.mantissa != 0 else { return }
        guard (-128...127).contains(exponent) else {
            throw UsageError(.inexactNumber, "the product of \(left) and \(right) is beyond the range of exact numbers")
        }
        // Halves of 19 digits: the product of two of them fits in 38.
        let half = PowersOfTen.values[19]
        let (leftHigh, leftLow) = left.mantissa.quotientAndRemainder(dividingBy: half)
        let (rightHigh, rightLow) = right.mantissa.quotientAndRemainder(dividingBy: half)
        add(mantissa: leftLow * rightLow, exponent: exponent)
        add(mantissa: leftLow * rightHigh, exponent: exponent + 19)
        add(mantissa: leftHigh * rightLow, exponent: exponent + 19)
        add(mantissa: leftHigh * rightHigh, exponent: exponent + 38)
    }

    /// A number times a fraction, to more digits than ``rounded()`` keeps.
    ///
    /// It rounds like the exact quotient: if digits are cut off, a digit 1 after the last one marks the remainder.
    ///
    /// - Parameters:
    ///   - value: The number.
    ///   - numerator: At least 0 and below 2¹⁰⁰.
    ///   - denominator: Above 0 and below 2¹⁰⁰.
    init(_ value: ExactDecimal, times numerator: Int128, over denominator: Int128) {
        self.init()
        // A long division: each digit of the value brings its multiple of the numerator to the remainder.
        let digits = String(value.mantissa.magnitude).utf8.map { Int128($0 - UInt8(ascii: "0")) }
        let sign: Int128 = value.isNegative ? -1 : 1
        var exponent = value.exponent + digits.count
        var remainder: Int128 = 0
        // 70 more digits are enough for 38 significant ones, since the fraction is above 10⁻³¹.
        let last = max(value.exponent - 70, Self.lowestQuotientExponent)
        var next = digits.makeIterator()
        while exponent > last {
            exponent -= 1
            let digit = next.next() ?? 0
            let (quotient, rest) = (remainder * 10 + digit * numerator).quotientAndRemainder(dividingBy: denominator)
            add(mantissa: sign * quotient, exponent: exponent)
            remainder = rest
        }
        if remainder != 0 { add(mantissa: sign, exponent: exponent - 1) }
    }

    /// One digit above the least that a sum can have, and below the least of an ``ExactDecimal``.
    private static var lowestQuotientExponent: Int { -143 }
}
