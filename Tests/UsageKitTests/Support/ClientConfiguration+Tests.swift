import Foundation
import UsageKitTesting

@testable import UsageKit

extension ClientConfiguration {
    /// The current instant of the tests' clients.
    static let present = Timestamp.at("2026-06-01T00:00:00Z")

    /// A configuration whose clocks move only when told to and whose waits take no time.
    static func test(
        _ transport: any HTTPTransport, baseURL: String? = nil, retry: RetryPolicy = .standard,
        clock: ManualClock = ManualClock(), now: @escaping @Sendable () -> Timestamp = { present }
    ) -> ClientConfiguration {
        var configuration = ClientConfiguration(baseURL: baseURL, transport: transport, retry: retry)
        configuration.attemptTimeout = .farAway
        configuration.environment = HTTPEnvironment(clock: clock, now: now, random: { 0.5 })
        return configuration
    }
}

extension TransportRequest {
    /// Path and query as they are sent.
    var target: String {
        let query = url.query(percentEncoded: true).map { "?" + $0 } ?? ""
        return url.path(percentEncoded: true) + query
    }
}
