import Synchronization

/// The balance of the retry quota that all requests of one client share.
package final class RetryQuota: Sendable {
    private let rules: RetryPolicy.Quota
    private let balance: Mutex<Int>

    package init(_ rules: RetryPolicy.Quota) {
        self.rules = rules
        balance = Mutex(rules.capacity)
    }

    /// The balance.
    package var available: Int { balance.withLock { $0 } }

    /// Withdraws the cost of a retry.
    ///
    /// - Parameter isThrottled: Whether the provider asked to slow down.
    /// - Returns: The cost; nil if too little is left.
    package func withdraw(isThrottled: Bool) -> Int? {
        let cost = isThrottled ? rules.throttledRetryCost : rules.retryCost
        return balance.withLock { balance in
            guard cost <= balance else { return nil }
            balance -= cost
            return cost
        }
    }

    /// Records a successful request.
    ///
    /// - Parameter cost: The cost of the request's last retry; nil if there was no retry, which adds 1.
    package func recordSuccess(refunding cost: Int?) {
        balance.withLock { $0 = min(rules.capacity, $0 + (cost ?? 1)) }
    }
}
