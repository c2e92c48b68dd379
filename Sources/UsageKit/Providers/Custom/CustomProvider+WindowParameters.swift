extension CustomProvider {
    /// How a listing is asked for the rows of a window.
    ///
    /// It does not matter whether the provider includes the end: rows outside the window are dropped by the walk.
    public struct WindowParameters: Hashable, Sendable {
        /// How an instant is written in a query.
        public struct InstantFormat: Hashable, Sendable {
            private let placesPerSecond: Int?

            /// As RFC 3339 writes it, in UTC.
            public static let rfc3339 = Self(placesPerSecond: nil)
            /// Whole seconds since 1970; the window is widened to them.
            public static let secondsSince1970 = Self(placesPerSecond: 1)
            /// Whole milliseconds since 1970; the window is widened to them.
            public static let millisecondsSince1970 = Self(placesPerSecond: 1000)

            func text(_ instant: Timestamp, roundedUp: Bool) -> String {
                guard let placesPerSecond else { return instant.description }
                let nanoseconds = Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
                let step = Int128(1_000_000_000 / placesPerSecond)
                let (whole, rest) = nanoseconds.flooredDivision(by: step)
                return String(roundedUp && rest > 0 ? whole + 1 : whole)
            }
        }

        /// The query parameter that takes the start.
        public let start: String
        /// The query parameter that takes the end.
        public let end: String
        /// How an instant is written.
        public let format: InstantFormat

        /// Describes the parameters.
        public init(start: String, end: String, as format: InstantFormat = .rfc3339) {
            self.start = start
            self.end = end
            self.format = format
        }

        func query(for window: TimeWindow) -> [(name: String, value: String)] {
            var query: [(name: String, value: String)] = []
            query.append(start, window.start.map { format.text($0, roundedUp: false) })
            query.append(end, window.end.map { format.text($0, roundedUp: true) })
            return query
        }
    }
}
