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
        private let request: HTTPRequest
        private let text: ErrorText
        /// How many attempts have been made.
        private var count = 0
        private var hasRetriedDecoding = false

        init(client: HTTPClient, request: HTTPRequest) {
            self.client = client
            self.request = request
            text = ErrorText(secrets: client.authorization.secrets)
        }

        /// Makes one attempt.
        mutating func run<Value: Sendable>(
            timeout: Duration, decode: @Sendable (HTTPResponse) throws -> Value
        ) async throws -> Outcome<Value> {
            count += 1
            var request = request
            request.timeout = timeout
            client.authorization.sign(&request, at: client.environment.now())

            let response: HTTPResponse
            do {
                response = try await client.transport.send(request)
            } catch {
                let error = try transportFailure(error)
                return .failure(error, retryIn: Self.isTransient(error.code) ? backoff() : nil)
            }
            guard response.isSuccess else { return refused(response) }
            do {
                return .value(try await Self.decoded(response, by: decode))
            } catch let error as CancellationError {
                throw error
            } catch {
                return undecodable(response, error)
            }
        }

        /// The failure of a request for which no time is left.
        func deadlineExceeded() -> UsageError {
            completed(UsageError(.deadlineExceeded, "the time allowed is over"), status: nil)
        }

        /// Runs the decoder away from the caller's actor: a page can be megabytes, and the caller the main thread.
        @concurrent
        private static func decoded<Value: Sendable>(
            _ response: HTTPResponse, by decode: @Sendable (HTTPResponse) throws -> Value
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

        private func refused<Value>(_ response: HTTPResponse) -> Outcome<Value> {
            let answer = RetryAfter(response, now: client.environment.now())
            var error = completed(
                client.refusal(response) ?? UsageError(refusal: response, quoting: preview(response)),
                status: response.status)
            let wait = answer.wait ?? error.retryAfter.flatMap { $0 > .zero ? $0 : nil }
            error.retryAfter = wait ?? answer.hint
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

        /// The beginning of an error body that the provider's own decoder made nothing of.
        private func preview(_ response: HTTPResponse) -> String? {
            let body = text.cleaned(response.body)
            return body.isEmpty || body == " " ? nil : body
        }

        private mutating func undecodable<Value>(_ response: HTTPResponse, _ error: any Error) -> Outcome<Value> {
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
        private func foreignPreview(_ response: HTTPResponse) -> String? {
            let first = response.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard let first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
            return preview(response)
        }

        private var hasAttemptsLeft: Bool { count < client.retry.attempts }

        private func backoff() -> Duration? {
            guard hasAttemptsLeft else { return nil }
            return client.retry.delay(beforeRetry: count - 1, random: client.environment.random())
        }
    }
}
