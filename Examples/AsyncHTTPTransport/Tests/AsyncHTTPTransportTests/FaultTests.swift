import AsyncHTTPClient
import AsyncHTTPTransport
import Foundation
import NIOCore
import Testing
import UsageKit

@Suite(.timeLimit(.minutes(60))) struct FaultTests {
    private func failure(_ server: RawServer, timeout: Duration = .seconds(3600)) async throws -> UsageError.Code? {
        let request = try server.request("/v1/rows?cursor=secret", timeout: timeout)
        let error = await #expect(throws: UsageError.self) {
            try await AsyncHTTPClientTransport(maximumResponseBytes: 1 << 20).send(request)
        }
        #expect(error?.description.contains("secret") == false)
        #expect(error?.description.contains("localhost") == false)
        return error?.code
    }

    @Test(arguments: [
        "Basic realm=\"x\"", "Basic realm=\"x\", Bearer", "Bearer", "Digest realm=\"x\", nonce=\"y\"", "Negotiate",
    ])
    func returnsAnUnauthorizedResponse(challenge: String) async throws {
        let body = #"{"error":"no such key"}"#
        let server = try await RawServer(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: \(challenge)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                + body)
        let response = try await AsyncHTTPClientTransport().send(server.request())
        #expect(response.status == 401)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.head.contains("Authorization") == false)
    }

    /// Even if the app's configuration follows them.
    @Test(arguments: [301, 302, 303, 307, 308])
    func returnsARedirectWithoutFollowingIt(status: Int) async throws {
        let other = try await RawServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let server = try await RawServer(
            "HTTP/1.1 \(status) Moved\r\nLocation: \(other.baseURL)/\r\nContent-Length: 4\r\n\r\ngone")
        let following = HTTPClient.Configuration(redirectConfiguration: .follow(max: 5, allowCycles: false))
        let transport = AsyncHTTPClientTransport(configuration: following)
        let response = try await transport.send(server.request(headers: ["Authorization": "Bearer key"]))
        #expect(response.status == status)
        #expect(response.headers["Location"] == other.baseURL + "/")
        #expect(response.body == Array("gone".utf8))
        #expect(server.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    /// The last three end a process that uses `URLSession` on Linux.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello",
        "SSH-2.0-OpenSSH\r\n", "",
        "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Half: ",
    ])
    func aBrokenResponseIsATransportFailure(response: String) async throws {
        let server = try await RawServer(response)
        #expect(try await failure(server) == .transport)
        #expect(server.requests.count == 1)
    }

    @Test func anUnknownEncodingIsAFailureOfItsKind() async throws {
        let server = try await RawServer(
            "HTTP/1.1 200 OK\r\nContent-Encoding: squash\r\nContent-Length: 2\r\n\r\n{}")
        let error = await #expect(throws: UsageError.self) {
            try await AsyncHTTPClientTransport().send(server.request())
        }
        #expect(error?.code == .transport)
        #expect(error?.connectionFailure == .unknownEncoding)
    }

    @Test func aResponseMayHaveATrailer() async throws {
        let server = try await RawServer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: 1\r\n\r\n")
        #expect(try await AsyncHTTPClientTransport().send(server.request()).body == Array("ok".utf8))
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func aResetIsATransportFailure(before: String) async throws {
        let server = try await RawServer { request in
            request.write(before).whenComplete { _ in request.reset() }
        }
        #expect(try await failure(server) == .transport)
        #expect(server.requests.count == 1)
    }

    /// It fails at once, although the client would retry until its connect timeout.
    @Test func aClosedPortIsATransportFailure() async throws {
        let server = try await RawServer("")
        let request = try server.request(timeout: .seconds(600))
        try await server.stop()
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(600)
        let transport = AsyncHTTPClientTransport(configuration: configuration)
        let error = await #expect(throws: UsageError.self) { try await transport.send(request) }
        #expect(error?.code == .transport)
        #expect(error?.connectionFailure == .refused)
        #expect(error?.underlyingError != nil)
    }

    /// The server closes an idle connection just as the next request is sent on it.
    @Test func aStaleConnectionIsATransportFailureAndTheNextRequestHasANewOne() async throws {
        let server = try await RawServer { request in
            guard request.path != "/stale" else { return request.close() }
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let transport = AsyncHTTPClientTransport()
        #expect(try await transport.send(server.request("/first")).status == 200)
        let error = await #expect(throws: UsageError.self) { try await transport.send(server.request("/stale")) }
        #expect(error?.code == .transport)
        #expect(try await transport.send(server.request("/next")).status == 200)
        #expect(server.requests.map(\.path) == ["/first", "/stale", "/next"])
    }

    /// Bytes beyond the announced length are not read as the next response.
    @Test func bytesAfterTheBodyAreNotReadAsTheNextResponse() async throws {
        let server = try await RawServer { request in
            let excess = request.path == "/long" ? "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil" : ""
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + excess)
        }
        let transport = AsyncHTTPClientTransport()
        #expect(try await transport.send(server.request("/long")).body == Array("ok".utf8))
        for _ in 0..<2 {
            let response = try? await transport.send(server.request("/next"))
            #expect(response == nil || response?.body == Array("ok".utf8))
        }
        #expect(try await transport.send(server.request("/next")).body == Array("ok".utf8))
    }

    @Test func theDeadlineEndsASlowBody() async throws {
        let server = try await RawServer { request in
            request.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            request.end.eventLoop.scheduleRepeatedTask(
                initialDelay: .zero, delay: .milliseconds(10), notifying: nil
            ) { task in
                request.write("1\r\n \r\n").whenFailure { _ in task.cancel() }
            }
        }
        try await expectDeadline(server, after: .milliseconds(300))
    }

    @Test func theDeadlineEndsASilenceAndNotEarlier() async throws {
        try await expectDeadline(RawServer { _ in }, after: .milliseconds(250))
    }

    /// Asks with ever more time until the deadline meets a request that has reached the server: on a busy machine the
    /// first ones may be over before.
    private func expectDeadline(_ server: RawServer, after timeout: Duration) async throws {
        var timeout = timeout
        repeat {
            let start = ContinuousClock.now
            #expect(try await failure(server, timeout: timeout) == .deadlineExceeded)
            #expect(ContinuousClock.now - start >= timeout)
            timeout *= 2
        } while server.requests.isEmpty
        #expect(server.requests.count == 1)
    }

    @Test func theDeadlineCountsWhileARequestWaitsForAConnection() async throws {
        let server = try await RawServer { _ in }
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
        let transport = AsyncHTTPClientTransport(configuration: configuration)
        let first = Task { try await transport.send(server.request(timeout: .seconds(600))) }
        for await _ in server.arrivals { break }
        let error = await #expect(throws: UsageError.self) {
            try await transport.send(server.request(timeout: .milliseconds(100)))
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.connectionFailure == .timedOut)
        #expect(server.requests.count == 1)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
    }

    @Test func stopsAResponseAboveTheLimit() async throws {
        let server = try await RawServer { request in
            request.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let space = [UInt8](repeating: 0x20, count: 0x10000)
            request.repeatForEver(Array("10000\r\n".utf8) + space + Array("\r\n".utf8))
        }
        #expect(try await failure(server) == .responseTooLarge)
        for request in server.requests { try await request.end.get() }
    }

    @Test func refusesAResponseThatAnnouncesTooMuch() async throws {
        let server = try await RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", closes: false)
        #expect(try await failure(server) == .responseTooLarge)
        for request in server.requests { try await request.end.get() }
    }

    @Test func acceptsAResponseOfExactlyTheLimit() async throws {
        let body = String(repeating: " ", count: 1000)
        let server = try await RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + body)
        let response = try await AsyncHTTPClientTransport(maximumResponseBytes: 1000).send(server.request())
        #expect(response.body.count == 1000)
    }

    /// Two bytes, `{}`, compressed.
    private static let packed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF, 0xAB, 0xAE, 0x05, 0, 0x43, 0xBF, 0xA6, 0xA3, 2, 0, 0, 0,
    ]

    private func packedServer(_ packed: [UInt8]) async throws -> RawServer {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
        return try await RawServer { $0.write(Array(head.utf8) + packed) }
    }

    @Test func decompressesTheBodyAndDropsTheEncoding() async throws {
        let server = try await packedServer(Self.packed)
        let response = try await AsyncHTTPClientTransport().send(server.request())
        #expect(response.body == Array("{}".utf8))
        #expect(response.headers["Content-Encoding"] == nil)
        #expect(response.headers["Content-Length"] == nil)
        #expect(server.requests.first?.head.contains("gzip") == true)
    }

    @Test func theLimitCountsDecompressedBytes() async throws {
        let server = try await packedServer(Self.packed)
        let response = try await AsyncHTTPClientTransport(maximumResponseBytes: 100).send(server.request())
        #expect(response.body.count == 2)
        let error = await #expect(throws: UsageError.self) {
            try await AsyncHTTPClientTransport(maximumResponseBytes: 1).send(server.request())
        }
        #expect(error?.code == .responseTooLarge)
    }

    @Test func aTruncatedCompressedBodyIsATransportFailure() async throws {
        #expect(try await failure(packedServer(Array(Self.packed.dropLast(9)))) == .transport)
    }

    @Test func aResponseSplitAtEveryByteIsComplete() async throws {
        let body = #"{"data":[1,2,3]}"#
        let text = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let server = try await RawServer { $0.drip(Array(text.utf8)[...]) }
        let response = try await AsyncHTTPClientTransport().send(server.request())
        #expect(String(decoding: response.body, as: UTF8.self) == body)
    }
}
