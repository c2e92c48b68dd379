public import UsageKit

/// What goes wrong with a request.
///
/// A fault is the same for a client that has the transport in memory and for one that reaches it through a
/// ``LoopbackServer``: what is an error in memory is a connection that ends over the socket.
public struct Fault: Sendable {
    enum Step: Sendable {
        case delay(Duration, any Clock<Duration>)
        case change([FakeBehavior.Change])
        case perform(@Sendable () async -> Void)
        case respond(TransportResponse)
        case fail(any Error)
        case truncate(after: Int?)
        case drop
        case hang
    }

    private let steps: [Step]

    private init(_ steps: [Step]) {
        self.steps = steps
    }

    /// The server answers with this response instead.
    public static func response(_ response: TransportResponse) -> Fault { Fault([.respond(response)]) }

    /// The server answers with a status instead, and a message that names it.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - retryAfter: The value of `Retry-After`, which is in whole seconds and rounded up; nil for no such field.
    /// - Returns: The fault.
    public static func status(_ status: Int, retryAfter: Duration? = nil) -> Fault {
        var headers = HTTPHeaders()
        if let retryAfter {
            let (seconds, attoseconds) = retryAfter.components
            headers["Retry-After"] = String(seconds + (attoseconds > 0 ? 1 : 0))
        }
        let body: JSONValue = ["error": ["message": .string("the test asked for the status \(status)")]]
        return .response(.json(body, status: status, headers: headers))
    }

    /// There is no answer: the transport throws this error.
    ///
    /// Over a socket, a failed connection is a connection that ends; of other errors the server answers with the text.
    public static func error(_ error: any Error) -> Fault { Fault([.fail(error)]) }

    /// The connection ends without a response.
    public static let drop = Fault([.drop])

    /// The response ends in the middle of its body.
    public static let truncated = Fault([.truncate(after: nil)])

    /// The response ends inside its body.
    ///
    /// - Parameter byteCount: How many bytes of the body arrive; all but the last one if it does not have more.
    /// - Returns: The fault.
    public static func truncated(after byteCount: Int) -> Fault { Fault([.truncate(after: Swift.max(byteCount, 0))]) }

    /// There is no answer until the request is cancelled or the server stops.
    public static let hang = Fault([.hang])

    /// The answer comes late, and is otherwise the usual one.
    ///
    /// A ``ManualClock`` is advanced by the duration, so nothing waits, and a client with the same clock and a shorter
    /// timeout gives up.
    ///
    /// - Parameters:
    ///   - duration: How late.
    ///   - clock: The clock on which the time passes.
    /// - Returns: The fault.
    public static func delay(_ duration: Duration, on clock: any Clock<Duration> = ContinuousClock()) -> Fault {
        Fault([.delay(duration, clock)])
    }

    /// The ledger changes before the request is answered as usual, in the middle of a walk for example.
    ///
    /// This is for the transports that have a ledger: fakes, and a ``FaultyTransport`` around one.
    public static func change(_ changes: FakeBehavior.Change...) -> Fault { Fault([.change(changes)]) }

    /// An action of the test runs before the request is answered as usual.
    public static func perform(_ action: @escaping @Sendable () async -> Void) -> Fault { Fault([.perform(action)]) }

    /// Returns a fault that continues with another one if this one still leads to an answer.
    ///
    /// `.delay(.seconds(5), on: clock).then(.status(503))` is a late refusal.
    public func then(_ next: Fault) -> Fault { Fault(steps + next.steps) }
}

extension Fault {
    /// Answers a request with this fault.
    ///
    /// - Parameters:
    ///   - apply: Changes the ledger.
    ///   - answer: Makes the usual answer.
    /// - Returns: The answer.
    /// - Throws: The error of the fault, that of the usual answer, or `CancellationError`.
    func answer(
        applying apply: ([FakeBehavior.Change]) throws -> Void, usual answer: () async throws -> WireAnswer
    ) async throws -> WireAnswer {
        for step in steps {
            switch step {
            case .delay(let duration, let clock): try await Self.wait(duration, clock)
            case .change(let changes): try apply(changes)
            case .perform(let action): await action()
            case .respond(let response): return .response(response)
            case .fail(let error): throw error
            case .drop: return .dropped
            case .truncate(let count): return try await answer().truncated(after: count)
            case .hang: try await Self.waitUntilCancelled()
            }
        }
        try Task.checkCancellation()
        return try await answer()
    }

    private static func wait(_ duration: Duration, _ clock: any Clock<Duration>) async throws {
        if let clock = clock as? ManualClock {
            clock.advance(by: duration)
        } else {
            try await clock.sleep(for: duration)
        }
        try Task.checkCancellation()
    }

    private static func waitUntilCancelled() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in stream {}
        continuation.finish()
        throw CancellationError()
    }
}
