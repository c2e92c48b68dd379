public import Foundation

/// An instant in UTC, exact to the nanosecond.
///
/// `Date` is a binary floating-point number and cannot hold a millisecond exactly. The instants of a ledger decide in
/// which month an amount falls, so they are kept as integers.
public struct Timestamp: Hashable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int64
    /// The fraction of the second, 0 to 999,999,999.
    public let nanoseconds: Int32

    /// Creates an instant.
    ///
    /// - Parameters:
    ///   - seconds: Seconds since 1970-01-01T00:00:00Z.
    ///   - nanoseconds: The fraction of the second; a value outside 0 to 999,999,999 carries into the seconds.
    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        let (carry, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
        self.seconds = seconds &+ carry
        self.nanoseconds = Int32(truncatingIfNeeded: rest)
    }

    /// Creates an instant from milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        let (seconds, rest) = milliseconds.flooredDivision(by: 1000)
        self.init(seconds: seconds, nanoseconds: rest * 1_000_000)
    }

    /// Creates an instant from a date, rounded to the microsecond: smaller digits of a present-day `Date` are noise.
    public init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        let bounded = Swift.min(Swift.max(microseconds, -9.2e18), 9.2e18)
        let (seconds, rest) = Int64(bounded.isNaN ? 0 : bounded).flooredDivision(by: 1_000_000)
        self.init(seconds: seconds, nanoseconds: rest * 1000)
    }

    /// The current instant of the system's clock.
    public static func now() -> Timestamp {
        Timestamp(Date())
    }

    /// The instant as the nearest `Date`.
    public var date: Date {
        Date(timeIntervalSince1970: Double(seconds) + Double(nanoseconds) / 1_000_000_000)
    }

    /// Returns the instant that is a duration later, to the nanosecond.
    public func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(nanoseconds) + attoseconds / 1_000_000_000
        return Timestamp(seconds: self.seconds &+ seconds, nanoseconds: nanoseconds)
    }

    /// Returns the time from another instant to this one.
    public func duration(since other: Timestamp) -> Duration {
        // Of any two instants, also if the seconds between them do not fit into 64 bits.
        .seconds(Int128(seconds) - Int128(other.seconds)) + .nanoseconds(Int64(nanoseconds - other.nanoseconds))
    }
}

extension Timestamp: Comparable {
    /// Whether the first instant is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, and the remainder, which is never negative.
    package func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
