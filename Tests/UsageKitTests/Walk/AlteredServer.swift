import Foundation
import Synchronization
import Testing
import UsageKit

/// A server whose responses a closure may replace.
struct AlteredServer: HTTPTransport {
    /// Responds for the server or asks it; requests are numbered from 1.
    typealias Handler = @Sendable (_ number: Int, TransportRequest, any HTTPTransport) async throws -> TransportResponse

    private let server: any HTTPTransport
    private let handler: Handler
    private let count = Count()

    init(_ server: any HTTPTransport, _ handler: @escaping Handler) {
        self.server = server
        self.handler = handler
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await handler(count.next(), request, server)
    }

    private final class Count: Sendable {
        private let value = Mutex(0)

        func next() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }
}

extension TransportRequest {
    /// A parameter of the query.
    subscript(name: String) -> String? {
        URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems?.first { $0.name == name }?.value
    }
}

/// Holds tasks until it is opened or they are cancelled.
final class Barrier: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var next = 0
        var cancelled = 0
    }

    private let state = Mutex(State())

    var waitingCount: Int { state.withLock(\.waiting.count) }
    var cancelledCount: Int { state.withLock(\.cancelled) }

    func pass() async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
                // Waiting tasks are resumed outside the lock, because cancelling holds a lock of its own.
                let result = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled {
                        state.cancelled += 1
                        return .failure(CancellationError())
                    }
                    if state.isOpen { return .success(()) }
                    state.waiting[number] = caller
                    return nil
                }
                if let result { caller.resume(with: result) }
            }
        } onCancel: {
            let caller = state.withLock { state in
                guard let caller = state.waiting.removeValue(forKey: number) else {
                    return nil as CheckedContinuation<Void, any Error>?
                }
                state.cancelled += 1
                return caller
            }
            caller?.resume(throwing: CancellationError())
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for caller in waiting { caller.resume() }
    }
}
