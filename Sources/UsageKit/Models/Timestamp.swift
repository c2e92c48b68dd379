public import Foundation

/// An instant in UTC, exact to the nanosecond.
///
/// `Date` is a binary floating-point number and cannot hold a millisecond exactly. The instants of a ledger decide in
/// which month an amount falls, so they are kept as integers. An instant follows `InstantProtocol`, and durations are added and
/// subtracted by operators: `end - start` is a `Duration`.
///
/// No calculation fails: a result before the first instant that ``seconds`` can hold becomes that instant, and one after
/// the last becomes the last. Both are some 292 billion years away.
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
        let (sum, overflow) = seconds.addingReportingOverflow(carry)
        self.seconds = overflow ? (carry < 0 ? .min : .max) : sum
        self.nanoseconds = Int32(truncatingIfNeeded: overflow ? (carry < 0 ? 0 : 999_999_999) : rest)
    }

    /// Creates the instant that is nearest to a number of nanoseconds since 1970-01-01T00:00:00Z.
    private init(clamping nanoseconds: Int128) {
        let (seconds, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
        if let seconds = Int64(exactly: seconds) {
            self.init(seconds: seconds, nanoseconds: Int64(rest))
        } else {
            self.init(seconds: seconds < 0 ? .min : .max, nanoseconds: seconds < 0 ? 0 : 999_999_999)
        }
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    private var sinceEpoch: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

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

    /// Returns the time from another instant to this one, as ``duration(to:)`` does.
    package func duration(since other: Timestamp) -> Duration { other.duration(to: self) }
}

extension Timestamp: InstantProtocol {
    /// Returns the instant that is a duration later, to the nanosecond; finer digits are cut off.
    public func advanced(by duration: Duration) -> Timestamp {
        Timestamp(clamping: sinceEpoch + duration.attoseconds / 1_000_000_000)
    }

    /// Returns the time from this instant to another one; negative if the other one is earlier.
    ///
    /// It is exact for instants that are up to `Int64.max` seconds apart; for others it is that number of seconds, since
    /// `Duration.components` cannot hold more.
    public func duration(to other: Timestamp) -> Duration {
        let limit = Int128(Int64.max) * 1_000_000_000
        let nanoseconds = Swift.min(Swift.max(other.sinceEpoch - sinceEpoch, -limit), limit)
        return Duration(attoseconds: nanoseconds * 1_000_000_000)
    }

    /// Whether the first instant is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}

// The operators that the instants of the standard library's clocks have; their protocol does not offer them.
extension Timestamp {
    /// Returns the instant that is a duration later, as ``advanced(by:)`` does.
    public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
        instant.advanced(by: duration)
    }

    /// Moves the instant to a duration later.
    public static func += (instant: inout Timestamp, duration: Duration) {
        instant = instant + duration
    }

    /// Returns the instant that is a duration earlier, to the nanosecond; finer digits are cut off.
    public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
        // The negative of the least duration overflows, so the instant is not advanced by that.
        Timestamp(clamping: instant.sinceEpoch - duration.attoseconds / 1_000_000_000)
    }

    /// Moves the instant to a duration earlier.
    public static func -= (instant: inout Timestamp, duration: Duration) {
        instant = instant - duration
    }

    /// Returns the time from the second instant to the first, as ``duration(to:)`` does.
    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        earlier.duration(to: later)
    }
}

extension FixedWidthInteger {
    /// The quotient by a positive number, rounded towards minus infinity, and the remainder, which is never negative.
    @inline(__always)
    package func flooredDivision(by divisor: Self) -> (quotient: Self, remainder: Self) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
