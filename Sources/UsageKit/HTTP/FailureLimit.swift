/// How many failures in a period make a provider block its client.
///
/// A failure is a refusal (4xx) other than 429.
package struct FailureLimit: Hashable, Sendable {
    /// The number of failures at which the provider blocks the client.
    package var count: Int
    /// The period in which failures are counted.
    package var period: Duration

    package init(count: Int, period: Duration) {
        self.count = max(2, count)
        self.period = period
    }
}
