import Foundation
import UsageKit

/// An answer as a server sends it over a socket, which includes the ways in which a connection can end.
enum WireAnswer: Sendable {
    case response(TransportResponse)
    /// A response whose body ends after this many bytes, which are fewer than its header says.
    case truncated(TransportResponse, after: Int)
    /// A connection that ends without a response.
    case dropped
}

/// A transport that can say how its answer looks on a socket.
protocol WireTransport: HTTPTransport {
    /// Answers a request.
    ///
    /// - Throws: What `send` throws.
    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer
}

extension HTTPTransport {
    /// The answer of any transport.
    func answer(to request: TransportRequest) async throws -> WireAnswer {
        if let transport = self as? any WireTransport { return try await transport.wireAnswer(to: request) }
        return .response(try await send(request))
    }
}

extension WireAnswer {
    /// The answer as a transport in memory gives it.
    ///
    /// - Throws: `UsageError` if the connection ended early.
    func response() throws(UsageError) -> TransportResponse {
        switch self {
        case .response(let response): return response
        case .truncated(let response, let count):
            throw Self.broken("the response ended after \(count) of \(response.body.count) bytes")
        case .dropped: throw Self.broken("the connection ended without a response")
        }
    }

    /// The answer, ended inside its body.
    ///
    /// - Parameter count: How many bytes arrive; nil for half of them.
    /// - Returns: The answer; dropped if it has no body.
    func truncated(after count: Int?) -> WireAnswer {
        guard case .response(let response) = self else { return self }
        guard !response.body.isEmpty else { return .dropped }
        return .truncated(response, after: Swift.min(count ?? response.body.count / 2, response.body.count - 1))
    }

    /// What a server does with an error of its handler.
    ///
    /// A failed connection ends the client's, too. Every other error is a mistake in the test, and the answer tells it:
    /// 501 for a request that was not foreseen, else 500, and neither is to be tried again.
    init(_ error: any Error, for request: TransportRequest) {
        let (status, code, message): (Int, String, String)
        switch error {
        case is CancellationError:
            self = .dropped
            return
        case let error as UsageError where [.transport, .deadlineExceeded].contains(error.code):
            self = .dropped
            return
        case let error as UsageError where error.code == .invalidArgument:
            (status, code, message) = (501, "unforeseen_request", error.message)
        case let error as UsageError:
            (status, code, message) = (500, "handler_failed", error.description)
        default:
            guard (error as NSError).domain != NSURLErrorDomain else {
                self = .dropped
                return
            }
            (status, code, message) = (500, "handler_failed", "\(request.endpoint): the handler threw \(error)")
        }
        let body: JSONValue = ["error": ["code": .string(code), "message": .string(message)]]
        self = .response(.json(body, status: status, headers: ["x-should-retry": "false"]))
    }

    static func broken(_ message: String) -> UsageError {
        var error = UsageError(.transport, message)
        error.connectionFailure = .broken
        return error
    }
}
