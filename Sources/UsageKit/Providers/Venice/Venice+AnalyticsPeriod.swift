extension Venice {
    /// The span of days that analytics cover.
    public struct AnalyticsPeriod: Hashable, Sendable {
        private enum Span: Hashable {
            case lookback(Int)
            case window(TimeWindow)
        }

        private let span: Span

        /// The last days, 1 to 90, today included.
        public static func days(_ count: Int) -> AnalyticsPeriod {
            AnalyticsPeriod(span: .lookback(count))
        }

        /// All UTC days that a window touches, at most 90 of them.
        public static func window(_ window: TimeWindow) -> AnalyticsPeriod {
            AnalyticsPeriod(span: .window(window))
        }

        func query() throws(UsageError) -> [(name: String, value: String)] {
            let tooLong = UsageError(.invalidArgument, "the period of analytics must be 1 to 90 days")
            switch span {
            case .lookback(let days):
                guard (1...90).contains(days) else { throw tooLong }
                return [("lookback", "\(days)d")]
            case .window(let window):
                guard let start = window.start, let end = window.end else {
                    throw UsageError(.invalidArgument, "the window of analytics needs a start and an end")
                }
                // The service includes the last day.
                let first = Self.day(of: start)
                let last = Self.day(of: end.advanced(by: .nanoseconds(-1)))
                guard last - first < 90 else { throw tooLong }
                return [
                    ("startDate", CivilDate(daysSince1970: first).description),
                    ("endDate", CivilDate(daysSince1970: last).description),
                ]
            }
        }

        /// Throws if the server answers with another span: more days back than were asked for, other dates, or the one
        /// kind of span instead of the other.
        ///
        /// Fewer days back are allowed, since the server may have a lower maximum.
        func check(_ answer: String) throws(UsageError) {
            guard let span = AnalyticsSpan(answer) else {
                throw UsageError(
                    .mismatchedResponse, "expected a span such as 7d or 2026-11-01:2026-11-07, found \(answer)")
            }
            let isAsAsked: Bool
            let asked: String
            switch self.span {
            case .lookback(let days):
                asked = "\(days)d"
                isAsAsked = if case .lookback(let found) = span { found <= days } else { false }
            case .window:
                asked = try query().map(\.value).joined(separator: ":")
                isAsAsked = AnalyticsSpan(asked) == span
            }
            guard !isAsAsked else { return }
            throw UsageError(
                .mismatchedResponse, "the server answered with the span \(answer) to a request for \(asked)")
        }

        private static func day(of instant: Timestamp) -> Int {
            Int(clamping: instant.seconds.flooredDivision(by: 86_400).quotient)
        }
    }
}

/// A span as analytics name it: `7d`, or `2026-11-01:2026-11-07`.
private enum AnalyticsSpan: Equatable {
    case lookback(days: Int)
    /// The first and the last day, counted from 1970.
    case dates(first: Int, last: Int)

    init?(_ text: String) {
        let dates = text.split(separator: ":", omittingEmptySubsequences: false)
        if dates.count == 2, let first = Self.day(dates[0]), let last = Self.day(dates[1]), first <= last {
            self = .dates(first: first, last: last)
        } else if text.utf8.last == UInt8(ascii: "d"), let days = Int(text.dropLast()), days > 0 {
            self = .lookback(days: days)
        } else {
            return nil
        }
    }

    private static func day(_ text: Substring) -> Int? {
        guard text.utf8.count == 10, let instant = try? Timestamp("\(text)T00:00:00Z") else { return nil }
        return Int(clamping: instant.seconds.flooredDivision(by: 86_400).quotient)
    }

    var dayCount: Int {
        switch self {
        case .lookback(let days): days
        case .dates(let first, let last): last - first + 1
        }
    }
}

extension Venice.Analytics {
    /// How many UTC days the figures cover, as ``lookback`` says; nil if it is in no documented form.
    ///
    /// It can be lower than asked for: the service cuts a lookback that is longer than it allows.
    public var dayCount: Int? { AnalyticsSpan(lookback)?.dayCount }
}
