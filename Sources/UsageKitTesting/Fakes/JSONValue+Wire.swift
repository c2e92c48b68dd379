internal import UsageKit

extension JSONValue {
    /// The exact number, or nil if this is not a number or has too many digits.
    var wireDecimal: ExactDecimal? {
        if case .number(let number) = self { ExactDecimal(number.literal) } else { nil }
    }

    /// The whole number, or nil if this is not one.
    var wireInteger: Int? {
        if case .number(let number) = self { Int(number.literal) } else { nil }
    }

    /// The instant: a string in RFC 3339, or a number of milliseconds since 1970.
    var wireInstant: Timestamp? {
        switch self {
        case .string(let text): try? Timestamp(text)
        case .number: wireInteger.map { Timestamp(milliseconds: Int64($0)) }
        default: nil
        }
    }
}

extension Timestamp {
    /// The instant with exactly three fractional digits, as most providers print it.
    var wireMilliseconds: String {
        let whole = Timestamp(seconds: seconds).description.dropLast()
        return "\(whole).\(String(Int(nanoseconds) / 1_000_000 + 1000).dropFirst())Z"
    }

    /// The day in UTC.
    var wireDay: CivilDate { CivilDate(daysSince1970: Int(seconds.flooredDivision(by: 86_400).quotient)) }
}

extension Sequence<ExactDecimal> {
    /// The exact sum.
    func wireSum() throws -> ExactDecimal {
        try reduce(ExactDecimal.zero) { try $0.adding($1) }
    }
}
