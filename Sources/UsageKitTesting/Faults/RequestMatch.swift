internal import Foundation
public import UsageKit

/// Which requests of a transport a fault is for: by number, by path, or by any condition.
///
/// Requests are counted from 1. A literal number is the request with that number, so `[3: .drop]` drops the third one.
public struct RequestMatch: Sendable {
    private let condition: @Sendable (TransportRequest, Int) -> Bool
    /// How many requests that meet the condition are let through before the first match.
    private(set) var skipped = 0
    /// How many requests match at most.
    private(set) var limit = Int.max
    /// The number of the only request that matches, if it is known.
    private(set) var number: Int?
    private let name: String

    private init(
        _ name: String, number: Int? = nil, _ condition: @escaping @Sendable (TransportRequest, Int) -> Bool
    ) {
        self.name = name
        self.number = number
        self.condition = condition
    }

    /// All requests.
    public static let all = RequestMatch("all requests") { _, _ in true }

    /// Returns a match for the request with a number.
    public static func request(_ number: Int) -> RequestMatch {
        RequestMatch("request \(number)", number: number) { $1 == number }
    }

    /// Returns a match for the requests whose numbers are in a range, for example `3...5` or `3...`.
    public static func requests(_ numbers: some RangeExpression<Int> & Sendable) -> RequestMatch {
        RequestMatch("requests \(numbers)") { numbers.contains($1) }
    }

    /// Returns a match for the requests with a path.
    ///
    /// - Parameter path: The whole path without its query, for example `/v1/usage`.
    /// - Returns: The match.
    public static func path(_ path: String) -> RequestMatch {
        RequestMatch("requests for \(path)") { request, _ in request.url.path == path }
    }

    /// Returns a match for the requests that meet a condition.
    ///
    /// The condition is looked at while the transport is locked, so it must not use the transport.
    ///
    /// - Parameters:
    ///   - name: What the condition is, for messages.
    ///   - condition: Whether a request meets it; called for each request until the fault is used up.
    /// - Returns: The match.
    public static func matching(
        _ name: String = "requests that meet a condition",
        _ condition: @escaping @Sendable (TransportRequest) -> Bool
    ) -> RequestMatch {
        RequestMatch(name) { request, _ in condition(request) }
    }

    /// Returns the first of these requests, and no later one.
    ///
    /// - Parameter count: How many.
    /// - Returns: The match.
    public func first(_ count: Int = 1) -> RequestMatch {
        var match = self
        match.limit = Swift.min(limit, Swift.max(count, 0))
        match.number = nil
        return match
    }

    /// Returns these requests without the first ones; `.path("/v1/usage").after(2).first()` is the third one.
    ///
    /// - Parameter count: How many are left out.
    /// - Returns: The match.
    public func after(_ count: Int) -> RequestMatch {
        var match = self
        match.skipped += Swift.max(count, 0)
        match.number = nil
        return match
    }

    /// Whether a request meets the condition, whatever came before it.
    func includes(_ request: TransportRequest, number: Int) -> Bool { condition(request, number) }
}

extension RequestMatch: ExpressibleByIntegerLiteral {
    /// Creates a match for the request with a number.
    public init(integerLiteral number: Int) { self = .request(number) }
}

extension RequestMatch: CustomStringConvertible {
    /// The requests in words, for example `requests for /v1/usage after the first 2, at most 1`.
    public var description: String {
        name + (skipped > 0 ? " after the first \(skipped)" : "") + (limit < .max ? ", at most \(limit)" : "")
    }
}
