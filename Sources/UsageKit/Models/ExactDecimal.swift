package import Foundation

/// A decimal number as an integer mantissa and a power of ten: what ``Money`` and ``Quantity`` hold.
///
/// Callers see `Decimal`. Its arithmetic is some 300 times slower than that of `Int128`, so it is used only at the
/// edge. Canonical form: the exponent is 0 for an integer below 10³⁸, otherwise the mantissa does not end in 0. Equal
/// values are therefore equal member by member.
package struct ExactDecimal: Hashable, Sendable {
    /// At most 38 digits.
    package private(set) var mantissa: Int128
    package private(set) var exponent: Int

    package static let zero = Self(canonical: 0, exponent: 0)
    /// The exponents that `Decimal` can hold as well.
    private static let exponents = -128...127
    package static let largestMantissa: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

    private init(canonical mantissa: Int128, exponent: Int) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    package init(_ integer: Int) {
        self.init(canonical: Int128(integer), exponent: 0)
    }

    /// Creates a number with `places` decimal places.
    @inline(__always)
    init(_ digits: UInt64, isNegative: Bool, places: Int) {
        var digits = digits
        var places = digits == 0 ? 0 : places
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places &-= 1
        }
        let mantissa = Int128(digits)
        self.init(canonical: isNegative ? 0 &- mantissa : mantissa, exponent: 0 &- places)
    }

    /// Returns nil if the value needs more than 38 digits or an exponent that `Decimal` does not have.
    package init?(mantissa: Int128, exponent: Int) {
        // No number of digits brings an exponent beyond this back to one that `Decimal` has.
        guard exponent.magnitude < 1000 || mantissa == 0 else { return nil }
        if exponent <= 0, Self.exponents.contains(exponent), let digits = UInt64(exactly: mantissa.magnitude) {
            self.init(digits, isNegative: mantissa < 0, places: -exponent)
            return
        }
        var mantissa = mantissa
        var exponent = exponent
        if mantissa == 0 {
            exponent = 0
        } else {
            while exponent < 0 || mantissa.magnitude > Self.largestMantissa.magnitude, mantissa % 10 == 0 {
                mantissa /= 10
                exponent += 1
            }
        }
        while exponent > 0, let scaled = mantissa.scaled(by: 1), scaled.magnitude <= Self.largestMantissa.magnitude {
            mantissa = scaled
            exponent -= 1
        }
        if exponent > 0 {
            while mantissa % 10 == 0 {
                mantissa /= 10
                exponent += 1
            }
        }
        guard mantissa.magnitude <= Self.largestMantissa.magnitude, Self.exponents.contains(exponent) else {
            return nil
        }
        self.init(canonical: mantissa, exponent: exponent)
    }

    package init(_ decimal: Decimal) throws(UsageError) {
        guard decimal.isFinite, let value = Self(decimal.description) else {
            throw UsageError(.inexactNumber, "expected a number of up to 38 significant digits, found \(decimal)")
        }
        self = value
    }

    /// Reads a number of the JSON grammar; nil for anything else and for a number that cannot be held exactly.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let literal = NumberLiteral(bytes.span), case .value(let value) = literal.value else { return nil }
        self = value
    }

    package var negated: Self { Self(canonical: -mantissa, exponent: exponent) }
    package var isNegative: Bool { mantissa < 0 }

    /// The mantissa of the same value at a lower exponent, or nil if it overflows.
    package func mantissa(atExponent lower: Int) -> Int128? {
        let (power, overflow) = exponent.subtractingReportingOverflow(lower)
        return overflow && mantissa != 0 ? nil : mantissa.scaled(by: power)
    }

    /// The value times a power of ten, or nil if `Decimal` cannot hold the exponent of the result.
    package func multiplied(byPowerOfTen power: Int) -> Self? {
        let (sum, overflow) = exponent.addingReportingOverflow(power)
        return overflow && mantissa != 0 ? nil : Self(mantissa: mantissa, exponent: sum)
    }

    /// The greatest integer that is not above the value, or nil if `Int128` cannot hold it.
    package var floored: Int128? {
        guard exponent < 0 else { return mantissa.scaled(by: exponent) }
        guard -exponent < PowersOfTen.values.count else { return isNegative ? -1 : 0 }
        let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: PowersOfTen.values[-exponent])
        return remainder < 0 ? quotient - 1 : quotient
    }

    package func adding(_ other: Self) throws(UsageError) -> Self {
        let common = Swift.min(exponent, other.exponent)
        if let a = mantissa(atExponent: common), let b = other.mantissa(atExponent: common) {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow, let value = Self(mantissa: sum, exponent: common) { return value }
        }
        if let value = addingBeyondInt128(other) { return value }
        throw UsageError(.inexactNumber, "the exact sum needs more than 38 significant digits")
    }

    /// The sum if an intermediate result overflows `Int128`.
    ///
    /// Without the trailing zeros of both mantissas, every sum of at most 38 digits can be computed in `UInt128`.
    private func addingBeyondInt128(_ other: Self) -> Self? {
        if mantissa == 0 { return other }
        if other.mantissa == 0 { return self }
        let (left, right) = (withoutTrailingZeros, other.withoutTrailingZeros)
        let common = Swift.min(left.exponent, right.exponent)
        guard let a = left.magnitude(atExponent: common), let b = right.magnitude(atExponent: common) else {
            return nil
        }
        let sign: Int128 = (a > b ? isNegative : other.isNegative) ? -1 : 1
        var sum = a > b ? a - b : b - a
        if isNegative == other.isNegative {
            let (total, overflow) = a.addingReportingOverflow(b)
            if overflow { return nil }
            sum = total
        }
        var exponent = common
        while sum > Self.largestMantissa.magnitude, sum % 10 == 0 {
            sum /= 10
            exponent += 1
        }
        return Int128(exactly: sum).flatMap { Self(mantissa: sign * $0, exponent: exponent) }
    }

    /// The same value with the shortest mantissa, which need not be the canonical form.
    private var withoutTrailingZeros: Self {
        var value = self
        while value.mantissa != 0, value.mantissa % 10 == 0 {
            value.mantissa /= 10
            value.exponent += 1
        }
        return value
    }

    private func magnitude(atExponent lower: Int) -> UInt128? {
        guard exponent - lower < PowersOfTen.values.count else { return nil }
        let power = PowersOfTen.values[exponent - lower].magnitude
        let (product, overflow) = mantissa.magnitude.multipliedReportingOverflow(by: power)
        return overflow ? nil : product
    }

    package var decimal: Decimal {
        let magnitude = mantissa.magnitude
        let low = Decimal(UInt64(truncatingIfNeeded: magnitude))
        let high = Decimal(UInt64(truncatingIfNeeded: magnitude >> 64))
        let significand = high == 0 ? low : high * Self.two64 + low
        return Decimal(sign: isNegative ? .minus : .plus, exponent: exponent, significand: significand)
    }

    private static let two64 = Decimal(UInt64.max) + 1
}

