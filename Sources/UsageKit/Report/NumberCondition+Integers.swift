extension NumberCondition {
    /// The range of column values for which the condition holds once they are multiplied by a power of ten; nil if it is
    /// empty.
    ///
    /// The value that a column uses for a missing number is never among them.
    func integers(atExponent exponent: Int) -> ClosedRange<Int64>? {
        let (floor, isInteger) = Self.floor(bound.mantissa, exponent: bound.exponent - exponent)
        let ceiling = isInteger ? floor : floor + 1
        switch comparison {
        case .below: return Self.range(nil, ceiling - 1)
        case .atMost: return Self.range(nil, floor)
        case .equal: return isInteger ? Self.range(floor, floor) : nil
        case .atLeast: return Self.range(ceiling, nil)
        case .above: return Self.range(floor + 1, nil)
        }
    }

    private static func range(_ lower: Int128?, _ upper: Int128?) -> ClosedRange<Int64>? {
        let lower = Swift.max(lower ?? .min, Int128(PackedColumn.missing) + 1)
        let upper = Swift.min(upper ?? .max, Int128(Int64.max))
        return lower <= upper ? Int64(lower)...Int64(upper) : nil
    }

    /// The greatest integer that is not above a decimal number, clamped far outside of 64 bits.
    private static func floor(_ mantissa: Int128, exponent: Int) -> (floor: Int128, isInteger: Bool) {
        let far: Int128 = 1 << 100
        if exponent >= 0 {
            guard let scaled = mantissa.scaled(by: exponent) else { return (mantissa < 0 ? -far : far, true) }
            return (Swift.min(Swift.max(scaled, -far), far), true)
        }
        guard -exponent < PowersOfTen.values.count else { return (mantissa < 0 ? -1 : 0, mantissa == 0) }
        let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: PowersOfTen.values[-exponent])
        let floor = remainder < 0 ? quotient - 1 : quotient
        return (Swift.min(Swift.max(floor, -far), far), remainder == 0)
    }
}
