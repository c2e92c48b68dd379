/// The exact sum of decimal numbers, independent of their order, count and exponents.
///
/// The sum is an `Int128` at the smallest exponent seen. If that overflows, it moves into limbs of 18 decimal
/// places that cover every exponent an ``ExactDecimal`` can have. The totals of the limbs are integers, so they do not
/// depend on the order either. Only the final value must fit in 38 digits.
struct ExactSum {
    private var mantissa: Int128 = 0
    private var exponent = 0
    /// Empty until the fast sum overflows.
    private var limbs: [Int128] = []

    private static let limbDigits = 18
    private static let limbBase = PowersOfTen.values[limbDigits]
    /// The exponent of the lowest limb; at most the least exponent of an ``ExactDecimal``.
    private static let lowestExponent = -144
    /// Enough for 10^(127 + 38) and for the carries of at least 10¹⁸ summands.
    private static let limbCount = 24

    init() {}

    init(_ value: ExactDecimal) {
        (mantissa, exponent) = (value.mantissa, value.exponent)
    }

    mutating func add(_ value: ExactDecimal) {
        add(mantissa: value.mantissa, exponent: value.exponent)
    }

    /// Adds a number whose exponent is one that an ``ExactDecimal`` can have.
    mutating func add(mantissa added: Int128, exponent addedExponent: Int) {
        if added == 0 { return }
        if mantissa == 0 {
            (mantissa, exponent) = (added, addedExponent)
            return
        }
        let common = Swift.min(exponent, addedExponent)
        if let left = mantissa.scaled(by: exponent - common), let right = added.scaled(by: addedExponent - common) {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow {
                (mantissa, exponent) = (sum, common)
                return
            }
        }
        moveIntoLimbs()
        (mantissa, exponent) = (added, addedExponent)
    }

    mutating func add(_ other: ExactSum) {
        if !other.limbs.isEmpty {
            if limbs.isEmpty { limbs = Array(repeating: 0, count: Self.limbCount) }
            for index in limbs.indices { limbs[index] += other.limbs[index] }
        }
        add(mantissa: other.mantissa, exponent: other.exponent)
    }

    /// The sum.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if it needs more than 38 digits.
    func value() throws(UsageError) -> ExactDecimal {
        var copy = self
        if !limbs.isEmpty { try copy.collapseLimbs() }
        if let value = Self.canonical(copy.mantissa, copy.exponent) { return value }
        throw Self.tooWide
    }

    private static var tooWide: UsageError {
        UsageError(.inexactNumber, "the exact sum needs more than 38 significant digits")
    }

    /// Strips trailing zeros first: an `Int128` above 10³⁸ that ends in zeros may still have at most 38 digits.
    private static func canonical(_ mantissa: Int128, _ exponent: Int) -> ExactDecimal? {
        var mantissa = mantissa
        var exponent = exponent
        while mantissa != 0, mantissa % 10 == 0 {
            mantissa /= 10
            exponent += 1
        }
        return ExactDecimal(mantissa: mantissa, exponent: exponent)
    }

    /// Moves the fast sum into the limbs.
    private mutating func moveIntoLimbs() {
        if limbs.isEmpty { limbs = Array(repeating: 0, count: Self.limbCount) }
        let (index, shift) = (exponent - Self.lowestExponent).quotientAndRemainder(dividingBy: Self.limbDigits)
        // The lowest limb receives the digits that stay below the next limb after the shift.
        let (upper, lower) = mantissa.quotientAndRemainder(dividingBy: PowersOfTen.values[Self.limbDigits - shift])
        let (top, middle) = upper.quotientAndRemainder(dividingBy: Self.limbBase)
        limbs[index] += lower * PowersOfTen.values[shift]
        limbs[index + 1] += middle
        limbs[index + 2] += top
        mantissa = 0
        exponent = 0
    }

    /// Adds limbs and fast sum up into the fast sum.
    private mutating func collapseLimbs() throws(UsageError) {
        let isNegative = normalizeLimbs()
        guard let low = limbs.firstIndex(where: { $0 != 0 }), let high = limbs.lastIndex(where: { $0 != 0 }) else {
            return
        }
        // Trailing zeros of the lowest limb are not significant.
        var zeros = 0
        while limbs[low] % PowersOfTen.values[zeros + 1] == 0 { zeros += 1 }
        var sum = limbs[high] / (low == high ? PowersOfTen.values[zeros] : 1)
        for index in (low..<high).reversed() {
            let digits = Self.limbDigits - (index == low ? zeros : 0)
            guard let scaled = sum.scaled(by: digits) else { throw Self.tooWide }
            let limb = index == low ? limbs[index] / PowersOfTen.values[zeros] : limbs[index]
            let (next, overflow) = scaled.addingReportingOverflow(limb)
            guard !overflow else { throw Self.tooWide }
            sum = next
        }
        mantissa = isNegative ? -sum : sum
        exponent = Self.lowestExponent + low * Self.limbDigits + zeros
    }

    /// Moves the fast sum into the limbs and brings each of them between 0 and its base.
    ///
    /// - Returns: Whether the sum is negative; the limbs are those of its magnitude.
    private mutating func normalizeLimbs() -> Bool {
        if mantissa != 0 || limbs.isEmpty { moveIntoLimbs() }
        var carry: Int128 = 0
        for index in limbs.indices {
            var (quotient, remainder) = (limbs[index] + carry).quotientAndRemainder(dividingBy: Self.limbBase)
            if remainder < 0 {
                quotient -= 1
                remainder += Self.limbBase
            }
            limbs[index] = remainder
            carry = quotient
        }
        // The carry out of the top limb is 0, or -1 for a negative sum, whose limbs then hold its complement.
        if carry < 0 { complement() }
        return carry < 0
    }

    private mutating func complement() {
        var borrow: Int128 = 0
        for index in limbs.indices {
            let value = -limbs[index] - borrow
            borrow = value < 0 ? 1 : 0
            limbs[index] = value < 0 ? value + Self.limbBase : value
        }
    }
}

extension ExactSum: CustomStringConvertible {
    /// All digits, without exponent, even if there are more than 38.
    var description: String {
        if let value = try? value() { return value.description }
        var copy = self
        let isNegative = copy.normalizeLimbs()
        let digits = copy.limbs.reversed().map { limb in
            let text = String(limb)
            return String(repeating: "0", count: Self.limbDigits - text.utf8.count) + text
        }.joined()
        let integer = digits.dropLast(-Self.lowestExponent).drop { $0 == "0" }
        var fraction = digits.suffix(-Self.lowestExponent)
        while fraction.last == "0" { fraction.removeLast() }
        return (isNegative ? "-" : "") + (integer.isEmpty ? "0" : integer) + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
