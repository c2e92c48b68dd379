import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct HTTPClientTests {
    @Test func fetchesAndDecodesAResponse() async throws {
        let transport = ScriptedTransport([.json(#"{"total":3}"#, path: "/v1/usage")])
        let client = HTTPClient(
            provider: .aurous, transport: transport,
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: "/v1"),
            authorization: .bearer(try Credential("key")))
        let total = try await client.fetch("/usage") { try JSONValue(json: $0.body)["total"] }
        #expect(total == 3)
        #expect(transport.requests.first?.headers["Authorization"] == "Bearer key")
    }

    private let canary = "sk-CANARY-0123456789"
    private let clock = ManualClock()

    private func client(
        _ transport: any HTTPTransport, retry: RetryPolicy = .standard, random: Double = 1,
        attemptTimeout: Duration = .seconds(60),
        refusal: @escaping @Sendable (TransportResponse) -> UsageError? = { _ in nil }
    ) throws -> HTTPClient {
        HTTPClient(
            provider: ProviderID(rawValue: "aurous"), transport: transport,
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: "/v1"),
            authorization: .bearer(try Credential(canary)), retry: retry, attemptTimeout: attemptTimeout,
            environment: HTTPEnvironment(
                clock: clock, now: { Timestamp(seconds: 1_696_004_797) }, random: { random }),
            refusal: refusal)
    }

    private func text(_ response: TransportResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private func fetch(_ client: HTTPClient, deadline: HTTPDeadline? = nil) async throws -> String {
        try await client.fetch("/usage", query: [("cursor", "secret+1")], deadline: deadline) {
            String(decoding: $0.body, as: UTF8.self)
        }
    }

    private func failure(_ client: HTTPClient, deadline: HTTPDeadline? = nil) async -> UsageError? {
        await #expect(throws: UsageError.self) { try await fetch(client, deadline: deadline) }
    }

    @Test func sendsKeyAcceptAndQuery() async throws {
        let script = ScriptedTransport([.json("{}", path: "/v1/usage")])
        #expect(try await fetch(client(script, attemptTimeout: .seconds(7))) == "{}")
        let request = try #require(script.requests.first)
        #expect(request.url.absoluteString == "https://api.example.com/v1/usage?cursor=secret%2B1")
        #expect(request.headers["Authorization"] == "Bearer \(canary)")
        #expect(request.headers["Accept"] == "application/json")
        #expect(request.timeout == .seconds(7))
        #expect(script.unconsumed.isEmpty)
    }

    @Test(arguments: [
        (401, UsageError.Code.unauthorized), (402, .paymentRequired), (403, .forbidden), (404, .notFound),
        (410, .endpointRetired), (422, .requestRefused), (400, .requestRefused), (301, .redirectRefused),
        (302, .redirectRefused), (304, .redirectRefused), (308, .redirectRefused), (501, .serverFailure),
    ])
    func doesNotRetryARefusal(status: Int, code: UsageError.Code) async throws {
        let script = ScriptedTransport([.json("", status: status), .json("{}")])
        let error = try #require(await failure(client(script)))
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.endpoint == "GET /v1/usage")
        #expect(error.provider?.rawValue == "aurous")
        #expect(!error.description.contains("secret"))
        #expect(script.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test(arguments: [408, 409, 425, 429, 500, 502, 503, 504])
    func makesThreeAttemptsWithFullJitter(status: Int) async throws {
        let script = ScriptedTransport([.json("", status: status), .json("", status: status), .json("{}")])
        #expect(try await fetch(client(script, random: 0.5)) == "{}")
        #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)])
    }

    @Test func givesUpAfterTheLastAttempt() async throws {
        let script = ScriptedTransport(Array(repeating: .json("", status: 500), count: 9))
        #expect(try await failure(client(script))?.code == .serverFailure)
        #expect(script.requests.count == 3)
        #expect(clock.sleeps == [.milliseconds(500), .seconds(1)])
    }

    @Test func withoutRetriesThereIsOneAttempt() async throws {
        let script = ScriptedTransport([.json("", status: 500, path: nil)])
        #expect(try await failure(client(script, retry: .none))?.code == .serverFailure)
        #expect(clock.sleeps.isEmpty)
    }

    @Test(arguments: [UsageError.Code.transport, .deadlineExceeded])
    func retriesABrokenConnection(code: UsageError.Code) async throws {
        let script = ScriptedTransport([.failure(UsageError(code, "broken")), .json("{}")])
        #expect(try await fetch(client(script)) == "{}")
        #expect(clock.sleeps == [.milliseconds(500)])
    }

    @Test(arguments: [UsageError.Code.untrustedServer, .responseTooLarge, .invalidArgument])
    func doesNotRetryPermanentFailures(code: UsageError.Code) async throws {
        let script = ScriptedTransport([.failure(UsageError(code, "no")), .json("{}")])
        #expect(try await failure(client(script))?.code == code)
        #expect(script.requests.count == 1)
    }

    @Test func doesNotShowTheErrorOfACustomTransport() async throws {
        struct Leaky: HTTPTransport {
            struct Failure: Error { let url: URL }
            func send(_ request: TransportRequest) async throws -> TransportResponse { throw Failure(url: request.url) }
        }
        let error = try #require(await failure(client(Leaky(), retry: .none)))
        #expect(error.code == .transport)
        #expect(!error.description.contains("secret"))
        #expect(error.underlyingError is Leaky.Failure)
        #expect(error.isRetryable)
    }

    @Test(
        arguments: [
            (["Retry-After": "7"], [Duration.seconds(7)]), (["retry-after-ms": "1500"], [.milliseconds(1500)]),
            (["Retry-After": "120"], [.seconds(120)]), (["Retry-After": "-10"], [.milliseconds(500)]),
            (["Retry-After": "garbage"], [.milliseconds(500)]), (["X-RateLimit-Reset": "30"], [.seconds(30)]),
            (["X-RateLimit-Reset": "0.1"], [.milliseconds(500)]), (["X-RateLimit-Reset": "3600"], [.milliseconds(500)]),
        ] as [(HTTPHeaders, [Duration])])
    func waitsAsLongAsTheServerAsks(headers: HTTPHeaders, sleeps: [Duration]) async throws {
        let script = ScriptedTransport([.response(TransportResponse(status: 429, headers: headers)), .json("{}")])
        #expect(try await fetch(client(script)) == "{}")
        #expect(clock.sleeps == sleeps)
    }

    @Test(
        arguments: [
            ("Retry-After", "121", 121), ("retry-after-ms", "120001", 120),
            ("Retry-After", "99999999999999999999", 946_080_000),
        ] as [(String, String, Int64)])
    func failsAtOnceIfTheWaitIsTooLong(name: String, value: String, seconds: Int64) async throws {
        let script = ScriptedTransport([
            .response(TransportResponse(status: 429, headers: [name: value])), .json("{}"),
        ])
        let error = try #require(await failure(client(script)))
        #expect(error.code == .rateLimited)
        #expect(error.retryAfter?.components.seconds == seconds)
        #expect(clock.sleeps.isEmpty)
        #expect(script.requests.count == 1)
    }

    @Test func theRetryHeaderOverridesTheStatus() async throws {
        let no: HTTPHeaders = ["x-should-retry": "false"]
        let yes: HTTPHeaders = ["Stripe-Should-Retry": "true"]
        let stubborn = ScriptedTransport([.response(TransportResponse(status: 503, headers: no)), .json("{}")])
        #expect(try await failure(client(stubborn))?.code == .serverFailure)
        #expect(stubborn.requests.count == 1)
        let willing = ScriptedTransport([.response(TransportResponse(status: 400, headers: yes)), .json("{}")])
        #expect(try await fetch(client(willing)) == "{}")
        let moved = ScriptedTransport([.response(TransportResponse(status: 302, headers: yes)), .json("{}")])
        #expect(try await failure(client(moved))?.code == .redirectRefused)
    }

    @Test func usesTheProvidersErrorDecoder() async throws {
        let script = ScriptedTransport([.json(#"{"error":"slow"}"#, status: 429), .json("{}")])
        let client = try client(script) { response in
            var error = UsageError(refusal: response, message: "slow down,\nplease")
            error.providerCode = "RATE_LIMIT_EXCEEDED"
            error.requestID = "req_1"
            error.retryAfter = .seconds(3)
            return error
        }
        #expect(try await fetch(client) == "{}")
        #expect(clock.sleeps == [.seconds(3)])

        script.append(.json("", status: 429))
        script.append(.json("", status: 429))
        script.append(.json("", status: 429))
        let error = try #require(await failure(client))
        #expect(error.message == "slow down, please")
        #expect(error.providerCode == "RATE_LIMIT_EXCEEDED")
        #expect(error.requestID == "req_1")
        #expect(error.retryAfter == .seconds(3))
        #expect(error.provider?.rawValue == "aurous")
    }

    @Test func redactsAnEchoedKey() async throws {
        let body = "Bad header 'Authorization: Bearer \(canary)'\u{1B}[31m\n" + String(repeating: "x", count: 900)
        let script = ScriptedTransport([.response(TransportResponse(status: 400, body: body))])
        let error = try #require(await failure(client(script)))
        var dumped = ""
        dump(error, to: &dumped)
        for text in [error.description, String(reflecting: error), dumped] {
            #expect(!text.contains(canary))
            #expect(!text.contains("\u{1B}"))
        }
        #expect(error.message.contains("<redacted>"))
        #expect(error.message.utf8.count <= 200)
    }

    @Test func retriesAnUndecodableBodyOnce() async throws {
        let script = ScriptedTransport([.json("{\"half"), .json("{\"half"), .json("{}")])
        let client = try client(script)
        let error = await #expect(throws: UsageError.self) {
            try await client.fetch("/usage") { _ -> Int in throw UsageError(.malformedJSON, "ends too early") }
        }
        #expect(error?.code == .malformedJSON)
        #expect(error?.message == "ends too early")
        #expect(error?.status == 200)
        #expect(script.requests.count == 2)
    }

    @Test func quotesThePageOfACaptivePortal() async throws {
        let script = ScriptedTransport([.response(TransportResponse(status: 200, body: "<html>Please log in</html>"))])
        let client = try client(script, retry: .none)
        let error = await #expect(throws: UsageError.self) {
            try await client.fetch("/usage") { _ -> Int in throw UsageError(.malformedJSON, "not JSON") }
        }
        #expect(error?.message.contains("<html>Please log in</html>") == true)
    }

    @Test func theTotalTimeIncludesWaits() async throws {
        let policy = RetryPolicy(attempts: 9, base: .seconds(8), cap: .seconds(8), totalTime: .seconds(20))
        let script = ScriptedTransport(Array(repeating: .json("", status: 500), count: 9))
        #expect(try await failure(client(script, retry: policy))?.code == .serverFailure)
        #expect(clock.sleeps == [.seconds(8), .seconds(8)])
        #expect(script.requests.map(\.timeout) == [.seconds(20), .seconds(12), .seconds(4)])
    }

    @Test func anOuterDeadlineLimitsAttemptsAndWaits() async throws {
        let script = ScriptedTransport([.json("", status: 500), .json("{}")])
        let deadline = HTTPDeadline(after: .milliseconds(400), on: clock)
        #expect(try await failure(client(script), deadline: deadline)?.code == .serverFailure)
        #expect(script.requests.map(\.timeout) == [.milliseconds(400)])
        clock.advance(by: .seconds(1))
        #expect(try await failure(client(script), deadline: deadline)?.code == .deadlineExceeded)
        #expect(script.requests.count == 1)
    }

    @Test func cancellingDuringAWaitThrows() async throws {
        let script = ScriptedTransport([.response(TransportResponse(status: 429, headers: ["Retry-After": "60"]))])
        let client = HTTPClient(
            provider: ProviderID(rawValue: "aurous"), transport: script,
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: ""),
            authorization: .bearer(try Credential(canary)))
        let task = Task { try await client.fetch("/usage") { $0.status } }
        while script.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func signsEachAttemptAgain() async throws {
        let script = ScriptedTransport([.json("", status: 500), .json("{}")])
        let clock = clock
        let client = HTTPClient(
            provider: ProviderID(rawValue: "auralytik"), transport: script,
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: "/api/v1"),
            authorization: .hmac(key: try Credential(canary), secret: try Credential("hush")),
            environment: HTTPEnvironment(
                clock: clock, now: { Timestamp(seconds: 100).advanced(by: clock.now.offset) }, random: { 1 }))
        clock.advance(by: .seconds(1))
        _ = try await client.fetch("/usage") { $0.status }
        clock.advance(by: .seconds(5))
        script.append(.json("{}"))
        _ = try await client.fetch("/usage") { $0.status }
        #expect(script.requests.map { $0.headers["X-Timestamp"] } == ["101", "101", "106"])
    }

    @MainActor
    @Test func decodesOffTheCallersActor() async throws {
        let script = ScriptedTransport([.json("{}")])
        let isOnMain = try await client(script).fetch("/usage") { _ in Thread.isMainThread }
        #expect(!isOnMain)
    }
}
