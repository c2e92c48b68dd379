import Foundation
import UsageKit

/// Values at the ends of their types, with which no calculation may trap.
enum ExtremeValues {
    static let integers: [Int64] = [.min, .min + 1, -1, 0, 1, 86_400, 253_402_300_800, .max - 1, .max]

    static let instants: [Timestamp] = integers.flatMap { seconds in
        [0, 1, 999_999_999].map { Timestamp(seconds: seconds, nanoseconds: $0) }
    }

    static let durations: [Duration] =
        [Int128.min, .min + 1, -1, 0, 1, .max - 1, .max].map { Duration(attoseconds: $0) }
        + integers.map { .seconds($0) } + integers.map { .nanoseconds($0) }

    static let decimals: [Decimal] = [
        .nan, .zero, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
        -.leastNonzeroMagnitude, .leastFiniteMagnitude, Decimal(UInt64.max), Decimal(Int64.min),
        Decimal(sign: .minus, exponent: 127, significand: 9), Decimal(sign: .plus, exponent: -127, significand: 9),
    ]
}
