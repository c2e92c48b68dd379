internal import Synchronization

/// Where the authorization of requests comes from.
package enum AuthorizationSource: Sendable {
    /// A key that was given once.
    case fixed(Authorization)
    /// A key that the caller supplies when it is needed.
    case supplied(SuppliedAuthorization)

    /// A fixed key in `Authorization: Bearer KEY`.
    package static func bearer(_ key: Credential) -> Self { .fixed(.bearer(key)) }

    /// A fixed key alone in a header field.
    package static func header(_ name: String, _ key: Credential) -> Self { .fixed(.header(name, key)) }

    /// A fixed key with requests that are signed.
    package static func hmac(key: Credential, secret: Credential) -> Self { .fixed(.hmac(key: key, secret: secret)) }

    /// The key by which accounts are told apart; nil if it can change.
    package var fixedKey: String? {
        if case .fixed(let authorization) = self { authorization.key.secret } else { nil }
    }
}

/// An authorization that a closure of the caller supplies: asked for once, and again after it was refused.
///
/// All requests of a client share it, and requests at the same time share one call of the closure.
package final class SuppliedAuthorization: Sendable {
    /// The failure of the caller's closure, whose text may hold the key.
    struct Failure: Error {
        let cause: any Error
    }

    private struct State {
        var known: Authorization?
        /// The number of calls of the closure so far.
        var calls = 0
        /// The requests that wait for the latest call; empty if it has ended.
        var waiting: [PendingResult<Authorization>] = []

        /// The last answer, unless it is the one that was refused.
        func answer(unless refused: Authorization?) -> Authorization? {
            known.flatMap { $0.secrets == refused?.secrets ? nil : $0 }
        }
    }

    private let supply: @Sendable () async throws -> Authorization
    private let state = Mutex(State())

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - supply: The caller's closure, which supplies the present keys.
    ///   - authorize: Makes an authorization of them, or throws if they cannot be sent.
    package init<Keys: Sendable>(
        _ supply: @escaping @Sendable () async throws -> Keys,
        authorize: @escaping @Sendable (Keys) throws(UsageError) -> Authorization
    ) {
        self.supply = {
            let keys: Keys
            do {
                keys = try await supply()
            } catch {
                throw Failure(cause: error)
            }
            return try authorize(keys)
        }
    }

    /// Returns the present authorization.
    ///
    /// A call of the closure for which no request waits any more is abandoned, and the next request makes another one.
    ///
    /// - Parameters:
    ///   - refused: An authorization that was refused; the closure is asked again, unless a newer answer is known.
    ///   - timeout: How long to wait for the closure.
    ///   - environment: The clock.
    /// - Returns: The authorization, which can be the one that was refused.
    /// - Throws: ``Failure``, ``UsageError`` for keys that cannot be sent and at the timeout, or `CancellationError`.
    func authorization(
        replacing refused: Authorization? = nil, within timeout: Duration, in environment: HTTPEnvironment
    ) async throws -> Authorization {
        if let known = state.withLock({ $0.answer(unless: refused) }) { return known }
        return try await PendingResult.value(
            within: timeout, in: environment,
            or: { UsageError(.deadlineExceeded, "the key was not supplied within \(timeout)") }
        ) { pending in
            let (known, call) = state.withLock { state -> (Authorization?, Int?) in
                if let known = state.answer(unless: refused) { return (known, nil) }
                // Requests that have timed out or were cancelled have their result.
                state.waiting.removeAll { !$0.isOpen }
                state.waiting.append(pending)
                guard state.waiting.count == 1 else { return (nil, nil) }
                state.calls += 1
                return (nil, state.calls)
            }
            if let known { pending.end(.success(known)) }
            if let call { ask(call) }
        }
    }

    private func ask(_ call: Int) {
        Task {
            let result: Result<Authorization, any Error>
            do {
                result = .success(try await supply())
            } catch {
                result = .failure(error)
            }
            let waiting = state.withLock { state -> [PendingResult<Authorization>] in
                // The answer of a call that was abandoned may be older than that of a later one.
                guard call == state.calls else { return [] }
                if case .success(let authorization) = result { state.known = authorization }
                defer { state.waiting = [] }
                return state.waiting
            }
            for pending in waiting { pending.end(result) }
        }
    }
}

extension SuppliedAuthorization {
    /// A key that a closure supplies, sent as `Authorization: Bearer KEY`.
    package static func bearer(_ key: @escaping @Sendable () async throws -> String) -> SuppliedAuthorization {
        SuppliedAuthorization(key) { (key) throws(UsageError) in .bearer(try Credential(key)) }
    }
}
