import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite(.sockets) struct URLSessionTransportTrustTests {
    private final class Log: Sendable {
        let reports = Mutex<[AttemptReport]>([])
    }

    @Test(
        .enabled(if: UntrustedServer.command != nil, "needs the openssl command, which is not installed"),
        .endsSometime)
    func refusesAnUntrustedCertificateOnce() async throws {
        let server = try await UntrustedServer()
        let log = Log()
        let client = HTTPClient(
            provider: .aurous, transport: URLSessionTransport(),
            baseURL: try BaseURL(server.baseURL, defaultPrefix: ""),
            authorization: .bearer(try Credential(ScriptedClient.canary)), attemptTimeout: .farAway,
            observer: { report in log.reports.withLock { $0.append(report) } })
        let error = await #expect(throws: UsageError.self) { try await client.fetch("/usage") { $0.status } }
        #expect(error?.code == .untrustedServer)
        #expect(error?.description.contains(ScriptedClient.canary) == false)
        #expect(log.reports.withLock { $0.map(\.outcome) } == [.failed(.untrustedServer)])
    }
}
