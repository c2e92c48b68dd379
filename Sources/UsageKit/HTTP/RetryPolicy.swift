/// How often and how patiently a request that failed is tried again.
///
/// Tried again are: the statuses 408, 409, 425, 429, 500, 502, 503 and 504, a connection that broke, an attempt that
/// took too long, and, once, a response that cannot be decoded. Never: another refusal, a redirect, a server whose
/// certificate is not trusted, a response above the cap.
public struct RetryPolicy: Hashable, Sendable {
    /// How many times a request is sent at most, the first time included.
    public var attempts: Int
    /// The upper bound of the first wait; it doubles with each wait.
    public var base: Duration
    /// What the upper bound of a wait never exceeds.
    public var cap: Duration
    /// The longest wait that a provider may ask for; where it asks for more, the request fails at once and the error
    /// holds the wait.
    public var longestRetryAfter: Duration
    /// How long all attempts and the waits between them may take together.
    public var totalTime: Duration
    /// How many retries all requests of one client may make together; nil for any number.
    public var quota: Quota?

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - attempts: How many times a request is sent at most; less than 1 counts as 1.
    ///   - base: The upper bound of the first wait.
    ///   - cap: What the upper bound of a wait never exceeds.
    ///   - longestRetryAfter: The longest wait that a provider may ask for.
    ///   - totalTime: How long all attempts and waits may take together.
    ///   - quota: How many retries all requests of one client may make together; nil for any number.
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

    /// Returns how long to wait before a retry: anything up to the bound with equal chance ("full jitter"), so that
    /// clients which failed together do not come back together.
    ///
    /// - Parameters:
    ///   - retry: Which retry it is, counted from 0.
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
