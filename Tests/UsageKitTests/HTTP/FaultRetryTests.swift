import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Which failures are retried, over real sockets.
@Suite(.sockets, .endsSometime) struct FaultRetryTests {
    // MARK: Statuses

    @Test(arguments: [408, 409, 425, 429, 500, 502, 503, 504])
    func retriesATransientFailureTwice(status: Int) async throws {
        let failure = FaultServer.response(status)
        let passing = try FaultServer(inOrder: [failure, failure, FaultServer.response(200, [], "[1]")])
        let client = try FaultClient(passing)
        #expect(try await client.fetch() == [1])
        #expect(passing.requests.count == 3)
        #expect(client.clock.sleeps == [.milliseconds(500), .seconds(1)])

        let lasting = try FaultServer(failure)
        #expect(try await FaultClient(lasting).failure()?.status == status)
        #expect(lasting.requests.count == 3)
    }

    @Test(arguments: [
        (400, UsageError.Code.requestRefused), (401, .unauthorized), (402, .paymentRequired), (403, .forbidden),
        (404, .notFound), (405, .requestRefused), (410, .endpointRetired), (422, .requestRefused),
        (501, .serverFailure), (505, .serverFailure),
    ])
    func aRefusalIsFinal(status: Int, code: UsageError.Code) async throws {
        let server = try FaultServer(FaultServer.response(status, [], #"{"error":"no"}"#))
        let error = try #require(try await FaultClient(server).failure())
        #expect(error.code == code)
        #expect(error.message == "no")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ["x-should-retry", "X-Should-Retry", "stripe-should-retry"])
    func theRetryHeaderOverridesTheStatus(name: String) async throws {
        let no = try FaultServer(FaultServer.response(503, ["\(name): false"]))
        #expect(try await FaultClient(no).failure()?.code == .serverFailure)
        #expect(no.requests.count == 1)
        let yes = try FaultServer(inOrder: [FaultServer.response(400, ["\(name): true"]), FaultServer.response()])
        #expect(try await FaultClient(yes).fetch() == [:])
        #expect(yes.requests.count == 2)
    }

    @Test(
        arguments: [
            ("Retry-After: 7", 7_000), ("retry-after: 1.5", 1_500), ("Retry-After-Ms: 250", 250),
            ("Retry-After: Fri, 29 Sep 2023 16:26:57 GMT", 20_000), ("Retry-After: 120", 120_000),
            ("Retry-After: 0", 500), ("Retry-After: -10", 500), ("Retry-After: nan", 500), ("Retry-After: inf", 500),
            ("Retry-After: soon", 500), ("Retry-After: Zun, 29 Sep 2023 16:26:57 GMT", 500),
            ("Retry-After: Fri, 29 Sep 2023 16:26:27 GMT", 500),
        ] as [(String, Int)])
    func waitsAsLongAsTheServerAsks(field: String, milliseconds: Int) async throws {
        let server = try FaultServer(inOrder: [FaultServer.response(429, [field]), FaultServer.response()])
        let client = try FaultClient(server)
        #expect(try await client.fetch() == [:])
        // The client may wait for the pause and for the retry in two parts.
        #expect(client.clock.now.offset == .milliseconds(milliseconds))
        #expect(server.requests.count == 2)
    }

    @Test(arguments: ["Retry-After: 121", "retry-after-ms: 120001", "Retry-After: 99999999999999999999"])
    func failsAtOnceIfTheServerAsksForTooLongAWait(field: String) async throws {
        let server = try FaultServer(FaultServer.response(429, [field]))
        let client = try FaultClient(server)
        let error = try #require(try await client.failure())
        #expect(error.code == .rateLimited)
        #expect((error.retryAfter ?? .zero) > .seconds(120))
        #expect(client.clock.sleeps.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ["Basic realm=\"x\"", "Basic realm=\"x\", Bearer", "Bearer error=\"invalid_token\""])
    func aWrongKeyIsRefusedOnceAndNoPasswordIsSent(challenge: String) async throws {
        let body = #"{"error":{"message":"no such key","code":"invalid_key"}}"#
        let server = try FaultServer(FaultServer.response(401, ["WWW-Authenticate: \(challenge)"], body))
        let error = try #require(try await FaultClient(server).failure())
        #expect(error.code == .unauthorized)
        #expect(error.message == "no such key")
        #expect(server.requests.map { $0.headers["Authorization"] } == ["Bearer \(FaultClient.key)"])
    }

    // MARK: Redirects

    enum Target: CaseIterable { case otherPort, otherHost, otherScheme, sameOrigin, relative, file, user }

    @Test(arguments: [300, 301, 302, 303, 307, 308], Target.allCases)
    func refusesARedirectWithoutFollowingIt(status: Int, target: Target) async throws {
        let other = try FaultServer(FaultServer.response())
        let script = FaultScript([""])
        let server = try FaultServer { connection, _ in connection.write(script.next()) }
        let location =
            switch target {
            case .otherPort: other.baseURL + "/v1/usage"
            case .otherHost: other.baseURL.replacing("127.0.0.1", with: "localhost") + "/v1/usage"
            case .otherScheme: other.baseURL.replacing("http:", with: "https:") + "/v1/usage"
            case .sameOrigin: server.baseURL + "/v2/usage"
            case .relative: "usage/2"
            case .file: "file:///etc/passwd"
            case .user: other.baseURL.replacing("http://", with: "http://a:b@") + "/v1/usage"
            }
        script.set([FaultServer.response(status, ["Location: \(location)"], "")])
        let error = try #require(try await FaultClient(server).failure())
        #expect(error.code == .redirectRefused)
        #expect(error.status == status)
        #expect(server.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    // MARK: Connections

    static let broken = [
        "", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    ]

    @Test(arguments: broken, [false, true])
    func retriesABrokenConnection(text: String, isReset: Bool) async throws {
        let script = FaultScript([text, FaultServer.response(200, [], "[1]")])
        let server = try FaultServer { connection, _ in
            let answer = script.next()
            connection.write(answer)
            if answer == text, isReset {
                Thread.sleep(forTimeInterval: 0.02)
                connection.reset()
            }
        }
        let client = try FaultClient(server)
        #expect(try await client.fetch() == [1])
        #expect(client.outcomes == [.failed(.transport), .succeeded])
        #expect(client.clock.sleeps == [.milliseconds(500)])
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func retriesASilentServerAfterTheAttemptTimeout(before: String) async throws {
        /// Gives the first attempt little time and marks it; the others have all the time they need.
        struct Impatient: HTTPTransport {
            let transport = URLSessionTransport()
            let attempts = Countdown(1)

            func send(_ request: TransportRequest) async throws -> TransportResponse {
                guard attempts.next() else { return try await transport.send(request) }
                var request = request
                request.headers["X-First"] = "yes"
                request.timeout = .milliseconds(300)
                return try await transport.send(request)
            }
        }
        let server = try FaultServer { connection, request in
            guard request.headers["X-First"] != nil else {
                connection.write(FaultServer.response(200, [], "[1]"))
                return
            }
            connection.write(before)
            connection.waitForEnd()
        }
        let client = try FaultClient(server, transport: Impatient())
        #expect(try await client.fetch() == [1])
        #expect(client.outcomes.first == .failed(.deadlineExceeded))
        #expect(client.outcomes.last == .succeeded)
    }

    /// The session's own timer restarts with each byte; the total time does not.
    @Test func aSlowBodyEndsWithTheTotalTime() async throws {
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            connection.drip(every: 0.01)
        }
        let retry = RetryPolicy(attempts: 100, base: .milliseconds(1), cap: .milliseconds(1), totalTime: .seconds(1))
        let client = try FaultClient(server, retry: retry, attemptTimeout: .milliseconds(300), isLive: true)
        let start = ContinuousClock.now
        #expect(try await client.failure()?.code == .deadlineExceeded)
        #expect(ContinuousClock.now - start >= .milliseconds(900))
        // How many attempts fit into the total time depends on the machine, but the request must end.
        #expect(!client.outcomes.isEmpty)
    }

    #if os(Linux)
        /// A listener with a full queue never answers connection attempts.
        @Test func givesUpOnAHostThatAcceptsNoConnection() async throws {
            let (socket, port) = try LoopbackSocket.listening(backlog: 0)
            let transport = URLSessionTransport(maximumConnections: 8)
            let url = try #require(URL(string: "http://127.0.0.1:\(port)/"))
            await withTaskGroup(of: UsageError?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await #expect(throws: UsageError.self) {
                            try await transport.send(TransportRequest(url: url, timeout: .milliseconds(500)))
                        }
                    }
                }
                for await error in group {
                    #expect(error?.code == .deadlineExceeded)
                    #expect(error?.message == "127.0.0.1:\(port) did not respond within the timeout")
                }
            }
            var accepted = 0
            while let connection = socket.accept(within: 0) {
                connection.close()
                accepted += 1
            }
            #expect((1..<8).contains(accepted))
            socket.close()
        }
    #endif
}
