/// How many failures a provider takes in a while before it shuts its client out.
///
/// A failure is a refusal (4xx) other than 429.
package struct FailureLimit: Hashable, Sendable {
    /// The number of failures that must not be reached.
    package var count: Int
    /// In how long a time.
    package var period: Duration

    package init(count: Int, period: Duration) {
        self.count = max(2, count)
        self.period = period
    }
}
