extension HTTPClient {
    /// The attempts at one request, one after the other.
    struct Attempt: Sendable {
        /// What came of an attempt.
        enum Outcome<Value: Sendable>: Sendable {
            case value(Value)
            /// A failure, and how long to wait before the next attempt; nil where there must not be one.
            case failure(UsageError, retryIn: Duration?)
        }

        private let client: HTTPClient
        private let request: TransportRequest
        private let patience: Patience
        private let text: ErrorText
        /// How many attempts have been made.
        private var count = 0
        private var hasRetriedDecoding = false
        private var hasSignedAnew = false
        /// What the last retry cost.
        private var taken: Int?

        init(client: HTTPClient, request: TransportRequest, patience: Patience) {
            self.client = client
            self.request = request
            self.patience = patience
            text = ErrorText(secrets: client.authorization.secrets)
        }

        /// Makes one attempt, as soon as the provider's limits leave room for it.
        mutating func run<Value: Sendable>(
            decode: @Sendable (TransportResponse) throws -> Value
        ) async throws -> Outcome<Value> {
            let admission = try await admission()
            count += 1
            var request = request
            request.timeout = admission.timeout
            let skew = client.skew
            client.authorization.sign(&request, at: client.now())

            var report = AttemptReport(
                provider: client.provider, request: request, attempt: count, rateLimitWait: admission.wait)
            let answer = await send(request, by: admission.permit, for: &report)
            do {
                var outcome = try await judge(answer, signedWith: skew, decode)
                switch outcome {
                case .value:
                    client.quota?.succeed(taken: taken)
                    report.outcome = .succeeded
                case .failure(let error, let delay):
                    report.outcome = .failed(error.code)
                    report.retryDelay = delay.flatMap { allowed($0, after: error) }
                    outcome = .failure(error, retryIn: report.retryDelay)
                }
                client.observer?(report)
                return outcome
            } catch {
                client.observer?(report)
                throw error
            }
        }

        // MARK: Before and while

        /// Waits until the provider's limits leave room for a request.
        private func admission() async throws -> (permit: RateLimiter.Permit, timeout: Duration, wait: Duration) {
            let elapsed = client.environment.stopwatch()
            while true {
                try Task.checkCancellation()
                let timeLeft = patience.timeLeft
                guard timeLeft > .zero else {
                    throw completed(UsageError(.deadlineExceeded, "the time allowed is over"), status: nil)
                }
                switch client.budget.admit() {
                case .granted(let permit):
                    return (permit, min(client.attemptTimeout, timeLeft), elapsed())
                case .wait(let wait):
                    guard wait < timeLeft else {
                        var error = UsageError(.rateLimited, "the provider's limit is used up for longer than allowed")
                        error.retryAfter = wait
                        throw completed(error, status: nil)
                    }
                    try await client.environment.sleep(for: wait)
                }
            }
        }

        /// Sends the request and takes note of what the response says beside its body.
        private func send(
            _ request: TransportRequest, by permit: RateLimiter.Permit, for report: inout AttemptReport
        ) async -> Result<TransportResponse, any Error> {
            let elapsed = client.environment.stopwatch()
            let sent = client.environment.now()
            do {
                let response = try await client.transport.send(request)
                client.serverClock.learn(from: response.headers, sent: sent, received: client.environment.now())
                client.budget.settle(permit, response: response, now: client.now())
                report.duration = elapsed()
                report.status = response.status
                report.receivedBytes = response.body.count
                report.requestID = response.requestID.map(text.cleaned)
                return .success(response)
            } catch {
                client.budget.settle(permit, response: nil, now: client.now())
                report.duration = elapsed()
                return .failure(error)
            }
        }

        // MARK: Judging

        private mutating func judge<Value: Sendable>(
            _ answer: Result<TransportResponse, any Error>, signedWith skew: Duration?,
            _ decode: @Sendable (TransportResponse) throws -> Value
        ) async throws -> Outcome<Value> {
            let response: TransportResponse
            switch answer {
            case .success(let answer): response = answer
            case .failure(let error):
                let failure = try transportFailure(error)
                return .failure(failure, retryIn: Self.isTransient(failure.code) ? backoff() : nil)
            }
            guard response.isSuccess else { return refused(response, signedWith: skew) }
            do {
                return .value(try await Self.decoded(response, by: decode))
            } catch let error as CancellationError {
                throw error
            } catch {
                return undecodable(response, error)
            }
        }

        /// Runs the decoder away from the caller's actor: a page can be megabytes, and the caller the main thread.
        @concurrent
        private static func decoded<Value: Sendable>(
            _ response: TransportResponse, by decode: @Sendable (TransportResponse) throws -> Value
        ) async throws -> Value {
            try decode(response)
        }

        private func completed(_ error: UsageError, status: Int?) -> UsageError {
            error.completed(provider: client.provider, endpoint: request.endpoint, status: status, text: text)
        }

