extension HTTPClient {
    /// The successive attempts at one request.
    struct Attempt: Sendable {
        /// The result of an attempt.
        enum Outcome<Value: Sendable>: Sendable {
            case value(Value)
            /// A failure, and how long to wait before the next attempt; nil if there must not be another attempt.
            case failure(UsageError, retryIn: Duration?)
        }

        let client: HTTPClient
        private let request: TransportRequest
        private let isRepeatable: Bool
        let timeBudget: TimeBudget
        /// Removes the keys that were used from texts of the server.
        private var text: ErrorText
        private var usedSecrets: [String] = []
        /// How many attempts have been made.
        private var count = 0
        private var hasRetriedDecoding = false
        private var hasSignedAgain = false
        var hasAskedForKey = false
        /// The number of attempts that were refused because the key had been rotated; they are not counted.
        private var rotations = 0
        private var windowWaits = WindowWaits()
        /// Whether the next attempt comes after a wait for a limit, or with another key, and not after a failure.
        private var isPaced = false
        /// The quota that the last retry cost; nil before the first retry.
        private var quotaCost: Int?

        init(client: HTTPClient, request: TransportRequest, isRepeatable: Bool, timeBudget: TimeBudget) {
            self.client = client
            self.request = request
            self.isRepeatable = isRepeatable
            self.timeBudget = timeBudget
            text = ErrorText(secrets: [])
        }

