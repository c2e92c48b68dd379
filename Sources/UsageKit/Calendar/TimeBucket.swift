/// A clock unit or a calendar unit that divides a report into buckets.
public enum TimeBucket: String, Hashable, Sendable, CaseIterable {
    /// One minute of the local clock.
    case minute
    /// Five minutes of the local clock.
    case fiveMinutes = "5min"
    /// A quarter of an hour of the local clock.
    case fifteenMinutes = "15min"
    /// One hour of the local clock.
    case hour
    /// One calendar day, which has 23 or 25 hours when the clock is changed.
    case day
    /// Seven calendar days.
    case week
    /// One calendar month.
    case month

    /// The width of a clock unit in seconds; nil for a calendar unit.
    var clockSeconds: Int64? {
        switch self {
        case .minute: 60
        case .fiveMinutes: 300
        case .fifteenMinutes: 900
        case .hour: 3600
        case .day, .week, .month: nil
        }
    }
}
