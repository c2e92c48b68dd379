/// What a response says about retrying the request.
package struct RetryAfter: Hashable, Sendable {
    /// How long the server asks to wait; nil if it does not say.
    package var wait: Duration?
    /// The time until a limit resets, which may lengthen a wait, but is never a reason to give up.
    package var hint: Duration?
    /// Whether the server says that a retry makes sense, regardless of the status; nil if it does not say.
    package var shouldRetry: Bool?

    /// Reads the header of a response.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - now: The current instant, used if the response has no `Date`: a wrong local clock would turn a date into a
    ///     wait of days.
    package init(_ response: TransportResponse, now: Timestamp) {
        let headers = response.headers
        let serverNow = headers["Date"].flatMap(HTTPDate.parse) ?? now
        wait = Self.wait(headers, now: serverNow)
        if wait == nil, response.status == 429 {
            hint = Self.hint(headers, now: serverNow)
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

    /// The latest reset of the exhausted limits, or the nearest reset if the response does not say which are exhausted.
    private static func hint(_ headers: HTTPHeaders, now: Timestamp) -> Duration? {
        var resets: [(wait: Duration, isExhausted: Bool)] = []
        for field in headers.fields {
            let name = field.name.lowercased()
            guard let prefix = prefixes.first(where: name.hasPrefix), let value = HeaderNumber.decimal(field.value),
                let wait = HeaderNumber.reset(value, now: now)
            else { continue }
            let suffix = name.dropFirst(prefix.count)
            let kind = suffix == "s" ? "" : suffix
            let family = prefix.dropLast("reset".count)
            if RateLimit.isLifted(family, kind, in: headers) { continue }
            let remaining = headers["\(family)remaining\(kind)"]
            resets.append((wait, remaining.flatMap(HeaderNumber.decimal) == 0))
        }
        return resets.filter(\.isExhausted).map(\.wait).max() ?? resets.map(\.wait).min()
    }

    private static let prefixes = ["x-ratelimit-reset", "ratelimit-reset"]
}