extension ExactDecimal: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        let common = Swift.min(left.exponent, right.exponent)
        // A number that overflows at the exponent of the other one is further from zero than the other one can be.
        guard let a = left.mantissa(atExponent: common) else { return left.isNegative }
        guard let b = right.mantissa(atExponent: common) else { return !right.isNegative }
        return a < b
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// All digits, without exponent.
    package var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends all digits, without exponent.
    package func write(to bytes: inout [UInt8]) {
        ByteWriter.append(upTo: Self.longestText, to: &bytes) { write(to: &$0) }
    }

    /// The greatest number of bytes of ``description``: 38 digits, the zeros of the exponent, a sign, a zero and a point.
    static let longestText = 38 + 128 + 3

    /// Appends all digits, without exponent.
    func write(to bytes: inout ByteWriter) {
        if isNegative { bytes.append(UInt8(ascii: "-")) }
        if exponent <= 0, exponent > -DecimalPowers.values.count, let digits = UInt64(exactly: mantissa.magnitude) {
            guard exponent < 0 else { return bytes.append(digitsOf: digits) }
            let (integer, fraction) = digits.quotientAndRemainder(dividingBy: DecimalPowers.values[-exponent])
            bytes.append(digitsOf: integer)
            bytes.append(UInt8(ascii: "."))
            bytes.append(digitsOf: fraction, paddedTo: -exponent)
        } else {
            writeLong(to: &bytes)
        }
    }

    @inline(never)
    private func writeLong(to bytes: inout ByteWriter) {
        var digits: [UInt8] = []
        digits.append(digitsOf: mantissa.magnitude)
        let integer = max(digits.count + min(exponent, 0), 0)
        if integer == 0 { bytes.append(UInt8(ascii: "0")) }
        bytes.append(contentsOf: Array(digits[..<integer]))
        if exponent >= 0 { return bytes.append(zeros: exponent) }
        bytes.append(UInt8(ascii: "."))
        bytes.append(zeros: -exponent - (digits.count - integer))
        bytes.append(contentsOf: Array(digits[integer...]))
    }
}

extension Int128 {
    /// The product with a power of ten, or nil if it overflows; the power must not be negative.
    package func scaled(by power: Int) -> Int128? {
        guard power > 0, self != 0 else { return self }
        guard power < PowersOfTen.values.count else { return nil }
        let (product, overflow) = multipliedReportingOverflow(by: PowersOfTen.values[power])
        return overflow ? nil : product
    }
}

/// The powers of ten that an `Int128` holds.
package enum PowersOfTen {
    package static let values: [Int128] = {
        var values: [Int128] = [1]
        while values.count <= 38 { values.append(values[values.count - 1] * 10) }
        return values
    }()
}

extension ExactDecimal {
    /// The number of a text in the grammar of JSON.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for any other text, and for more than 38 significant
    ///   digits.
    init(number text: String) throws(UsageError) {
        guard let number = ExactDecimal(text) else {
            throw UsageError(.inexactNumber, "expected a number of up to 38 digits such as 3.133, found \"\(text)\"")
        }
        self = number
    }
}
