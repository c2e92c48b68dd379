/// What a response says about being asked again.
package struct RetryAfter: Hashable, Sendable {
    /// How long the server asks to wait; nil where it says nothing usable.
    package var wait: Duration?
    /// When a limit is said to be lifted: a hint that may lengthen a wait, never a reason to give up.
    package var hint: Duration?
    /// Whether the server says itself that a retry makes sense, whatever the status.
    package var shouldRetry: Bool?

    /// Reads the header of a response.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - now: The present. The server's own `Date` is preferred where it sends one: a clock here that is wrong would
    ///     turn a date into a wait of days.
    package init(_ response: TransportResponse, now: Timestamp) {
        let headers = response.headers
        let present = headers["Date"].flatMap(HTTPDate.parse) ?? now
        wait = Self.wait(headers, now: present)
        if wait == nil, response.status == 429 {
            hint = Self.hint(headers, now: present)
        }
        shouldRetry = (headers["x-should-retry"] ?? headers["Stripe-Should-Retry"]).flatMap(Bool.init)
    }

    private static func wait(_ headers: HTTPHeaders, now: Timestamp) -> Duration? {
        if let milliseconds = headers["retry-after-ms"].flatMap(HeaderNumber.decimal) {
            return HeaderNumber.duration(seconds: milliseconds / 1000)
        }
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = HeaderNumber.decimal(text) { return HeaderNumber.duration(seconds: seconds) }
        return HTTPDate.parse(text).map { $0.duration(since: now) }.flatMap { $0 > .zero ? $0 : nil }
    }

    /// The reset of a limit that has nothing left, where the response says which; else the nearest one.
    private static func hint(_ headers: HTTPHeaders, now: Timestamp) -> Duration? {
        var resets: [(wait: Duration, isExhausted: Bool)] = []
        for field in headers.fields {
            let name = field.name.lowercased()
            guard let prefix = prefixes.first(where: name.hasPrefix), let value = HeaderNumber.decimal(field.value),
                let wait = HeaderNumber.reset(value, now: now)
            else { continue }
            let limit = name.dropFirst(prefix.count)
            let family = prefix.dropLast("reset".count)
            let remaining = headers["\(family)remaining\(limit == "s" ? "" : limit)"]
            resets.append((wait, remaining.flatMap(HeaderNumber.decimal) == 0))
        }
        return resets.filter(\.isExhausted).map(\.wait).max() ?? resets.map(\.wait).min()
    }

    private static let prefixes = ["x-ratelimit-reset", "ratelimit-reset"]
}
