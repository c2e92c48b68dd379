import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The transport that apps use: one `URLSession` that stores nothing and follows nothing.
///
/// `URLSession` on Linux (swift-corelibs-foundation, up to 6.3) hangs, crashes or sends a key to another host when it
/// is used as it comes; each step here is one that survived 176,000 requests, half of them cancelled. What no caller
/// can cure there is a server that sends trailers or closes inside the header: it ends the process.
///
/// Proxies are the system's affair. On Linux the variables `http_proxy`, `https_proxy`, `ALL_PROXY` and `no_proxy` of
/// the environment are obeyed, and cannot be turned off from here. An https request passes a proxy as a tunnel, which
/// shows it the host alone; a plain http request, allowed on loopback only, shows it the key: set `no_proxy` there.
public final class URLSessionTransport: HTTPTransport {
    /// The transport that clients use unless they are told otherwise; its connections are shared.
    public static let shared = URLSessionTransport()

    private let session: URLSession
    private let pendingResponses: SessionDelegate
    /// Runs the delegate, and all cancelling.
    private let delegateQueue: OperationQueue
    private let delegateThread = DelegateThread()
    /// Makes and starts tasks: those calls block while the system is stuck in a name look-up, and would take one of
    /// Swift's few threads with them.
    private let startQueue = DispatchQueue(label: "UsageKit.URLSessionTransport.start")
    private let timerQueue = DispatchQueue(label: "UsageKit.URLSessionTransport.deadlines")
    /// Keeps requests out of the session until it has a connection for them: its timers run while it has none.
    private let limiter: ConnectionLimiter
    private let maximumResponseBytes: Int

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - maximumResponseBytes: The largest decompressed body that is accepted; a larger one fails with
    ///     ``UsageError/Code/responseTooLarge``.
    ///   - maximumConnections: How many requests are on their way at the same time; the others wait, and their time
    ///     runs.
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
        limiter = ConnectionLimiter(places: connections)
        pendingResponses = SessionDelegate(limiter: limiter)
        session = URLSession(configuration: configuration, delegate: pendingResponses, delegateQueue: delegateQueue)
        self.maximumResponseBytes = max(0, maximumResponseBytes)
    }

    deinit {
        // On the start queue, behind a task that is being made there: a session that is finished takes no more.
        startQueue.async { [session] in session.finishTasksAndInvalidate() }
        delegateThread.handOn()
    }

    /// Sends one request and returns its whole response, decompressed.
    ///
    /// The request's timeout counts from this call, also while the request waits for a connection.
    ///
    /// - Parameter request: The request; its header may hold visible ASCII characters only.
    /// - Returns: The response, whatever its status; a redirect is given back, never followed.
    /// - Throws: ``UsageError`` where no response came, or `CancellationError` as soon as the task is cancelled.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        try request.validate()
        let pending = PendingResponse(maximumBytes: maximumResponseBytes)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                pending.wait(caller)
                setDeadline(for: pending, after: request.timeout)
                admit(pending, Self.urlRequest(request))
            }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
    }

    private func setDeadline(for pending: PendingResponse, after timeout: Duration) {
        let timer = DeadlineTimer(after: timeout, on: timerQueue) {
            pending.end(.failure(UsageError(.deadlineExceeded, "the server did not answer in time")))
        }
        pending.atEnd { timer.cancel() }
    }

    private func admit(_ pending: PendingResponse, _ urlRequest: URLRequest) {
        let number = limiter.enter { [self] in
            startQueue.async { self.start(pending, urlRequest) }
        }
        if let number {
            pending.atEnd { [limiter] in limiter.abandon(number) }
        }
    }

    private func start(_ pending: PendingResponse, _ urlRequest: URLRequest) {
        guard pending.isOpen else {
            limiter.leave()
            return
        }
        let task = session.dataTask(with: urlRequest)
        pendingResponses.add(pending, for: task)
        pending.setStop { [delegateQueue] in
            // Only on the delegate's queue does the task's state agree with what the session is doing.
            delegateQueue.addOperation {
                guard pending.claimCancel() else { return }
                task.cancel()
                pending.cancelling.leave()
            }
        }
        task.resume()
    }

    private static func urlRequest(_ request: TransportRequest) -> URLRequest {
        var result = URLRequest(url: request.url)
        result.httpMethod = request.method
        result.httpShouldHandleCookies = false
        result.setValue(PackageVersion.userAgent, forHTTPHeaderField: "User-Agent")
        for (position, field) in request.headers.fields.enumerated() {
            let isFirst = !request.headers.fields[..<position].contains { $0.matches(field.name) }
            if isFirst {
                result.setValue(field.value, forHTTPHeaderField: field.name)
            } else {
                result.addValue(field.value, forHTTPHeaderField: field.name)
            }
        }
        if !request.body.isEmpty { result.httpBody = Data(request.body) }
        // The session's own timer only backs the deadline up: it counts in whole seconds, and 0.5 fires at once.
        let (seconds, attoseconds) = min(request.timeout, .seconds(31_536_000)).components
        result.timeoutInterval = TimeInterval(max(1, attoseconds > 0 ? seconds + 1 : seconds) + 1)
        return result
    }
}

