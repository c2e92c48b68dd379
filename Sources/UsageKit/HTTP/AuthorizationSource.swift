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
/// All requests of a client share it, so requests at the same time ask once.
package final class SuppliedAuthorization: Sendable {
    private struct State {
        var known: Authorization?
        /// The requests that wait for the answer; nil if the closure is not running.
        var waiting: [PendingResult<Authorization>]?
    }

    private let supply: @Sendable () async throws -> Authorization
    private let state = Mutex(State())

    /// Creates a source.
    ///
    /// - Parameter supply: Supplies the present authorization.
    package init(_ supply: @escaping @Sendable () async throws -> Authorization) {
        self.supply = supply
    }

    /// Returns the present authorization.
    ///
    /// A closure that does not answer is abandoned: it goes on, and a later request gets its answer.
    ///
    /// - Parameters:
    ///   - refused: An authorization that was refused, so that the closure is asked again unless it has been since.
    ///   - timeout: How long to wait for the closure.
    ///   - environment: The clock.
    /// - Returns: The authorization, which can be the one that was refused.
    /// - Throws: The closure's error, ``UsageError`` at the timeout, or `CancellationError`.
    func current(
        after refused: Authorization? = nil, within timeout: Duration, in environment: HTTPEnvironment
    ) async throws -> Authorization {
        if let known = known(other: refused) { return known }
        return try await PendingResult.value(
            within: timeout, in: environment,
            or: { UsageError(.deadlineExceeded, "the key was not supplied within \(timeout)") }
        ) { pending in
            let isFirst = state.withLock { state in
                let isFirst = state.waiting == nil
                // Those that were abandoned wait no more.
                state.waiting = (state.waiting ?? []).filter(\.isOpen) + [pending]
                return isFirst
            }
            if isFirst { ask() }
        }
    }

    private func known(other refused: Authorization?) -> Authorization? {
        state.withLock(\.known).flatMap { known in
            refused.map { $0.secrets == known.secrets } == true ? nil : known
        }
    }

    private func ask() {
        Task {
            let result: Result<Authorization, any Error>
            do {
                result = .success(try await supply())
            } catch {
                result = .failure(error)
            }
            let waiting = state.withLock { state in
                if case .success(let authorization) = result { state.known = authorization }
                defer { state.waiting = nil }
                return state.waiting ?? []
            }
            for pending in waiting { pending.end(result) }
        }
    }
}

extension SuppliedAuthorization {
    /// A key that a closure supplies, sent as `Authorization: Bearer KEY`.
    package static func bearer(_ key: @escaping @Sendable () async throws -> String) -> SuppliedAuthorization {
        SuppliedAuthorization { .bearer(try Credential(try await key())) }
    }
}
