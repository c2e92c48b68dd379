/// The client of one provider: signs and sends requests, evaluates the status, decodes, and retries.
package struct HTTPClient: Sendable {
    /// The provider.
    package let provider: ProviderID
    /// The caller's label of the account; nil to tell accounts apart by their keys.
    package let account: String?
    /// The transport that sends the requests.
    package internal(set) var transport: any HTTPTransport
    /// The address of the API.
    package private(set) var baseURL: BaseURL
    /// How requests are authenticated.
    package let authorization: AuthorizationSource
    /// The header fields of every request, apart from its credentials.
    package let headers: HTTPHeaders
    /// When and how often a request is retried.
    package let retry: RetryPolicy
    /// How long one attempt may take.
    package let attemptTimeout: Duration
    /// Clocks and random numbers.
    package let environment: HTTPEnvironment
    /// Reads the provider's error body.
    ///
    /// Returns nil if the body is not in the provider's error format. The client fills in what the error leaves out.
    package let refusal: @Sendable (TransportResponse) -> UsageError?
    /// Returns the window of a limit that a refusal names without saying when it is lifted; nil for other refusals.
    package let limitWindow: @Sendable (UsageError) -> Duration?
    /// Called after each attempt.
    package let observer: (@Sendable (AttemptReport) -> Void)?
    /// The retry quota that all requests share; nil for no limit.
    package let quota: RetryQuota?
    /// The provider's rate limits, as far as they are known.
    package let rateLimiter: RateLimiter
    /// The difference between the server's clock and the local one.
    package let serverClock = ServerClock()

    /// Creates a client; its copies share the quota, the rate limiter and the server's clock.
    package init(
        provider: ProviderID, account: String? = nil, transport: any HTTPTransport, baseURL: BaseURL,
        authorization: AuthorizationSource,
        headers: HTTPHeaders = [:], retry: RetryPolicy = .standard, attemptTimeout: Duration = .seconds(60),
        environment: HTTPEnvironment = .live, failureLimit: FailureLimit? = nil,
        observer: (@Sendable (AttemptReport) -> Void)? = nil,
        limitWindow: @escaping @Sendable (UsageError) -> Duration? = { _ in nil },
        refusal: @escaping @Sendable (TransportResponse) -> UsageError? = { _ in nil }
    ) {
        self.provider = provider
        self.account = account
        self.transport = transport
        self.baseURL = baseURL
        self.authorization = authorization
        self.headers = headers
        self.retry = retry
        self.attemptTimeout = attemptTimeout
        self.environment = environment
        self.refusal = refusal
        self.limitWindow = limitWindow
        self.observer = observer
        quota = retry.quota.map(RetryQuota.init)
        rateLimiter = RateLimiter(
            clock: environment.clock, longestWait: retry.longestRetryAfter, failureLimit: failureLimit)
    }

    /// How far the server's clock is ahead of the local one; nil if that is unknown or at most two seconds.
    package var skew: Duration? { serverClock.skew }

    /// Returns the current instant by the server's clock, or by the local one if the skew is unknown.
    package func now() -> Timestamp {
        environment.now().advanced(by: skew ?? .zero)
    }

    /// The same client for paths that are not below the prefix; both share rate limits, quota and the server's clock.
    var withoutPrefix: HTTPClient {
        var client = self
        client.baseURL = baseURL.withoutPrefix
        return client
    }

    /// Fetches and decodes one response.
    ///
    /// Decoding is part of the retry loop: after a broken connection, half a body can look like a complete response.
    ///
    /// - Parameters:
    ///   - path: The path below the base URL's prefix, not yet percent-encoded.
    ///   - query: The query, in this order.
    ///   - accept: The media type to ask for.
    ///   - content: The method and the body of a request that is no GET.
    ///   - fields: Further fields of the header.
    ///   - deadline: The deadline of the operation that the request belongs to, in addition to the policy's total time.
    ///   - decode: Decodes a successful response; never runs on the caller's actor.
    /// - Returns: The decoded value.
    /// - Throws: ``UsageError`` or `CancellationError`.
    package func fetch<Value: Sendable>(
        _ path: String, query: [(name: String, value: String)] = [], accept: String = "application/json",
        content: RequestContent = .get, fields: [HTTPHeaders.Field] = [], deadline: HTTPDeadline? = nil,
        decode: @Sendable (TransportResponse) throws -> Value
    ) async throws -> Value {
        guard attemptTimeout > .zero else {
            throw UsageError(.invalidArgument, "the timeout of an attempt must be above zero")
        }
        var request = TransportRequest(url: try baseURL.url(path: path, query: query))
        request.headers = headers
        request.headers["Accept"] = accept
        for field in fields { request.headers[field.name] = field.value }
        request.method = content.method
        if let body = content.body {
            request.headers["Content-Type"] = "application/json"
            request.body = Array(body.text.utf8)
        }
        let timeBudget = TimeBudget(total: environment.deadline(after: retry.totalTime), outer: deadline)
        var attempt = Attempt(
            client: self, request: request, isRepeatable: content.isRepeatable, timeBudget: timeBudget)
        while true {
            let outcome = try await attempt.run { response in
                try response.requireForm(accept)
                return try decode(response)
            }
            switch outcome {
            case .value(let value):
                return value
            case .failure(let error, let delay):
                guard let delay else { throw error }
                try await environment.sleep(for: delay)
            }
        }
    }
}
