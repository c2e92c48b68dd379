/// Asks one provider: signs, sends, judges the status, decodes, and tries again where that makes sense.
package struct HTTPClient: Sendable {
    /// Whom it asks.
    package let provider: ProviderID
    /// What carries the requests.
    package let transport: any HTTPTransport
    /// Where the API stands.
    package let baseURL: BaseURL
    /// How a request proves who sends it.
    package let authorization: Authorization
    /// What every request carries beside its proof.
    package let headers: HTTPHeaders
    /// How often a request is tried again.
    package let retry: RetryPolicy
    /// How long one attempt may take.
    package let attemptTimeout: Duration
    /// Time and chance.
    package let environment: HTTPEnvironment
    /// Reads the provider's error body.
    ///
    /// Nil where the body is none of the provider's; what the error leaves out is filled in.
    package let refusal: @Sendable (TransportResponse) -> UsageError?
    /// Hears of each attempt.
    package let observer: (@Sendable (AttemptReport) -> Void)?
    /// The retries that are left to all requests; nil for any number.
    package let quota: RetryQuota?
    /// The requests that the provider's limits leave.
    package let budget: RateLimiter
    /// How far the server's clock is from the one here.
    package let serverClock = ServerClock()

    /// Creates a client; its copies share quota, budget and what is known of the server's clock.
    package init(
        provider: ProviderID, transport: any HTTPTransport, baseURL: BaseURL, authorization: Authorization,
        headers: HTTPHeaders = [:], retry: RetryPolicy = .standard, attemptTimeout: Duration = .seconds(60),
        environment: HTTPEnvironment = .live, failureLimit: FailureLimit? = nil,
        observer: (@Sendable (AttemptReport) -> Void)? = nil,
        refusal: @escaping @Sendable (TransportResponse) -> UsageError? = { _ in nil }
    ) {
        self.provider = provider
        self.transport = transport
        self.baseURL = baseURL
        self.authorization = authorization
        self.headers = headers
        self.retry = retry
        self.attemptTimeout = attemptTimeout
        self.environment = environment
        self.refusal = refusal
        self.observer = observer
        quota = retry.quota.map(RetryQuota.init)
        budget = RateLimiter(
            clock: environment.clock, longestWait: retry.longestRetryAfter, failureLimit: failureLimit)
    }

    /// How far the server's clock is ahead of the one here; nil where it is unknown or no more than two seconds.
    package var skew: Duration? { serverClock.skew }

    /// Returns the present by the server's clock, as far as it is known.
    package func now() -> Timestamp {
        environment.now().advanced(by: skew ?? .zero)
    }

    /// Fetches and decodes one response.
    ///
    /// Decoding stands inside the loop of retries: a connection that breaks can look like a whole response with half a
    /// body.
    ///
    /// - Parameters:
    ///   - path: The path below the base URL's prefix, not yet percent-encoded.
    ///   - query: The query, in this order.
    ///   - accept: The media type to ask for.
    ///   - deadline: The end of patience of a larger undertaking, beside the policy's own total time.
    ///   - decode: Makes a value of a successful response; never runs on the caller's actor.
    /// - Returns: What the decoder made.
    /// - Throws: ``UsageError`` or `CancellationError`.
    package func fetch<Value: Sendable>(
        _ path: String, query: [(name: String, value: String)] = [], accept: String = "application/json",
        deadline: HTTPDeadline? = nil, decode: @Sendable (TransportResponse) throws -> Value
    ) async throws -> Value {
        var request = TransportRequest(url: try baseURL.url(path: path, query: query))
        request.headers = headers
        request.headers["Accept"] = accept
        let patience = Patience(total: environment.deadline(after: retry.totalTime), outer: deadline)
        var attempt = Attempt(client: self, request: request, patience: patience)
        while true {
            switch try await attempt.run(decode: decode) {
            case .value(let value):
                return value
            case .failure(let error, let delay):
                guard let delay else { throw error }
                try await environment.sleep(for: delay)
            }
        }
    }
}
