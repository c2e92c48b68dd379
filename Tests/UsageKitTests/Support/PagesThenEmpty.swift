import Synchronization
import UsageKit
import UsageKitTesting

/// Answers the first request by another transport, and all further ones with an empty page.
final class PagesThenEmpty: HTTPTransport {
    private let first: any HTTPTransport
    private let count = Mutex(0)

    init(_ first: any HTTPTransport) {
        self.first = first
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return number == 1 ? try await first.send(request) : .json(#"{"items":[]}"#)
    }
}
