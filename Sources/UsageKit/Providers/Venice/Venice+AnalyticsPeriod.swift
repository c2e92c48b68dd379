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

        private static func day(of instant: Timestamp) -> Int {
            Int(clamping: instant.seconds.flooredDivision(by: 86_400).quotient)
        }
    }
}
