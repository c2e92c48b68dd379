private import Synchronization
public import UsageKit

extension ChatBotKitFake: HTTPStreamingTransport {
    /// Answers a request, and hands over the body piece by piece.
    public func open(_ request: TransportRequest) async throws -> StreamedResponse {
        try await wireAnswer(to: request).stream()
    }
}

extension WireAnswer {
    /// The answer with its body piece by piece, up to where the connection ends.
    func stream() throws -> StreamedResponse {
        switch self {
        case .response(let response): StreamedResponse(response)
        case .truncated(let response, let count): StreamedResponse(response, endsAfter: count)
        case .dropped: throw Self.broken("the connection ended without a response")
        }
    }
}

extension StreamedResponse {
    /// Creates a response whose whole body is known, in pieces of at most 1,000 bytes.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - count: How many bytes arrive before the connection ends; nil for all.
    package init(_ response: TransportResponse, endsAfter count: Int? = nil) {
        let rest = Mutex(response.body.prefix(count ?? .max))
        self.init(
            status: response.status, headers: response.headers,
            next: {
                try Task.checkCancellation()
                let piece = rest.withLock { rest -> [UInt8] in
                    defer { rest = rest.dropFirst(1000) }
                    return Array(rest.prefix(1000))
                }
                if !piece.isEmpty { return piece }
                if let count { throw WireAnswer.broken("the response ended after \(count) bytes") }
                return nil
            })
    }
}