        private func transportFailure(_ error: any Error) throws -> UsageError {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            // An error of a foreign transport may hold the whole address: only its type is safe to name.
            let known = error as? UsageError ?? UsageError(.transport, "the transport failed with \(type(of: error))")
            return completed(known, status: nil)
        }

        private static func isTransient(_ code: UsageError.Code) -> Bool {
            code == .transport || code == .deadlineExceeded
        }

        private mutating func refused<Value>(
            _ response: TransportResponse, signedWith skew: Duration?
        ) -> Outcome<Value> {
            let answer = RetryAfter(response, now: client.now())
            var error = completed(
                client.refusal(response) ?? UsageError(refusal: response, quoting: preview(response)),
                status: response.status)
            let wait = answer.wait ?? error.retryAfter.flatMap { $0 > .zero ? $0 : nil }
            error.retryAfter = wait ?? answer.hint
            error.requestID = error.requestID ?? response.requestID.map(text.cleaned)
            if response.status == 429, let pause = error.retryAfter { client.budget.hold(for: pause) }
            if mustSignAnew(response, signedWith: skew) {
                hasSignedAnew = true
                return .failure(error, retryIn: hasAttemptsLeft ? .zero : nil)
            }
            let isTransient = answer.shouldRetry ?? Self.transientStatuses.contains(response.status)
            guard isTransient, error.code != .redirectRefused else {
                return .failure(error, retryIn: nil)
            }
            if let wait {
                let isTooLong = wait > client.retry.longestRetryAfter
                return .failure(error, retryIn: isTooLong || !hasAttemptsLeft ? nil : wait)
            }
            let hint = answer.hint.flatMap { $0 <= client.retry.longestRetryAfter ? $0 : nil }
            return .failure(error, retryIn: backoff().map { max($0, hint ?? .zero) })
        }

        private static let transientStatuses: Set<Int> = [408, 409, 425, 429, 500, 502, 503, 504]

        /// Whether a signature was refused that was bound to an instant which has turned out to be wrong.
        private func mustSignAnew(_ response: TransportResponse, signedWith skew: Duration?) -> Bool {
            response.status == 401 && client.authorization.isBoundToTime && !hasSignedAnew
                && ServerClock.differs(client.skew, from: skew)
        }

        /// The beginning of an error body that the provider's own decoder made nothing of.
        private func preview(_ response: TransportResponse) -> String? {
            let body = text.cleaned(response.body)
            return body.isEmpty || body == " " ? nil : body
        }

        private mutating func undecodable<Value>(_ response: TransportResponse, _ error: any Error) -> Outcome<Value> {
            var known = error as? UsageError ?? UsageError(.unexpectedShape, "the response cannot be decoded")
            if known.code == .malformedJSON, let preview = foreignPreview(response) {
                let message = "the response is not JSON; it begins: \(preview)"
                known = UsageError(.malformedJSON, message)
            }
            let failure = completed(known, status: response.status)
            // A provider can begin a slow answer with 200 and tell of its failure in the body only.
            if known.code == .serverFailure || known.code == .rateLimited {
                return .failure(failure, retryIn: backoff())
            }
            guard UsageError.Code.undecodable.contains(known.code), !hasRetriedDecoding else {
                return .failure(failure, retryIn: nil)
            }
            hasRetriedDecoding = true
            return .failure(failure, retryIn: backoff())
        }

        /// The beginning of a body that was never meant to be JSON, such as the page of a captive portal; a body that
        /// begins like JSON is somebody's ledger and stays out of errors.
        private func foreignPreview(_ response: TransportResponse) -> String? {
            let first = response.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard let first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
            return preview(response)
        }

        // MARK: Trying again

        private var hasAttemptsLeft: Bool { count < client.retry.attempts }

        private func backoff() -> Duration? {
            guard hasAttemptsLeft else { return nil }
            return client.retry.delay(beforeRetry: count - 1, random: client.environment.random())
        }

        /// The wait before a retry where time and the client's quota allow it, whose cost is then taken.
        private mutating func allowed(_ delay: Duration, after error: UsageError) -> Duration? {
            guard delay < patience.timeLeft else { return nil }
            guard let quota = client.quota else { return delay }
            guard let cost = quota.take(isThrottled: error.code == .rateLimited) else { return nil }
            taken = cost
            return delay
        }
    }

    /// How long one request may take with all its attempts and waits.
    struct Patience: Sendable {
        /// The policy's own total time.
        let total: HTTPDeadline
        /// The end of patience of a larger undertaking.
        let outer: HTTPDeadline?

        /// What is left; zero or less where it is over.
        var timeLeft: Duration {
            let remaining = total.remaining
            return outer.map { min($0.remaining, remaining) } ?? remaining
        }
    }
}
