/// What a provider's client can be told beside its key.
public struct ClientConfiguration: Sendable {
    /// Another place for the API than the documented one: https, or http on loopback; nil for the documented one.
    ///
    /// A path in it replaces the documented prefix (`/v1`, `/api/v1`).
    public var baseURL: String?
    /// What carries the requests.
    public var transport: any HTTPTransport
    /// When and how often a failed request is tried again.
    public var retry: RetryPolicy
    /// How long one attempt may take.
    public var attemptTimeout: Duration
    /// Measures deadlines and waits; a test gives a clock that it moves itself.
    public var clock: any Clock<Duration> {
        get { environment.clock }
        set { environment.clock = newValue }
    }
    /// Hears of each attempt at a request, once, when it has ended; nil for no one.
    ///
    /// It is called on whatever thread the attempt ended on, and the request goes on when it returns.
    public var observer: (@Sendable (AttemptReport) -> Void)?
    package var environment: HTTPEnvironment

    /// Creates a configuration.
    public init(
        baseURL: String? = nil, transport: any HTTPTransport = URLSessionTransport.shared,
        retry: RetryPolicy = .standard, attemptTimeout: Duration = .seconds(60),
        observer: (@Sendable (AttemptReport) -> Void)? = nil
    ) {
        self.baseURL = baseURL
        self.transport = transport
        self.retry = retry
        self.attemptTimeout = attemptTimeout
        self.observer = observer
        environment = .live
    }
}

extension HTTPClient {
    /// Creates a client for a provider's documented place or the one that the configuration names.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidBaseURL``.
    package init(
        _ provider: ProviderID, origin: String, prefix: String, authorization: Authorization,
        configuration: ClientConfiguration, headers: HTTPHeaders = [:], failureLimit: FailureLimit? = nil
    ) throws(UsageError) {
        self.init(
            provider: provider, transport: configuration.transport,
            baseURL: try BaseURL(configuration.baseURL ?? origin, defaultPrefix: prefix),
            authorization: authorization, headers: headers, retry: configuration.retry,
            attemptTimeout: configuration.attemptTimeout, environment: configuration.environment,
            failureLimit: failureLimit, observer: configuration.observer,
            refusal: { ErrorEnvelope(in: $0)?.refusal(of: $0) })
    }
}
