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
        names.compactMap { family, kind in
            guard let text = headers["\(family)remaining\(kind)"], HeaderNumber.decimal(text) != nil,
                let remaining = HeaderNumber.count(text), !isLifted(family, kind, in: headers)
            else { return nil }
            let reset = headers["\(family)reset\(kind)"] ?? (kind.isEmpty ? headers["\(family)resets"] : nil)
            return RateLimit(
                name: family + kind, limit: headers["\(family)limit\(kind)"].flatMap(firstCount), remaining: remaining,
                reset: reset.flatMap(HeaderNumber.decimal).flatMap { HeaderNumber.reset($0, now: now) })
        }
    }

    /// The names of the limits that a response says there are not.
    static func lifted(in headers: HTTPHeaders) -> [String] {
        names.compactMap { family, kind in isLifted(family, kind, in: headers) ? family + kind : nil }
    }

    /// Whether a response says that there is no such limit: some gateways then write -1, or a limit of 0.
    ///
    /// - Parameters:
    ///   - family: The beginning of the names of the fields, with a hyphen, in lower case.
    ///   - kind: Their suffix, for example `-requests`; may be empty.
    ///   - headers: The header.
    /// - Returns: Whether there is no such limit.
    static func isLifted(_ family: some StringProtocol, _ kind: some StringProtocol, in headers: HTTPHeaders) -> Bool {
        let remaining = headers["\(family)remaining\(kind)"].flatMap(HeaderNumber.decimal)
        return remaining.map { $0 < 0 } == true || headers["\(family)limit\(kind)"].flatMap(firstCount) == 0
    }

    private static let names = ["x-ratelimit-", "ratelimit-"].flatMap { family in
        ["", "-requests"].map { (family: family, kind: $0) }
    }

    /// IETF drafts allow a policy after the number, as in `100, 100;w=60`.
    private static func firstCount(_ text: String) -> Int? {
        text.split(whereSeparator: { ",; ".contains($0) }).first.flatMap { HeaderNumber.count(String($0)) }
    }
}
