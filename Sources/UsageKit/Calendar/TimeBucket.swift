/// A clock unit or a calendar unit that divides a report into buckets.
///
/// More units may follow in later versions.
public struct TimeBucket: Hashable, Sendable {
    enum Unit: String, CaseIterable {
        case minute
        case fiveMinutes = "5min"
        case fifteenMinutes = "15min"
        case hour, day, week, month
    }

    let unit: Unit

    private init(_ unit: Unit) {
        self.unit = unit
    }

    /// One minute of the local clock.
    public static let minute = Self(.minute)
    /// Five minutes of the local clock.
    public static let fiveMinutes = Self(.fiveMinutes)
    /// A quarter of an hour of the local clock.
    public static let fifteenMinutes = Self(.fifteenMinutes)
    /// One hour of the local clock.
    public static let hour = Self(.hour)
    /// One calendar day, which has 23 or 25 hours when the clock is changed.
    public static let day = Self(.day)
    /// Seven calendar days.
    public static let week = Self(.week)
    /// One calendar month.
    public static let month = Self(.month)

    /// The width of a clock unit in seconds; nil for a calendar unit.
    var clockSeconds: Int64? {
        switch unit {
        case .minute: 60
        case .fiveMinutes: 300
        case .fifteenMinutes: 900
        case .hour: 3600
        case .day, .week, .month: nil
        }
    }
}

extension TimeBucket: RawRepresentable, CaseIterable, CustomStringConvertible {
    /// The units from the shortest to the longest.
    public static let allCases = Unit.allCases.map(Self.init)

    /// Creates the unit with a name; nil if this version has no unit of that name.
    public init?(rawValue: String) {
        guard let unit = Unit(rawValue: rawValue) else { return nil }
        self.unit = unit
    }

    /// The name, for example `5min`.
    public var rawValue: String { unit.rawValue }

    /// The same as ``rawValue``.
    public var description: String { rawValue }
}
