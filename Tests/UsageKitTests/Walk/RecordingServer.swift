import Synchronization
import UsageKitTesting

@testable import UsageKit

/// A server whose pages are saved as they are served.
final class RecordingServer: HTTPTransport {
    private let server: any HTTPTransport
    private let saved = Mutex<[[UInt8]]>([])

    init(_ server: any HTTPTransport) {
        self.server = server
    }

    var pages: [[UInt8]] { saved.withLock(\.self) }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let response = try await server.send(request)
        if response.isSuccess { saved.withLock { $0.append(response.body) } }
        return response
    }
}