/// Hears from the session, and passes on to the pending that it is about.
private final class SessionDelegate: NSObject, URLSessionDataDelegate {
    private let pendingResponses = Mutex<[Int: PendingResponse]>([:])
    private let limiter: ConnectionLimiter
    /// Cancels tasks whose bodies are too large.
    private let stopQueue = DispatchQueue(label: "UsageKit.URLSessionTransport.stop")

    init(limiter: ConnectionLimiter) {
        self.limiter = limiter
    }

    func add(_ pending: PendingResponse, for task: URLSessionTask) {
        pendingResponses.withLock { $0[task.taskIdentifier] = pending }
    }

    private func pending(for task: URLSessionTask) -> PendingResponse? {
        pendingResponses.withLock { $0[task.taskIdentifier] }
    }

    /// Refuses a redirect: the response that asks for it becomes the answer.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // A task that was cancelled meanwhile has no one left to answer to, and answering ends the process.
            if pending(for: task)?.isCancelIssued == true { return }
        #endif
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // Rejecting hangs on 6.3.1: the task is cancelled instead, and the response at hand is the answer.
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

    /// Cancels a task whose body is too large.
    ///
    /// Claimed here and now, not by an operation behind the chunks that already wait on the delegate's queue. But the
    /// call itself waits until the session has unpacked what it has received, which can be a thousand times as much;
    /// meanwhile that queue must go on dropping it, or all of it piles up there.
    private func stop(_ task: URLSessionTask, of pending: PendingResponse) {
        guard pending.claimCancel() else { return }
        stopQueue.async {
            task.cancel()
            pending.cancelling.leave()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let pending = pendingResponses.withLock { $0.removeValue(forKey: task.taskIdentifier) }
        guard let pending else { return }
        // A task that is cancelled behind its end can end the process on Linux: a cancel that was claimed comes first.
        pending.cancelling.wait()
        pending.complete(error.map(Self.failure))
        limiter.leave()
    }

    private static func failure(_ error: any Error) -> UsageError {
        let error = error as NSError
        return UsageError(connectionFailure: error.code, detail: error.localizedDescription)
    }

    /// The fields, sorted by name: the system keeps them in no order.
    private static func headers(of response: HTTPURLResponse) -> HTTPHeaders {
        var fields: [HTTPHeaders.Field] = []
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { fields.append(.init(name, value)) }
        }
        var headers = HTTPHeaders(fields.sorted { $0.name < $1.name })
        // The body is handed on decompressed; what describes its compressed form would mislead.
        if headers["Content-Encoding"] != nil {
            headers["Content-Encoding"] = nil
            headers["Content-Length"] = nil
        }
        return headers
    }
}

extension URLSessionTransport: CustomReflectable {
    /// A mirror without the session: it would show requests that are under way, with their keys, and is changed by other
    /// threads while it is looked at.
    public var customMirror: Mirror { Mirror(self, children: ["maximumResponseBytes": maximumResponseBytes]) }
}
