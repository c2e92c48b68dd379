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

    private init(uncheckedFirstDay firstDay: Int) {
        self.firstDay = firstDay
    }

    /// Returns the period that contains an instant.
    func range(containing instant: Timestamp) -> Range<Timestamp> {
        // Periods are calendar months, all of them later by the same number of days.
        let shift = Duration.seconds((firstDay - 1) * 86_400)
        let month = BillingPeriod(containing: instant - shift)
        let start = month.start + shift
        let next = month.next.start + shift
        return start..<max(next, start)
    }
}
