import Foundation

/// The result of one attempt at a request, for a log, a metric or a trace.
///
/// It holds no key, no body and no query, so it can be logged as it is.
public struct AttemptReport: Hashable, Sendable {
    /// How an attempt ended.
    ///
    /// More outcomes may follow in later versions.
    public struct Outcome: Hashable, Sendable {
        enum Kind: Hashable {
            case succeeded, cancelled
            case failed(UsageError.Code)
        }

        let kind: Kind

        /// A response was received and decoded.
        public static let succeeded = Self(kind: .succeeded)
        /// The task was cancelled.
        public static let cancelled = Self(kind: .cancelled)

        /// The connection, the provider or the decoder failed.
        public static func failed(_ code: UsageError.Code) -> Self { Self(kind: .failed(code)) }

        /// Why the attempt failed; nil if it did not.
        public var failure: UsageError.Code? {
            if case .failed(let code) = kind { code } else { nil }
        }
    }

    /// The provider that was asked.
    public let provider: ProviderID
    /// The method of the request.
    public let method: String
    /// The path of the request, without its query.
    public let path: String
    /// The number of the attempt at the request, counted from 1.
    public let attempt: Int
    /// How it ended.
    public package(set) var outcome: Outcome
    /// The status of the response; nil if there was no response.
    public package(set) var status: Int?
    /// How long the attempt took, from sending the request to the last byte of the response, without decoding.
    public package(set) var duration: Duration
    /// The size of the body, decompressed.
    public package(set) var receivedBytes: Int
    /// The id that the provider, or the network before it, gave the request.
    public package(set) var requestID: String?
    /// The version of the API that the server says it used (`Aurous-Version`, `x-venice-version`).
    public package(set) var apiVersion: String?
    /// What the server says of the end of the endpoint; nil if it says nothing.
    public package(set) var deprecation: Deprecation?
    /// The balances before the request that the header states (`x-venice-balance-usd`, `x-venice-balance-diem`).
    public package(set) var balances: [Money] = []
    /// How long ago the answer was made if it comes from a cache (`Age`); nil if the header does not say.
    public package(set) var age: Duration?
    /// How long the client waits before the next attempt; nil if there is no next attempt.
    public package(set) var retryDelay: Duration?
    /// How long the request waited for the provider's rate limits before it was sent; zero if nothing held it back.
    public let rateLimitWait: Duration

    package init(provider: ProviderID, request: TransportRequest, attempt: Int, rateLimitWait: Duration) {
        self.provider = provider
        method = request.method
        path = request.url.path
        self.attempt = attempt
        outcome = .cancelled
        duration = .zero
        receivedBytes = 0
        self.rateLimitWait = rateLimitWait
    }

    /// Whether another attempt follows.
    public var isRetried: Bool { retryDelay != nil }
}

extension AttemptReport: CustomStringConvertible {
    /// One line: the provider, the request, the outcome, and how long it took.
    public var description: String {
        var words = ["\(provider):", method, path, "attempt \(attempt)"]
        words.append(outcome.description)
        if let status { words.append("HTTP \(status)") }
        words.append("\(receivedBytes) bytes in \(duration)")
        if let requestID { words.append("request \(requestID)") }
        if let deprecation { words.append("(\(deprecation))") }
        if let retryDelay { words.append("retry in \(retryDelay)") }
        return words.joined(separator: " ")
    }
}

extension AttemptReport.Outcome: CustomStringConvertible {
    /// `succeeded`, `cancelled`, or `failed` with the code.
    public var description: String {
        switch kind {
        case .succeeded: "succeeded"
        case .failed(let code): "failed (\(code))"
        case .cancelled: "cancelled"
        }
    }
}
