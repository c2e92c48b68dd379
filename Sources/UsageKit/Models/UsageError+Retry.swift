extension UsageError {
    /// Whether it makes sense to make a call again that has failed, and when.
    public enum Retry: Hashable, Sendable {
        /// The same call fails again until something is changed: the key, the query, the settings or the file.
        case never
        /// The same call can succeed later; nothing says when.
        case later
        /// The same call can succeed after the wait that the provider asks for.
        case after(Duration)
    }

    /// Whether it makes sense to make the same call again, and when.
    ///
    /// A client has retried on its own what can succeed within seconds (``RetryPolicy``) before it throws. This answers
    /// for the time after that: for a job that runs again in some minutes, or for a button that a person sees.
    ///
    /// ```swift
    /// switch error.retry {
    /// case .never: show(error)
    /// case .later: schedule(in: .seconds(600))
    /// case .after(let wait): schedule(in: wait)
    /// }
    /// ```
    public var retry: Retry {
        guard canSucceedLater else { return .never }
        return retryAfter.map { .after(Swift.max($0, .zero)) } ?? .later
    }

    /// Whether it makes sense to make the same call again; ``retry`` says when.
    public var isRetryable: Bool { retry != .never }

    /// The statuses of responses that another attempt can turn into a success.
    package static let transientStatuses: Set<Int> = [408, 409, 425, 429, 500, 502, 503, 504]

    private var canSucceedLater: Bool {
        switch code {
        case .rateLimited, .deadlineExceeded: shouldRetry ?? true
        case .serverFailure, .requestRefused:
            // Without a status, the failure was in the body of a response that had succeeded.
            shouldRetry ?? status.map { !isRefusal(status: $0) } ?? (code == .serverFailure)
        case .transport: connectionFailure?.canPass ?? true
        // A page of a gateway instead of the provider's JSON.
        case .malformedJSON: status != nil
        // For example a keychain that is locked.
        case .keyUnavailable: true
        default: false
        }
    }

    /// Whether a status refuses the request for good; the failure of a body comes with the status of a success.
    private func isRefusal(status: Int) -> Bool {
        status >= 300 && !Self.transientStatuses.contains(status)
    }
}

extension UsageError.ConnectionFailure {
    /// Whether the failure can pass without a change of the settings.
    ///
    /// Names are not found while a network or a name server is down, which is longer than a client retries.
    fileprivate var canPass: Bool { isTransient || self == .nameNotFound }
}
