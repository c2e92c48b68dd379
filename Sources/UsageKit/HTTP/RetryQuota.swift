import Synchronization

/// What is left of the retries that all requests of one client may make together.
package final class RetryQuota: Sendable {
    private let rules: RetryPolicy.Quota
    private let balance: Mutex<Int>

    package init(_ rules: RetryPolicy.Quota) {
        self.rules = rules
        balance = Mutex(rules.capacity)
    }

    /// What is left.
    package var available: Int { balance.withLock { $0 } }

    /// Takes the cost of a retry out.
    ///
    /// - Parameter isThrottled: Whether the provider asked to slow down.
    /// - Returns: What was taken; nil where too little is left.
    package func take(isThrottled: Bool) -> Int? {
        let cost = isThrottled ? rules.throttledRetryCost : rules.retryCost
        return balance.withLock { balance in
            guard cost <= balance else { return nil }
            balance -= cost
            return cost
        }
    }

    /// Takes note of a success.
    ///
    /// - Parameter taken: What the request's last retry cost; nil where it had none.
    package func succeed(taken: Int?) {
        balance.withLock { $0 = min(rules.capacity, $0 + (taken ?? 1)) }
    }
}
