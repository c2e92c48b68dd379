/// When and how often a failed request is retried.
///
/// Retried are the statuses 408, 409, 425, 429, 500, 502, 503 and 504, a connection that was refused or lost, an attempt
/// that timed out and, once, a response that cannot be decoded. Other refusals, redirects, connections that cannot succeed
/// (``UsageError/ConnectionFailure/isTransient``), servers whose certificate is not trusted and responses above the size
/// limit are never retried.
public struct RetryPolicy: Hashable, Sendable {
    /// The maximum number of attempts, including the first.
    public var attempts: Int
    /// The upper bound of the first wait; it doubles for each further wait.
    public var base: Duration
    /// The maximum of the upper bound.
    public var cap: Duration
    /// The longest wait that a provider may ask for; if it asks for more, the request fails at once and the error
    /// contains the wait.
    public var longestRetryAfter: Duration
    /// How long all attempts and the waits between them may take together.
    public var totalTime: Duration
    /// The retry quota that all requests of one client share; nil for no limit.
    public var quota: Quota?

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - attempts: The maximum number of attempts; less than 1 counts as 1.
    ///   - base: The upper bound of the first wait.
    ///   - cap: The maximum of the upper bound.
    ///   - longestRetryAfter: The longest wait that a provider may ask for.
    ///   - totalTime: How long all attempts and waits may take together.
    ///   - quota: The retry quota that all requests of one client share; nil for no limit.
    public init(
        attempts: Int = 3, base: Duration = .milliseconds(500), cap: Duration = .seconds(8),
        longestRetryAfter: Duration = .seconds(120), totalTime: Duration = .seconds(300),
        quota: Quota? = .standard
    ) {
        self.attempts = max(1, attempts)
        self.base = max(.zero, base)
        self.cap = max(.zero, cap)
        self.longestRetryAfter = max(.zero, longestRetryAfter)
        self.totalTime = totalTime
        self.quota = quota
    }

    /// Three attempts, waits of at most 0.5 s, then 1 s, all within five minutes, and the standard quota.
    public static let standard = RetryPolicy()

    /// One attempt.
    public static let none = RetryPolicy(attempts: 1, quota: nil)

    /// Returns how long to wait before a retry: uniformly random up to the bound ("full jitter"), so that clients which
    /// failed at the same time do not retry at the same time.
    ///
    /// - Parameters:
    ///   - retry: The number of the retry, counted from 0.
    ///   - random: A number from 0 up to, but not including, 1.
    /// - Returns: The wait.
    package func delay(beforeRetry retry: Int, random: Double) -> Duration {
        var bound = min(base, cap)
        for _ in 0..<min(retry, 62) where bound < cap {
            bound = min(bound * 2, cap)
        }
        return bound * random
    }
}
