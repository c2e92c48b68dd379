import Foundation
import UsageKitTesting

@testable import UsageKit

/// Adds the date of a server's clock to each response.
struct DatedTransport: HTTPTransport {
    let transport: any HTTPTransport
    let now: @Sendable () -> Timestamp

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        var response = try await transport.send(request)
        response.headers["Date"] = now().headerDate
        return response
    }
}

/// A server that does not tell its time.
struct UndatedTransport: HTTPTransport {
    let transport: any HTTPTransport

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        var response = try await transport.send(request)
        response.headers["Date"] = nil
        return response
    }
}

/// A server that cuts the instants of a request off at milliseconds.
struct MillisecondTransport: HTTPTransport {
    let transport: any HTTPTransport

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        var request = request
        let target = request.url.absoluteString.replacing(/(\.[0-9]{3})[0-9]+Z/) { "\($0.output.1)Z" }
        if let url = URL(string: target) { request.url = url }
        return try await transport.send(request)
    }
}
