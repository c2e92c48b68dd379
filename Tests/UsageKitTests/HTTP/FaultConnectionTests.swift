import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// What an error says about a connection that failed, over real sockets, and whether the request is tried again.
@Suite(.sockets, .endsSometime) struct FaultConnectionTests {
    typealias Failure = UsageError.ConnectionFailure

    /// A client for any address, whose waits take no time, and which counts its attempts.
    private struct Client {
        private final class Log: Sendable {
            let attempts = Mutex(0)
        }

        private let log = Log()
        private let client: HTTPClient

        init(_ baseURL: String) throws {
            client = HTTPClient(
                provider: .aurous, transport: URLSessionTransport(), baseURL: try BaseURL(baseURL, defaultPrefix: ""),
                authorization: .bearer(try Credential(FaultClient.key)), attemptTimeout: .farAway,
                environment: HTTPEnvironment(
                    clock: ManualClock(), now: { Timestamp(seconds: 1_696_004_797) }, random: { 1 }),
                observer: { [log] _ in log.attempts.withLock { $0 += 1 } })
        }

        var attempts: Int { log.attempts.withLock { $0 } }

        func failure() async throws -> UsageError {
            let error = await #expect(throws: UsageError.self) {
                try await client.fetch("/usage", query: [("cursor", "secret")]) { $0.status }
            }
            let found = try #require(error)
            #expect(!found.description.contains("secret"))
            #expect(!found.description.contains(FaultClient.key))
            return found
        }
    }

    /// A server that reads a request and answers with raw bytes, whatever the request is.
    private func listener(_ answer: String, resets: Bool = false) throws -> LoopbackListener {
        try LoopbackListener { socket, _ in
            _ = socket.read()
            if resets { socket.resetOnClose() }
            guard !answer.isEmpty else { return }
            socket.write(Array(answer.utf8))
            // Until the client has read it: closing at once can discard what was written.
            _ = socket.read()
        }
    }

    @Test func aClosedPortIsRefusedAndTriedAgain() async throws {
        let (socket, port) = try LoopbackSocket.listening()
        socket.close()
        let client = try Client("http://127.0.0.1:\(port)")
        let error = try await client.failure()
        #expect(error.code == .transport)
        #expect(error.connectionFailure == .refused)
        #expect(error.message.hasPrefix("the connection was refused: "))
        #if os(Linux)
            #expect(error.message.contains("Failed to connect to 127.0.0.1 port \(port)"))
        #endif
        #expect(client.attempts == 3)
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    ])
    func aBrokenConnectionIsTriedAgain(answer: String) async throws {
        let server = try FaultServer(answer)
        let client = try Client(server.baseURL)
        let error = try await client.failure()
        #expect(error.connectionFailure == .broken)
        #expect(error.message.hasPrefix("the connection failed or was lost: "))
        #expect(client.attempts == 3)
    }

    #if os(Linux)
        @Test(arguments: [
            ("squash", "Unrecognized content encoding type"),
            ("gzip, gzip, gzip, gzip, gzip, gzip", "content encodings"),
        ])
        func anUnknownEncodingIsTriedOnce(encoding: String, text: String) async throws {
            let server = try FaultServer(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: 2\r\n\r\n{}")
            let client = try Client(server.baseURL)
            let error = try await client.failure()
            #expect(error.connectionFailure == .unknownEncoding)
            #expect(error.message.contains(text))
            #expect(client.attempts == 1)
        }
    #endif

    @Test func aNameThatDoesNotExistIsTriedOnce() async throws {
        let client = try Client("https://ledger.invalid")
        let error = try await client.failure()
        #expect(error.code == .transport)
        #expect(error.connectionFailure == .nameNotFound)
        #expect(error.message.contains("the host name was not found: "))
        #expect(client.attempts == 1)
    }

    @Test func aServerWithoutTLSIsTriedOnce() async throws {
        let server = try listener("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let client = try Client("https://127.0.0.1:\(server.port)")
        let error = try await client.failure()
        #expect(error.code == .transport)
        #expect(error.connectionFailure == .tls)
        #expect(error.message.hasPrefix("TLS could not be set up: "))
        #expect(client.attempts == 1)
    }

    @Test(arguments: [false, true])
    func aConnectionThatEndsDuringTheHandshakeIsTriedAgain(resets: Bool) async throws {
        let server = try listener("", resets: resets)
        defer { server.stop() }
        let client = try Client("https://127.0.0.1:\(server.port)")
        let error = try await client.failure()
        #expect(error.connectionFailure == .broken)
        #expect(client.attempts == 3)
    }

    #if os(Linux)
        private static let asksForCredentials =
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n"

        /// Sends requests through a proxy that refuses them; in a child process, since the environment is read once.
        private static func failure(
            of baseURL: String, through variable: String, proxy answer: String
        ) async throws -> (error: UsageError, attempts: Int) {
            let proxy = try Self().listener(answer)
            _ = unsafe setenv(variable, proxy.origin, 1)
            let client = try Client(baseURL)
            return (try await client.failure(), client.attempts)
        }

        @Test func aProxyThatAsksForCredentialsIsTriedOnce() async {
            await #expect(processExitsWith: .success) {
                let (error, attempts) = try await Self.failure(
                    of: "https://ledger.invalid", through: "https_proxy", proxy: Self.asksForCredentials)
                precondition(error.connectionFailure == .proxyAuthentication && error.code == .transport)
                precondition(error.message.contains("response 407"))
                precondition(attempts == 1)
            }
            await #expect(processExitsWith: .success) {
                let (error, attempts) = try await Self.failure(
                    of: "http://127.0.0.1:9", through: "http_proxy", proxy: Self.asksForCredentials)
                precondition(error.connectionFailure == .proxyAuthentication && error.code == .transport)
                precondition(error.status == 407 && error.message == "the proxy asks for credentials")
                precondition(attempts == 1)
            }
        }

        @Test func aProxyThatRefusesTheHostIsTriedOnceAndOneThatFailsAgain() async {
            await #expect(processExitsWith: .success) {
                let (error, attempts) = try await Self.failure(
                    of: "https://ledger.invalid", through: "https_proxy",
                    proxy: "HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                precondition(error.connectionFailure == .proxyUnusable)
                precondition(attempts == 1)
            }
            await #expect(processExitsWith: .success) {
                let (error, attempts) = try await Self.failure(
                    of: "https://ledger.invalid", through: "https_proxy",
                    proxy: "HTTP/1.1 502 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                precondition(error.connectionFailure == .broken)
                precondition(attempts == 3)
            }
        }
    #endif
}
