import Foundation
private import Synchronization
public import UsageKit

/// A transport that answers from a script: it uses each stub once, in order, and refuses all other requests.
///
/// It does not depend on a test framework. A test ends with `try script.verify()`, which throws if a stub was never used or
/// a request had no stub, and asserts what ``requests`` holds.
public final class ScriptedTransport: HTTPTransport {
    /// One scripted answer.
    public struct Stub: Sendable {
        /// The path that a request must have, without its query; nil for any.
        public let path: String?
        /// The response or the error that the request gets.
        public let result: Result<TransportResponse, UsageError>

        /// Creates a stub.
        ///
        /// - Parameters:
        ///   - result: The response or the error that the request gets.
        ///   - path: The path that the request must have, without its query; nil for any.
        public init(_ result: Result<TransportResponse, UsageError>, path: String? = nil) {
            self.path = path
            self.result = result
        }

        /// Creates a stub that answers with a response.
        ///
        /// - Parameters:
        ///   - response: The response.
        ///   - path: The path that the request must have, without its query; nil for any.
        /// - Returns: The stub.
        public static func response(_ response: TransportResponse, path: String? = nil) -> Stub {
            Stub(.success(response), path: path)
        }

        /// Creates a stub that answers with a JSON text.
        ///
        /// - Parameters:
        ///   - text: The body.
        ///   - status: The status.
        ///   - path: The path that the request must have, without its query; nil for any.
        /// - Returns: The stub.
        public static func json(_ text: String, status: Int = 200, path: String? = nil) -> Stub {
            Stub(.success(.json(text, status: status)), path: path)
        }

        /// Creates a stub that fails.
        ///
        /// - Parameters:
        ///   - error: The failure.
        ///   - path: The path that the request must have, without its query; nil for any.
        /// - Returns: The stub.
        public static func failure(_ error: UsageError, path: String? = nil) -> Stub {
            Stub(.failure(error), path: path)
        }
    }

    private struct State {
        var stubs: [Stub]
        var requests: [TransportRequest] = []
        var unmatched: [TransportRequest] = []
    }

    private let state: Mutex<State>

    /// Creates a transport.
    ///
    /// - Parameter stubs: The answers, in the order in which they are used.
    public init(_ stubs: [Stub] = []) {
        state = Mutex(State(stubs: stubs))
    }

    /// Adds an answer to the end of the script.
    public func append(_ stub: Stub) {
        state.withLock { $0.stubs.append(stub) }
    }

    /// All requests so far, including those that no stub matched.
    public var requests: [TransportRequest] { state.withLock(\.requests) }

    /// The stubs that no request has used yet.
    public var unconsumed: [Stub] { state.withLock(\.stubs) }

    /// The requests that no stub matched.
    public var unmatched: [TransportRequest] { state.withLock(\.unmatched) }

    /// Throws unless each stub was used and each request had a stub.
    ///
    /// - Throws: `UsageError` with `UsageError.Code.invalidArgument` that names them.
    public func verify() throws(UsageError) {
        let (unused, unmatched) = state.withLock { ($0.stubs, $0.unmatched) }
        var failures: [String] = []
        if !unused.isEmpty {
            failures.append("stubs that were never used: \(unused.map(\.description).joined(separator: ", "))")
        }
        if !unmatched.isEmpty {
            failures.append("requests without a stub: \(unmatched.map(\.endpoint).joined(separator: ", "))")
        }
        if !failures.isEmpty { throw UsageError(.invalidArgument, failures.joined(separator: "; ")) }
    }

    /// Answers with the first unused stub that matches, and removes it from the script.
    ///
    /// - Parameter request: The request.
    /// - Returns: The stub's response.
    /// - Throws: The stub's error; `UsageError` with `UsageError.Code.invalidArgument`, which is never retried, if no
    ///   stub matches; `CancellationError` if the task is cancelled.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let path = request.url.path
        let stub = state.withLock { state -> Stub? in
            state.requests.append(request)
            guard let index = state.stubs.firstIndex(where: { $0.path == nil || $0.path == path }) else {
                state.unmatched.append(request)
                return nil
            }
            return state.stubs.remove(at: index)
        }
        guard let stub else {
            throw UsageError(
                .invalidArgument, "no unused stub matches \(request.endpoint): add one to the script for this request")
        }
        return try stub.result.get()
    }
}

extension ScriptedTransport.Stub: CustomStringConvertible {
    /// What the stub answers, and to which path.
    public var description: String {
        let answer =
            switch result {
            case .success(let response): response.description
            case .failure(let error): error.description
            }
        return "\(answer) for \(path ?? "any path")"
    }
}

extension ScriptedTransport: HTTPStreamingTransport {
    /// Answers with the first unused stub that matches, and hands over its body piece by piece.
    public func open(_ request: TransportRequest) async throws -> StreamedResponse {
        StreamedResponse(try await send(request))
    }
}
