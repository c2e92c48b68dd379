import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The default transport: a `URLSession` that stores nothing and follows no redirects.
///
/// `URLSession` on Linux (swift-corelibs-foundation, up to 6.3) hangs, crashes or sends a key to another host in its
/// default setup. The workarounds here were tested with 176,000 requests, half of them cancelled. One fault has no
/// workaround: a server that sends trailers, or closes the connection inside the header, ends the process.
///
/// The system handles proxies. On Linux it follows the environment variables `http_proxy`, `https_proxy`, `ALL_PROXY`
/// and `no_proxy`, and a transport cannot turn them off. An https request passes a proxy through a tunnel, so the proxy
/// sees only the host. A plain http request, allowed on loopback only, shows it the key: set `no_proxy` for loopback.
///
/// If the environment variable `URLSessionDebugLibcurl` is set, to whatever value, Foundation on Linux writes each request
/// with its header, and so with its key, to standard error. No library can prevent that: do not set it if logs are kept.
public final class URLSessionTransport: HTTPTransport {
    /// The transport that clients use by default; they share its connections.
    public static let shared = URLSessionTransport()

    private let session: URLSession
    private let pendingResponses: SessionDelegate
    /// Runs the delegate and all cancellations.
    private let delegateQueue: OperationQueue
    private let delegateThread = DelegateThread()
    /// Creates and starts tasks, off the few threads of Swift's tasks: these calls block during a slow name lookup.
    private let startQueue = DispatchQueue(label: "UsageKit.URLSessionTransport.start")
    private let timerQueue = DispatchQueue(label: "UsageKit.URLSessionTransport.deadlines")
    /// Keeps requests out of the session until it has a connection for them: its timers also run while they wait.
    private let limiter: ConnectionLimiter
    let maximumResponseBytes: Int

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - maximumResponseBytes: The largest decompressed body that is accepted; a larger one fails with
    ///     ``UsageError/Code/responseTooLarge``.
    ///   - maximumConnections: The maximum number of requests in flight to one server (scheme, host and port); further
    ///     requests to it wait, and the wait counts towards their timeout.
    public init(maximumResponseBytes: Int = 64 << 20, maximumConnections: Int = 6) {
        let connections = max(1, maximumConnections)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.urlCredentialStorage = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpMaximumConnectionsPerHost = connections

        delegateQueue = OperationQueue()
        delegateQueue.maxConcurrentOperationCount = 1
        delegateThread.run(delegateQueue)
        limiter = ConnectionLimiter(capacity: connections)
        pendingResponses = SessionDelegate(limiter: limiter)
        session = URLSession(configuration: configuration, delegate: pendingResponses, delegateQueue: delegateQueue)
        self.maximumResponseBytes = max(0, maximumResponseBytes)
    }

    deinit {
        // On the start queue, after a task that is being created there: a finished session accepts no further tasks.
        startQueue.async { [session] in session.finishTasksAndInvalidate() }
        delegateThread.recycle()
    }

