extension HTTPClient.Attempt {
    /// The present authorization.
    ///
    /// A closure that supplies it has as much time as an attempt, in addition to it.
    mutating func authorization() async throws -> Authorization {
        switch client.authorization {
        case .fixed(let authorization):
            redact(authorization.secrets)
            return authorization
        case .supplied(let supplied):
            guard timeBudget.timeLeft > .zero else { throw timeIsUp }
            do {
                let authorization = try await supplied.authorization(within: timeForKey, in: client.environment)
                redact(authorization.secrets)
                return authorization
            } catch {
                throw try keyFailure(error)
            }
        }
    }

    /// Whether the caller supplies another key after one was refused; it is asked once for each request.
    mutating func hasOtherKey(after response: TransportResponse, of refused: Authorization) async throws -> Bool {
        guard response.status == 401, !hasAskedForKey,
            case .supplied(let supplied) = client.authorization
        else { return false }
        hasAskedForKey = true
        do {
            let next = try await supplied.authorization(
                replacing: refused, within: timeForKey, in: client.environment)
            return next.secrets != refused.secrets
        } catch {
            if Task.isCancelled { throw CancellationError() }
            // The refusal says more than the failure to find another key.
            return false
        }
    }

    private var timeForKey: Duration { max(min(client.attemptTimeout, timeBudget.timeLeft), .zero) }

    private func keyFailure(_ error: any Error) throws -> UsageError {
        if Task.isCancelled { throw CancellationError() }
        if let known = error as? UsageError { return completed(known, status: nil) }
        let cause = (error as? SuppliedAuthorization.Failure)?.cause ?? error
        var failure = UsageError(.keyUnavailable, "the key could not be supplied: \(type(of: cause))")
        failure.underlyingError = cause
        return completed(failure, status: nil)
    }
}
