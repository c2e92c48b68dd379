/// A calendar month as a unit of billing, written `YYYY-MM`.
public struct BillingPeriod: Hashable, Sendable {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int

    /// Creates a period.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a month or a year that does not exist.
    public init(year: Int, month: Int) throws(UsageError) {
        guard (1...12).contains(month), (1...9999).contains(year) else {
            throw UsageError(
                .invalidArgument, "expected a month 1 to 12 of a year 1 to 9999, found month \(month) of year \(year)")
        }
        self.init(uncheckedYear: year, month: month)
    }

    /// Reads a period written `YYYY-MM`.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for anything else.
    public init(_ text: String) throws(UsageError) {
        let bytes = Array(text.utf8)
        let digits = bytes.enumerated().filter { $0.offset != 4 }.map { $0.element &- UInt8(ascii: "0") }
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), digits.allSatisfy({ $0 < 10 }) else {
            throw UsageError(.invalidArgument, "expected a billing period written YYYY-MM, for example 2026-05")
        }
        let number = digits.reduce(0) { $0 * 10 + Int($1) }
        try self.init(year: number / 100, month: number % 100)
    }

    /// Creates the period that contains an instant, in UTC.
    ///
    /// For an instant before the year 1 it is the first period, and for one after the year 9999 the last.
    public init(containing instant: Timestamp) {
        let date = CivilDate(daysSince1970: Int(clamping: instant.seconds.flooredDivision(by: 86_400).quotient))
        switch date.year {
        case ..<1: self.init(uncheckedYear: 1, month: 1)
        case 1...9999: self.init(uncheckedYear: date.year, month: date.month)
        default: self.init(uncheckedYear: 9999, month: 12)
        }
    }

    private init(uncheckedYear year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    /// The following month; 9999-12 is the last period and is followed by itself.
    public var next: BillingPeriod {
        if month < 12 { return BillingPeriod(uncheckedYear: year, month: month + 1) }
        return year < 9999 ? BillingPeriod(uncheckedYear: year + 1, month: 1) : self
    }

    /// The first instant of the month in UTC.
    public var start: Timestamp { start(afterDays: 0) }

    /// The first instant after the month in UTC.
    public var end: Timestamp { start(afterDays: CivilDate.days(inMonth: month, year: year)) }

    /// The instants that belong to the month in one time zone or another.
    var spanInAnyZone: TimeWindow {
        let margin = Duration.seconds(86_400)
        return (try? TimeWindow(from: start.advanced(by: .zero - margin), to: end.advanced(by: margin))) ?? .all
    }

    /// The month in UTC as a window; ``TimeWindow/month(_:in:)`` is the month of another time zone.
    public var window: TimeWindow { TimeWindow(unchecked: start, end) }

    private func start(afterDays days: Int) -> Timestamp {
        Timestamp(seconds: Int64(CivilDate(year: year, month: month, day: 1).daysSince1970 + days) * 86_400)
    }
}

extension TimeWindow {
    /// The billing periods that a window touches in one time zone or another, from 12 hours behind UTC to 14 ahead of it;
    /// nil for a window without both bounds.
    var periodsInAnyZone: ClosedRange<BillingPeriod>? {
        guard let start, let end else { return nil }
        let first = BillingPeriod(containing: start.advanced(by: .seconds(-12 * 3600)))
        let last = BillingPeriod(containing: end.advanced(by: .seconds(14 * 3600) - .nanoseconds(1)))
        return first...max(first, last)
    }

    /// Whether a window has an instant of a billing period in UTC.
    func touches(_ period: BillingPeriod) -> Bool {
        (start.map { $0 < period.end } ?? true) && (end.map { $0 > period.start } ?? true)
    }
}

extension BillingPeriod: Comparable {
    /// Whether the first period is earlier.
    public static func < (left: BillingPeriod, right: BillingPeriod) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}

extension BillingPeriod: CustomStringConvertible {
    /// The period as `YYYY-MM`.
    public var description: String {
        let padding = String(repeating: "0", count: Swift.max(0, 4 - String(year).utf8.count))
        return "\(padding)\(year)-\(month < 10 ? "0" : "")\(month)"
    }
}
