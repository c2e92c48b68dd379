/// A limit on the number of requests, read from the header of a response.
struct RateLimit: Hashable {
    /// Identifies the limit among those of the provider: the common part of the names of its fields.
    var name: String
    /// How many requests a period allows.
    var limit: Int?
    /// How many are left in this period.
    var remaining: Int
    /// The time until the limit resets; nil if the header does not say, or names a time that has passed.
    var reset: Duration?

    /// Reads the limits of a response; invalid fields are ignored.
    ///
    /// Supported are `X-RateLimit-…` and `RateLimit-…` with `Limit`, `Remaining` and `Reset` or `Resets`, also with the
    /// suffix `-Requests`. Limits on tokens are ignored, because reading a ledger uses no tokens.
    ///
    /// - Parameters:
    ///   - headers: The header.
    ///   - now: The current instant, by the server's clock.
    /// - Returns: The limits whose remaining requests the header states.
    static func all(in headers: HTTPHeaders, now: Timestamp) -> [RateLimit] {
        families.flatMap { family in
            ["", "-requests"].compactMap { kind -> RateLimit? in
                guard let text = headers["\(family)remaining\(kind)"], let number = HeaderNumber.decimal(text),
                    number >= 0, let remaining = HeaderNumber.count(text)
                else { return nil }
                let limit = headers["\(family)limit\(kind)"].flatMap(firstCount)
                // Some gateways write -1, or a limit of 0, if there is no limit.
                if limit == 0 { return nil }
                let reset = headers["\(family)reset\(kind)"] ?? (kind.isEmpty ? headers["\(family)resets"] : nil)
                return RateLimit(
                    name: family + kind, limit: limit, remaining: remaining,
                    reset: reset.flatMap(HeaderNumber.decimal).flatMap { HeaderNumber.reset($0, now: now) })
            }
        }
    }

    private static let families = ["x-ratelimit-", "ratelimit-"]

    /// IETF drafts allow a policy after the number, as in `100, 100;w=60`.
    private static func firstCount(_ text: String) -> Int? {
        text.split(whereSeparator: { ",; ".contains($0) }).first.flatMap { HeaderNumber.count(String($0)) }
    }
}
