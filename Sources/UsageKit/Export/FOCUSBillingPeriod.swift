/// On which day of the month billing periods begin, at midnight UTC.
public struct FOCUSBillingPeriod: Hashable, Sendable {
    /// The first day of each period, 1 to 28.
    public let firstDay: Int

    /// Calendar months.
    public static let month = Self(uncheckedFirstDay: 1)

    /// Creates the rule.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a day that not every month has.
    public init(firstDay: Int) throws(UsageError) {
        guard (1...28).contains(firstDay) else {
            throw UsageError(
                .invalidArgument, "expected billing periods from a day 1 to 28 of the month, found \(firstDay)")
        }
        self.init(uncheckedFirstDay: firstDay)
    }

    /// The first instant after the year 9999.
    private static let end = Timestamp(seconds: 253_402_300_800)

    private init(uncheckedFirstDay firstDay: Int) {
        self.firstDay = firstDay
    }

    /// Returns the period that contains an instant; nil if it does not begin and end in the years 1 to 9999.
    func range(containing instant: Timestamp) -> Range<Timestamp>? {
        // Periods are calendar months, all of them later by the same number of days.
        let shift = Duration.seconds((firstDay - 1) * 86_400)
        let month = BillingPeriod(containing: instant - shift)
        let range = month.start + shift..<month.end + shift
        return range.contains(instant) && range.upperBound < Self.end ? range : nil
    }
}