    /// Sends one request and returns its whole response, decompressed.
    ///
    /// The request's timeout starts with this call and includes the wait for a connection.
    ///
    /// - Parameter request: The request; its header may contain visible ASCII characters only.
    /// - Returns: The response, for any status; a redirect is returned, never followed.
    /// - Throws: ``UsageError`` if there was no response, or `CancellationError` as soon as the task is cancelled.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await respond(to: request).response
    }

    /// Sends one request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: Takes the body, and then only the head of the response is awaited; nil for the whole response.
    /// - Returns: The response, or its head, and what stops the rest.
    /// - Throws: ``UsageError`` if there was no response, or `CancellationError` as soon as the task is cancelled.
    func respond(
        to request: TransportRequest, body: ByteChannel? = nil
    ) async throws -> (response: TransportResponse, pending: PendingResponse) {
        try Task.checkCancellation()
        try request.validate()
        #if canImport(FoundationNetworking)
            if let url = request.url.withEncodedIPv6Host {
                return try await respond(to: request, at: [request.url, url], body)
            }
        #endif
        return try await respond(to: request, as: Self.urlRequest(request, to: request.url), body)
    }

    #if canImport(FoundationNetworking)
        /// Sends a request to the first of several spellings of its address that the system accepts.
        private func respond(
            to request: TransportRequest, at urls: [URL], _ body: ByteChannel?
        ) async throws -> (response: TransportResponse, pending: PendingResponse) {
            for url in urls {
                do {
                    return try await respond(to: request, as: Self.urlRequest(request, to: url), body)
                } catch let error as UsageError where error.code == .invalidArgument {
                    // Refused before anything was sent.
                }
            }
            throw UsageError(
                .invalidArgument,
                "this version of URLSession refuses IPv6 addresses: use a host name, or another transport")
        }
    #endif

    private func respond(
        to request: TransportRequest, as urlRequest: URLRequest, _ body: ByteChannel?
    ) async throws -> (response: TransportResponse, pending: PendingResponse) {
        let pending = PendingResponse(maximumBytes: maximumResponseBytes, body: body)
        let origin = HTTPOrigin(request.url)
        let response = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                pending.setCaller(caller)
                setDeadline(for: pending, after: request.timeout, origin)
                admit(pending, urlRequest, origin)
            }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
        return (response, pending)
    }

    private func setDeadline(for pending: PendingResponse, after timeout: Duration, _ origin: HTTPOrigin) {
        let timer = DeadlineTimer(after: timeout, on: timerQueue) { [limiter] in
            let error: UsageError =
                switch pending.stage {
                case .waitsForConnection: .allConnectionsInUse(limiter.capacity, origin)
                case .waitsForSystem: .notStarted(origin)
                case .isSent: .timedOut(origin)
                }
            pending.end(.failure(error))
        }
        pending.atEnd { timer.cancel() }
    }

    private func admit(_ pending: PendingResponse, _ urlRequest: URLRequest, _ origin: HTTPOrigin) {
        let ticket = limiter.acquire(origin) { [self] in
            pending.stage = .waitsForSystem
            startQueue.async { self.start(pending, urlRequest, origin) }
        }
        if let ticket {
            pending.atEnd { [limiter] in limiter.cancel(ticket) }
        }
    }

    private func start(_ pending: PendingResponse, _ urlRequest: URLRequest, _ origin: HTTPOrigin) {
        guard pending.isOpen else {
            limiter.release(origin)
            return
        }
        let task = session.dataTask(with: urlRequest)
        pendingResponses.add(pending, for: task, origin)
        pending.setStop { [delegateQueue] in
            // The state of the task matches that of the session only on the delegate's queue.
            delegateQueue.addOperation {
                guard pending.claimCancel() else { return }
                task.cancel()
                pending.cancelling.leave()
            }
        }
        task.resume()
        pending.stage = .isSent
    }

    private static func urlRequest(_ request: TransportRequest, to url: URL) -> URLRequest {
        var result = URLRequest(url: url)
        result.httpMethod = request.method
        result.httpShouldHandleCookies = false
        result.setValue(PackageVersion.userAgent, forHTTPHeaderField: "User-Agent")
        for (index, field) in request.headers.fields.enumerated() {
            let isFirst = !request.headers.fields[..<index].contains { $0.matches(field.name) }
            if isFirst {
                result.setValue(field.value, forHTTPHeaderField: field.name)
            } else {
                result.addValue(field.value, forHTTPHeaderField: field.name)
            }
        }
        if !request.body.isEmpty { result.httpBody = Data(request.body) }
        // The session's own timer is only a fallback: it counts in whole seconds, and 0.5 would fire at once.
        let (seconds, attoseconds) = min(request.timeout, .seconds(31_536_000)).components
        result.timeoutInterval = TimeInterval(max(1, attoseconds > 0 ? seconds + 1 : seconds) + 1)
        return result
    }
}

