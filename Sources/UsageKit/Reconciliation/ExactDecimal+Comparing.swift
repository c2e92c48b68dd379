extension ExactDecimal {
    /// The value with at most some decimal places; nil if it cannot be held.
    func rounded(to places: Int, _ rounding: Rounding) -> ExactDecimal? {
        guard exponent < -places else { return self }
        let dropped = -places - exponent
        // The number is below any half of the last place.
        guard dropped < PowersOfTen.values.count else {
            guard rounding == .up, mantissa != 0 else { return .zero }
            return ExactDecimal(mantissa: mantissa.signum(), exponent: -places)
        }
        let unit = PowersOfTen.values[dropped]
        let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: unit)
        let twice = remainder.magnitude * 2
        let isAway =
            switch rounding {
            case .down: false
            case .up: remainder != 0
            case .halfUp: twice >= unit.magnitude
            case .halfEven: twice > unit.magnitude || twice == unit.magnitude && quotient % 2 != 0
            }
        let step: Int128 = isAway ? (mantissa < 0 ? -1 : 1) : 0
        return ExactDecimal(mantissa: quotient + step, exponent: -places)
    }

    /// How many decimal places it has.
    var places: Int { max(-exponent, 0) }

    /// How far two numbers are apart; nil if that needs more than 38 digits.
    func distance(to other: ExactDecimal) -> ExactDecimal? {
        guard let difference = try? adding(other.negated) else { return nil }
        return difference.isNegative ? difference.negated : difference
    }

    /// The part of a whole in parts per million, cut; nil if the whole is zero or the numbers are too far apart.
    func partsPerMillion(of whole: ExactDecimal) -> Int? {
        guard whole.mantissa != 0 else { return nil }
        let common = min(exponent, whole.exponent)
        guard let part = mantissa(atExponent: common)?.scaled(by: 6), let total = whole.mantissa(atExponent: common)
        else { return nil }
        return Int(exactly: part / total)
    }

    /// Whether the number is not above the product of two others, all without their signs.
    func isAtMost(_ first: ExactDecimal, times second: ExactDecimal) -> Bool {
        var size: (high: UInt128, low: UInt128) = (0, mantissa.magnitude)
        var product = first.mantissa.magnitude.multipliedFullWidth(by: second.mantissa.magnitude)
        let shift = exponent - (first.exponent + second.exponent)
        // The one with the larger exponent gets zeros; if it has no room for one, it is the larger number.
        for _ in 0..<shift.magnitude {
            if shift > 0 {
                if size == (0, 0) { return true }
                guard let scaled = Self.timesTen(size) else { return false }
                size = scaled
            } else {
                if product == (0, 0) { break }
                guard let scaled = Self.timesTen(product) else { return true }
                product = scaled
            }
        }
        return (size.high, size.low) <= (product.high, product.low)
    }

    private static func timesTen(_ number: (high: UInt128, low: UInt128)) -> (high: UInt128, low: UInt128)? {
        let (carry, low) = number.low.multipliedFullWidth(by: 10)
        let (product, overflows) = number.high.multipliedReportingOverflow(by: 10)
        let (high, carryOverflows) = product.addingReportingOverflow(carry)
        return overflows || carryOverflows ? nil : (high, low)
    }
}
