/// One limit on the number of requests, as the header of a response states it.
struct RateLimit: Hashable {
    /// What tells the limit from the others of the provider: the names of its fields without their verb.
    var name: String
    /// How many requests a period has.
    var limit: Int?
    /// How many are left in this one.
    var remaining: Int
    /// How long until there are more; nil where the header does not say, or names a time that has passed.
    var reset: Duration?

    /// Reads the limits of a response; fields that make no sense are left out.
    ///
    /// Known are `X-RateLimit-…` and `RateLimit-…` with `Limit`, `Remaining` and `Reset` or `Resets`, also with
    /// `-Requests` behind. Limits on tokens are left out: reading a ledger uses up none.
    ///
    /// - Parameters:
    ///   - headers: The header.
    ///   - now: The present, by the server's clock.
    /// - Returns: The limits of which the header says how much is left.
    static func all(in headers: HTTPHeaders, now: Timestamp) -> [RateLimit] {
        families.flatMap { family in
            ["", "-requests"].compactMap { kind -> RateLimit? in
                guard let remaining = headers["\(family)remaining\(kind)"].flatMap(HeaderNumber.count) else {
                    return nil
                }
                let reset = headers["\(family)reset\(kind)"] ?? (kind.isEmpty ? headers["\(family)resets"] : nil)
                return RateLimit(
                    name: family + kind, limit: headers["\(family)limit\(kind)"].flatMap(firstCount),
                    remaining: remaining,
                    reset: reset.flatMap(HeaderNumber.decimal).flatMap { HeaderNumber.reset($0, now: now) })
            }
        }
    }

    private static let families = ["x-ratelimit-", "ratelimit-"]

    /// Drafts of the IETF let the policy follow the number, as in `100, 100;w=60`.
    private static func firstCount(_ text: String) -> Int? {
        text.split(whereSeparator: { ",; ".contains($0) }).first.flatMap { HeaderNumber.count(String($0)) }
    }
}
