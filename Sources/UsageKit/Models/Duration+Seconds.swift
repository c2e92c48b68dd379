public import Foundation

extension Decimal {
    /// Creates the number of seconds of a duration, exact to the attosecond.
    ///
    /// Only a duration of more than three trillion years needs more than the 38 digits of a `Decimal`; it is cut off at
    /// the nanosecond.
    public init(seconds duration: Duration) {
        self = ExactDecimal(seconds: duration).decimal
    }
}

extension Double {
    /// Creates the number of seconds of a duration, rounded once to the nearest `Double`, for a chart.
    public init(seconds duration: Duration) {
        // The text has all digits, so nothing is rounded before the last step; it always is a number.
        self = Double(ExactDecimal(seconds: duration).description) ?? .nan
    }
}

extension ExactDecimal {
    /// The seconds of a duration, cut off at the nanosecond if its attoseconds need more than 38 digits.
    init(seconds duration: Duration) {
        let attoseconds = duration.attoseconds
        self =
            ExactDecimal(mantissa: attoseconds, exponent: -18)
            ?? ExactDecimal(mantissa: attoseconds / 1_000_000_000, exponent: -9) ?? .zero
    }

    /// The milliseconds of a duration, cut off at the nanosecond if its attoseconds need more than 38 digits.
    package init(milliseconds duration: Duration) {
        let attoseconds = duration.attoseconds
        let (nanoseconds, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        // Nearly all durations are whole nanoseconds, whose digits mostly fit in 64 bits.
        let exact = rest == 0 ? nil : ExactDecimal(mantissa: attoseconds, exponent: -15)
        self = exact ?? ExactDecimal(mantissa: nanoseconds, exponent: -6) ?? .zero
    }
}
