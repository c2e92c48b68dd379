import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite(.sockets) struct URLSessionTransportFaultTests {
    private func failure(_ server: FaultServer, timeout: Duration = .seconds(3600)) async throws -> UsageError.Code? {
        let request = try server.request("/v1/rows?cursor=secret", timeout: timeout)
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport(maximumResponseBytes: 1 << 20).send(request)
        }
        #expect(error?.description.contains("secret") == false)
        return error?.code
    }

    @Test(arguments: [
        "Basic realm=\"x\"", "Basic realm=\"x\", Bearer", "Bearer", "Digest realm=\"x\", nonce=\"y\"", "Negotiate",
    ])
    func returnsAnUnauthorizedResponse(challenge: String) async throws {
        let body = #"{"error":"no such key"}"#
        let server = try FaultServer(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: \(challenge)\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)")
        let response = try await URLSessionTransport().send(server.request())
        #expect(response.status == 401)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.headers["Authorization"] == nil)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func returnsARedirectWithoutFollowingIt(status: Int) async throws {
        let other = try FaultServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let target = other.baseURL.replacing("127.0.0.1", with: "localhost")
        let server = try FaultServer(
            "HTTP/1.1 \(status) Moved\r\nLocation: \(target)/\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngone")
        let request = try server.request(headers: ["Authorization": "Bearer key"])
        let response = try await URLSessionTransport().send(request)
        #expect(response.status == status)
        #expect(response.headers["Location"] == target + "/")
        #expect(server.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        "",
    ])
    func aBrokenResponseIsATransportFailure(response: String) async throws {
        #expect(try await failure(FaultServer(response)) == .transport)
    }

    /// Bytes beyond the announced length reach the next request on the connection, which fails; the one after that works.
    @Test func bytesAfterTheBodyAreNotReadAsTheNextResponse() async throws {
        let server = try FaultServer { connection, request in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            guard request.url.path == "/long" else { return }
            connection.write("and more of it")
            connection.waitForEnd()
        }
        let transport = URLSessionTransport(maximumConnections: 1)
        _ = try await transport.send(server.request("/long"))
        try await Task.sleep(for: .milliseconds(50))
        let first = try? await transport.send(server.request("/next"))
        #expect(first == nil || first?.body == Array("ok".utf8))
        #expect(try await transport.send(server.request("/next")).body == Array("ok".utf8))
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func aResetIsATransportFailure(before: String) async throws {
        let server = try FaultServer { connection, _ in
            if !before.isEmpty {
                connection.write(before)
                Thread.sleep(forTimeInterval: 0.05)
            }
            connection.reset()
        }
        #expect(try await failure(server) == .transport)
    }

    @Test func aClosedPortIsATransportFailure() async throws {
        let (socket, port) = try LoopbackSocket.listening()
        socket.close()
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/"))
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport().send(TransportRequest(url: url, timeout: .farAway))
        }
        #expect(error?.code == .transport)
    }

    @Test(.endsSometime)
    func theDeadlineEndsASlowBody() async throws {
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            connection.drip(every: 0.02)
        }
        try await expectDeadline(server, after: .milliseconds(450))
    }

    /// The system's own timer counts in whole seconds and would fire at once, or after 1 s instead of 1.9 s.
    @Test(.endsSometime, arguments: [Duration.milliseconds(250), .milliseconds(900), .milliseconds(1900)])
    func theDeadlineEndsASilenceAndNotEarlier(timeout: Duration) async throws {
        try await expectDeadline(FaultServer { connection, _ in connection.waitForEnd() }, after: timeout)
    }

    private func expectDeadline(_ server: FaultServer, after timeout: Duration) async throws {
        let start = ContinuousClock.now
        #expect(try await failure(server, timeout: timeout) == .deadlineExceeded)
        #expect(ContinuousClock.now - start >= timeout)
    }

    @Test func theDeadlineCountsWhileARequestWaitsForAConnection() async throws {
        let server = try FaultServer { connection, _ in connection.waitForEnd() }
        let transport = URLSessionTransport(maximumConnections: 1)
        let first = Task { try await transport.send(server.request()) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let error = await #expect(throws: UsageError.self) {
            try await transport.send(server.request(timeout: .milliseconds(200)))
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(server.requests.count == 1)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
    }

    @Test func stopsAResponseAboveTheLimit() async throws {
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 0x10000) + Array("\r\n".utf8)
            while connection.write(chunk) {}
        }
        #expect(try await failure(server) == .responseTooLarge)
    }

    @Test func refusesAResponseThatAnnouncesTooMuch() async throws {
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n")
            connection.waitForEnd()
        }
        #expect(try await failure(server) == .responseTooLarge)
    }

    @Test func acceptsAResponseOfExactlyTheLimit() async throws {
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n")
            connection.write([UInt8](repeating: 0x20, count: 1000))
        }
        let response = try await URLSessionTransport(maximumResponseBytes: 1000).send(server.request())
        #expect(response.body.count == 1000)
    }

    @Test func aResponseSplitAtEveryByteIsComplete() async throws {
        let body = #"{"data":[1,2,3]}"#
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n")
            for byte in body.utf8 {
                connection.write([byte])
                Thread.sleep(forTimeInterval: 0.002)
            }
        }
        let response = try await URLSessionTransport().send(server.request())
        #expect(String(decoding: response.body, as: UTF8.self) == body)
    }
}
