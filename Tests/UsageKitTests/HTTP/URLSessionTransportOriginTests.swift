import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Several servers over one transport, and servers with an IPv6 address.
@Suite(.sockets, .endsSometime) struct URLSessionTransportOriginTests {
    /// A server that accepts requests and never answers.
    private func hungServer() throws -> FaultServer {
        try FaultServer { connection, _ in connection.waitForEnd() }
    }

    @Test func aHungServerDelaysNoRequestToAnother() async throws {
        let hung = try hungServer()
        let other = try FaultServer(FaultServer.response(200, [], "[1]"))
        let transport = URLSessionTransport(maximumConnections: 2)
        let waiting = try (0..<6).map { _ in
            let request = try hung.request()
            return Task { try await transport.send(request) }
        }
        while hung.requests.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        for _ in 0..<5 {
            #expect(try await transport.send(other.request()).body == Array("[1]".utf8))
        }
        for task in waiting { task.cancel() }
        for task in waiting { await #expect(throws: CancellationError.self) { try await task.value } }
    }

    @Test func theErrorNamesTheServerAndWhatTheRequestWaitedFor() async throws {
        let hung = try hungServer()
        let transport = URLSessionTransport(maximumConnections: 1)
        let name = hung.baseURL.replacing("http://", with: "")
        let first = try hung.request(timeout: .milliseconds(600))
        let sent = Task { try await transport.send(first) }
        while hung.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let unsent = await #expect(throws: UsageError.self) {
            try await transport.send(hung.request(timeout: .milliseconds(50)))
        }
        #expect(unsent?.code == .deadlineExceeded)
        #expect(
            unsent?.message == "the request was not sent: until its timeout, other requests used all 1 connections to "
                + name)
        let error = await #expect(throws: UsageError.self) { try await sent.value }
        #expect(error?.message == "\(name) did not respond within the timeout")
    }

    // MARK: IPv6

    private static let hasIPv6 = (try? LoopbackSocket.listening(isIPv6: true).socket.close()) != nil

    /// A server on ::1 that returns the header of the request.
    private func serverOnIPv6() throws -> LoopbackListener {
        try LoopbackListener(isIPv6: true) { socket, origin in
            var reader = LoopbackRequestReader(socket: socket, origin: origin)
            guard let (request, _) = try? reader.next() else { return }
            let host = request.headers["Host"] ?? ""
            socket.write(Array(FaultServer.response(200, [], "\(host) \(request.target)").utf8))
        }
    }

    @Test(.enabled(if: hasIPv6, "needs the loopback address ::1"), arguments: ["[::1]", "[0:0:0:0:0:0:0:1]", "[0::1]"])
    func reachesALoopbackAddressOfIPv6(host: String) async throws {
        let server = try serverOnIPv6()
        defer { server.stop() }
        let client = HTTPClient(
            provider: .aurous, transport: URLSessionTransport(),
            baseURL: try BaseURL("http://\(host):\(server.port)", defaultPrefix: "/v1"),
            authorization: .bearer(try Credential("key")), attemptTimeout: .farAway)
        let body = try await client.fetch("/usage", query: [("cursor", "a[b")]) {
            String(decoding: $0.body, as: UTF8.self)
        }
        #expect(body == "[::1]:\(server.port) /v1/usage?cursor=a%5Bb")
    }

    @Test(.enabled(if: hasIPv6, "needs the loopback address ::1"))
    func aClosedPortOfIPv6IsARefusedConnection() async throws {
        let (socket, port) = try LoopbackSocket.listening(isIPv6: true)
        socket.close()
        let url = try #require(URL(string: "http://[::1]:\(port)/"))
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport().send(TransportRequest(url: url, timeout: .farAway))
        }
        #expect(error?.connectionFailure == .refused)
    }
}