/// Receives the session's callbacks and forwards them to the pending responses.
private final class SessionDelegate: NSObject, URLSessionDataDelegate {
    private let pendingResponses = Mutex<[Int: (response: PendingResponse, origin: HTTPOrigin)]>([:])
    private let limiter: ConnectionLimiter
    /// Cancels tasks with bodies that are too large.
    private let stopQueue = DispatchQueue(label: "UsageKit.URLSessionTransport.stop")

    init(limiter: ConnectionLimiter) {
        self.limiter = limiter
    }

    func add(_ pending: PendingResponse, for task: URLSessionTask, _ origin: HTTPOrigin) {
        pendingResponses.withLock { $0[task.taskIdentifier] = (pending, origin) }
    }

    private func pending(for task: URLSessionTask) -> PendingResponse? {
        pendingResponses.withLock { $0[task.taskIdentifier]?.response }
    }

    /// Refuses a redirect, so that the redirect itself is the response.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // If the task was cancelled meanwhile, calling the completion handler ends the process.
            if pending(for: task)?.isCancelIssued == true { return }
        #endif
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // Rejecting the challenge hangs on 6.3.1, so the task is cancelled and the current response is returned.
            if let response = (challenge.failureResponse ?? task.response) as? HTTPURLResponse {
                pending(for: task)?.receiveChallenge(status: response.statusCode, headers: Self.headers(of: response))
            }
            completionHandler(.cancelAuthenticationChallenge, nil)
        #else
            let isTrust = challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodServerTrust
            completionHandler(isTrust ? .performDefaultHandling : .rejectProtectionSpace, nil)
        #endif
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let pending = pending(for: dataTask), let response = response as? HTTPURLResponse {
            let isWanted = pending.receive(
                status: response.statusCode, headers: Self.headers(of: response),
                expectedBytes: response.expectedContentLength)
            if !isWanted { stop(dataTask, of: pending) }
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let pending = pending(for: dataTask) else { return }
        if !pending.receive(data) { stop(dataTask, of: pending) }
    }

    /// Cancels a task with a body that is too large.
    ///
    /// The cancellation is claimed at once, not after the chunks that already wait on the delegate's queue. The call
    /// itself blocks until the session has decompressed what it has received, which can be a thousand times as much, so
    /// it runs on another queue; otherwise all of that would accumulate on the delegate's queue.
    private func stop(_ task: URLSessionTask, of pending: PendingResponse) {
        guard pending.claimCancel() else { return }
        stopQueue.async {
            task.cancel()
            pending.cancelling.leave()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let entry = pendingResponses.withLock { $0.removeValue(forKey: task.taskIdentifier) }
        guard let (pending, origin) = entry else { return }
        // Cancelling a task after its end can end the process on Linux, so a claimed cancellation is awaited first.
        pending.cancelling.wait()
        pending.complete(error.map { Self.failure($0, to: origin) })
        limiter.release(origin)
    }

    private static func failure(_ error: any Error, to origin: HTTPOrigin) -> UsageError {
        let error = error as NSError
        return UsageError(
            connectionFailure: error.code, detail: error.localizedDescription, to: origin)
    }

    /// The fields, sorted by name, because the system does not keep their order.
    private static func headers(of response: HTTPURLResponse) -> HTTPHeaders {
        var fields: [HTTPHeaders.Field] = []
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { fields.append(.init(name, value)) }
        }
        var headers = HTTPHeaders(fields.sorted { $0.name < $1.name })
        // The body is decompressed, so fields that describe its compressed form would be wrong.
        if headers["Content-Encoding"] != nil {
            headers["Content-Encoding"] = nil
            headers["Content-Length"] = nil
        }
        return headers
    }
}

extension URLSessionTransport: CustomReflectable {
    /// A mirror without the session, which would show the keys of requests in flight, and which other threads change
    /// while it is read.
    public var customMirror: Mirror { Mirror(self, children: ["maximumResponseBytes": maximumResponseBytes]) }
}