        /// Makes one attempt as soon as the provider's rate limits allow it.
        mutating func run<Value: Sendable>(
            decode: @Sendable (TransportResponse) throws -> Value
        ) async throws -> Outcome<Value> {
            let authorization = try await authorization()
            let admission = try await admission()
            count += 1
            var request = request
            request.timeout = admission.timeout
            let skew = client.skew
            authorization.sign(&request, at: client.now())

            var report = AttemptReport(
                provider: client.provider, request: request, attempt: count, rateLimitWait: admission.wait)
            let result = await send(request, by: admission.permit, for: &report)
            do {
                var outcome = try await evaluate(result, of: authorization, signedWith: skew, decode)
                switch outcome {
                case .value:
                    client.quota?.recordSuccess(refunding: quotaCost)
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

        /// Keeps secrets out of the texts of errors.
        mutating func redact(_ secrets: [String]) {
            guard secrets.contains(where: { !usedSecrets.contains($0) }) else { return }
            usedSecrets += secrets
            text = ErrorText(secrets: usedSecrets)
        }

        // MARK: Sending

        private static let versionFields = ["Aurous-Version", "x-venice-version"]
        private static let balanceFields: [(String, Currency)] = [
            ("x-venice-balance-usd", .usd), ("x-venice-balance-diem", .diem),
        ]

        /// Waits until the provider's rate limits allow a request.
        private func admission() async throws -> (permit: RateLimiter.Permit, timeout: Duration, wait: Duration) {
            /// Started by the first wait, so that a request that did not wait reports exactly zero.
            var elapsed: (@Sendable () -> Duration)?
            while true {
                try Task.checkCancellation()
                let timeLeft = timeBudget.timeLeft
                guard timeLeft > .zero else { throw timeIsUp }
                switch client.rateLimiter.admit() {
                case .granted(let permit):
                    return (permit, min(client.attemptTimeout, timeLeft), elapsed?() ?? .zero)
                case .wait(let wait):
                    guard wait < timeLeft else {
                        var error = UsageError(
                            .rateLimited, "the provider's rate limit resets only after the time limit")
                        error.retryAfter = wait
                        throw completed(error, status: nil)
                    }
                    elapsed = elapsed ?? client.environment.stopwatch()
                    try await client.environment.sleep(for: wait)
                }
            }
        }

        /// Sends the request, and records what the header of the response says.
        private func send(
            _ request: TransportRequest, by permit: RateLimiter.Permit, for report: inout AttemptReport
        ) async -> Result<TransportResponse, any Error> {
            let elapsed = client.environment.stopwatch()
            let sent = client.environment.now()
            do {
                let response = try await client.exchange(request)
                client.serverClock.learn(from: response.headers, sent: sent, received: client.environment.now())
                client.rateLimiter.release(permit, response: response, now: client.now())
                report.duration = elapsed()
                report.status = response.status
                report.receivedBytes = response.body.count
                report.requestID = response.requestID.map(text.cleaned)
                report.apiVersion = Self.versionFields.lazy.compactMap { response.headers[$0] }.first.map(text.cleaned)
                report.age = response.headers["Age"].flatMap { UInt32($0) }.map { .seconds(Int64($0)) }
                report.deprecation = Deprecation(response.headers)?.cleaned(by: text)
                report.balances = Self.balanceFields.compactMap { name, currency in
                    response.headers[name].flatMap { try? Money($0, currency) }
                }
                return .success(response)
            } catch {
                client.rateLimiter.release(permit, response: nil, now: client.now())
                report.duration = elapsed()
                return .failure(error)
            }
        }

        // MARK: Evaluating the response

        private mutating func evaluate<Value: Sendable>(
            _ result: Result<TransportResponse, any Error>, of authorization: Authorization, signedWith skew: Duration?,
            _ decode: @Sendable (TransportResponse) throws -> Value
        ) async throws -> Outcome<Value> {
            let response: TransportResponse
            switch result {
            case .success(let received): response = received
            case .failure(let error):
                let failure = try transportFailure(error)
                return .failure(failure, retryIn: Self.isTransient(failure) ? backoff() : nil)
            }
            guard response.isSuccess else {
                let hasOtherKey = try await hasOtherKey(after: response, of: authorization)
                return refused(response, of: authorization, signedWith: skew, hasOtherKey: hasOtherKey)
            }
            do {
                return .value(try await Self.decoded(response, by: decode))
            } catch let error as CancellationError {
                throw error
            } catch {
                return undecodable(response, error)
            }
        }

        /// Runs the decoder off the caller's actor: a page can have megabytes, and the caller may be the main actor.
        @concurrent
        private static func decoded<Value: Sendable>(
            _ response: TransportResponse, by decode: @Sendable (TransportResponse) throws -> Value
        ) async throws -> Value {
            try decode(response)
        }

        var timeIsUp: UsageError {
            completed(UsageError(.deadlineExceeded, "the time limit was reached"), status: nil)
        }

        func completed(_ error: UsageError, status: Int?) -> UsageError {
            error.completed(provider: client.provider, endpoint: request.endpoint, status: status, text: text)
        }

        private func transportFailure(_ error: any Error) throws -> UsageError {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            if let known = error as? UsageError { return completed(known, status: nil) }
            // The error of a custom transport may contain the whole address; only its type is safe to show.
            var failure = UsageError(.transport, "the transport failed with \(type(of: error))")
            failure.underlyingError = error
            return completed(failure, status: nil)
        }

        private static func isTransient(_ error: UsageError) -> Bool {
            switch error.code {
            case .deadlineExceeded: true
            case .transport: error.connectionFailure?.isTransient ?? true
            default: false
            }
        }

        private mutating func refused<Value>(
            _ response: TransportResponse, of authorization: Authorization, signedWith skew: Duration?,
            hasOtherKey: Bool
        ) -> Outcome<Value> {
            let retryAfter = RetryAfter(response, now: client.now())
            var error = completed(
                client.refusal(response) ?? UsageError(refusal: response, quoting: preview(response)),
                status: response.status)
            let wait = retryAfter.wait ?? error.retryAfter.flatMap { $0 > .zero ? $0 : nil }
            error.retryAfter = wait ?? retryAfter.hint
            error.shouldRetry = retryAfter.shouldRetry
            error.requestID = error.requestID ?? response.requestID.map(text.cleaned)
            if response.status == 429, let pause = error.retryAfter { client.rateLimiter.hold(for: pause) }
            let mustSignAgain = mustSignAgain(response, of: authorization, signedWith: skew)
            if mustSignAgain { hasSignedAgain = true }
            if hasOtherKey {
                rotations += 1
                isPaced = true
                return .failure(error, retryIn: .zero)
            }
            if mustSignAgain {
                return .failure(error, retryIn: hasAttemptsLeft ? .zero : nil)
            }
            let isTransient = retryAfter.shouldRetry ?? UsageError.transientStatuses.contains(response.status)
            guard isTransient, error.code != .redirectRefused else {
                return .failure(error, retryIn: nil)
            }
            if wait == nil, retryAfter.hint == nil, let outcome: Outcome<Value> = paced(error) { return outcome }
            if let wait {
                let isTooLong = wait > client.retry.longestRetryAfter
                return .failure(error, retryIn: isTooLong || !hasAttemptsLeft ? nil : wait)
            }
            let hint = retryAfter.hint.flatMap { $0 <= client.retry.longestRetryAfter ? $0 : nil }
            return .failure(error, retryIn: backoff().map { max($0, hint ?? .zero) })
        }

        /// The wait for a limit whose refusals do not say when it is lifted; nil for other refusals, and for a client that
        /// makes only one attempt.
        private mutating func paced<Value>(_ error: UsageError) -> Outcome<Value>? {
            guard client.retry.attempts > 1, let window = client.limitWindow(error) else { return nil }
            guard let wait = windowWaits.next(in: window) else {
                return .failure(
                    error.withMessage("\(error.message); the limit was not lifted within its window of \(window)"),
                    retryIn: nil)
            }
            isPaced = true
            client.rateLimiter.hold(for: wait)
            return .failure(error, retryIn: wait)
        }

        /// Whether a signature was refused because the clock here was wrong when it was made.
        private func mustSignAgain(
            _ response: TransportResponse, of authorization: Authorization, signedWith skew: Duration?
        ) -> Bool {
            response.status == 401 && authorization.isBoundToTime && !hasSignedAgain
                && ServerClock.differs(client.skew, from: skew)
        }

        /// The beginning of an error body that is not in the provider's error format.
        private func preview(_ response: TransportResponse) -> String? {
            let body = text.cleaned(response.body)
            return body.isEmpty || body == " " ? nil : body
        }

        private mutating func undecodable<Value>(_ response: TransportResponse, _ error: any Error) -> Outcome<Value> {
            var known = error as? UsageError ?? .undecodable(error)
            if known.code == .malformedJSON, let preview = previewOfOtherFormat(response) {
                let message = "expected JSON, found a response that begins: \(preview)"
                known = UsageError(.malformedJSON, message)
            }
            let failure = completed(known, status: response.status)
            // A provider may answer 200 at once and report a later failure only in the body.
            if known.code == .serverFailure || known.code == .rateLimited {
                return paced(failure) ?? .failure(failure, retryIn: backoff())
            }
            guard UsageError.Code.undecodable.contains(known.code), !hasRetriedDecoding else {
                return .failure(failure, retryIn: nil)
            }
            hasRetriedDecoding = true
            return .failure(failure, retryIn: backoff())
        }

        /// The beginning of a body that was not meant to be JSON, such as the page of a captive portal.
        ///
        /// A body that begins like JSON is user data and is never quoted in errors.
        private func previewOfOtherFormat(_ response: TransportResponse) -> String? {
            let first = response.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard let first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
            return preview(response)
        }

        // MARK: Retrying

        /// The number of attempts that count.
        private var failures: Int { count - windowWaits.count - rotations }

        private var hasAttemptsLeft: Bool { failures < client.retry.attempts }

        private func backoff() -> Duration? {
            guard hasAttemptsLeft else { return nil }
            return client.retry.delay(beforeRetry: failures - 1, random: client.environment.random())
        }

        /// The wait before a retry if the time and the client's quota allow one; its cost is then withdrawn.
        private mutating func allowed(_ delay: Duration, after error: UsageError) -> Duration? {
            guard isRepeatable, delay < timeBudget.timeLeft else { return nil }
            defer { isPaced = false }
            guard !isPaced, let quota = client.quota else { return delay }
            guard let cost = quota.withdraw(isThrottled: error.code == .rateLimited) else { return nil }
            quotaCost = cost
            return delay
        }
    }

    /// How long one request may take with all its attempts and waits.
    struct TimeBudget: Sendable {
        /// The total time of the retry policy.
        let total: HTTPDeadline
        /// The deadline of the operation that the request belongs to.
        let outer: HTTPDeadline?

        /// The time left; zero or less after the deadline.
        var timeLeft: Duration {
            let remaining = total.remaining
            return outer.map { min($0.remaining, remaining) } ?? remaining
        }
    }
}
