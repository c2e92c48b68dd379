/// The settings of a provider's client, apart from its key.
public struct ClientConfiguration: Sendable {
    /// A base URL other than the documented one: https, or http on loopback; nil for the documented one.
    ///
    /// A path in it replaces the documented prefix (`/v1`, `/api/v1`).
    public var baseURL: String?
    /// The caller's label of the account whose ledger is read; nil to tell accounts apart by their keys.
    ///
    /// It is never sent. Checkpoints are bound to it, so a walk can be resumed with a key that was rotated.
    public var account: String?
    /// The transport that sends the requests.
    public var transport: any HTTPTransport
    /// When and how often a failed request is retried.
    public var retry: RetryPolicy
    /// How long one attempt may take, whatever the transport does; above zero.
    public var attemptTimeout: Duration
    /// The clock for deadlines and waits; a test can pass one that it controls.
    ///
    /// A timeout is a sleep on this clock, so a clock whose sleeps take no time ends each request of a transport other than
    /// ``URLSessionTransport`` at once. `ManualClock` of `UsageKitTesting` knows the difference.
    public var clock: any Clock<Duration> {
        get { environment.clock }
        set { environment.clock = newValue }
    }
    /// Called once after each attempt at a request; nil for no observer.
    ///
    /// It runs on the thread on which the attempt ended, and the request continues after it returns.
    public var observer: (@Sendable (AttemptReport) -> Void)?
    package var environment: HTTPEnvironment

    /// Creates a configuration.
    public init(
        baseURL: String? = nil, account: String? = nil, transport: any HTTPTransport = URLSessionTransport.shared,
        retry: RetryPolicy = .standard, attemptTimeout: Duration = .seconds(60),
        observer: (@Sendable (AttemptReport) -> Void)? = nil
    ) {
        self.baseURL = baseURL
        self.account = account
        self.transport = transport
        self.retry = retry
        self.attemptTimeout = attemptTimeout
        self.observer = observer
        environment = .live
    }
}

extension HTTPClient {
    /// Creates a client for the provider's documented base URL, or for that of the configuration.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidBaseURL``, or with ``UsageError/Code/invalidArgument`` for an
    ///   empty label of the account.
    package init(
        _ provider: ProviderID, origin: String, prefix: String, authorization: AuthorizationSource,
        configuration: ClientConfiguration, headers: HTTPHeaders = [:], failureLimit: FailureLimit? = nil,
        limitWindow: @escaping @Sendable (UsageError) -> Duration? = { _ in nil }
    ) throws(UsageError) {
        if configuration.account == "" { throw UsageError(.invalidArgument, "the label of the account is empty") }
        self.init(
            provider: provider, account: configuration.account, transport: configuration.transport,
            baseURL: try BaseURL(configuration.baseURL ?? origin, defaultPrefix: prefix),
            authorization: authorization, headers: headers, retry: configuration.retry,
            attemptTimeout: configuration.attemptTimeout, environment: configuration.environment,
            failureLimit: failureLimit, observer: configuration.observer, limitWindow: limitWindow,
            refusal: { ErrorEnvelope(in: $0)?.refusal(of: $0) })
    }
}

extension ClientConfiguration {
    /// The configuration with a label of the account.
    func named(_ account: String) -> ClientConfiguration {
        var configuration = self
        configuration.account = account
        return configuration
    }
}
