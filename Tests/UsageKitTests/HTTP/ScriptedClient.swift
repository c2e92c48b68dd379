import UsageKit
import UsageKitTesting

@testable import UsageKit

/// A client with a manual clock and fixed random numbers; sleeping advances its clock.
struct ScriptedClient {
    static let canary = "sk-CANARY-0123456789"

    let clock = ManualClock()
    let script: ScriptedTransport
    let client: HTTPClient

    /// Creates a client for a script; `localNow` is the local time when the clock is at zero.
    init(
        _ stubs: [ScriptedTransport.Stub] = [], retry: RetryPolicy = .standard,
        authorization: AuthorizationSource? = nil, localNow: Timestamp = Timestamp(seconds: 1_696_004_797),
        failureLimit: FailureLimit? = nil, observer: (@Sendable (AttemptReport) -> Void)? = nil,
        refusal: @escaping @Sendable (TransportResponse) -> UsageError? = { _ in nil }
    ) throws {
        let script = ScriptedTransport(stubs)
        self.script = script
        client = try Self.client(
            script, on: clock, retry: retry, authorization: authorization, localNow: localNow,
            failureLimit: failureLimit, observer: observer, refusal: refusal)
    }

    static func client(
        _ transport: any HTTPTransport, on clock: ManualClock, retry: RetryPolicy = .standard,
        authorization: AuthorizationSource? = nil, localNow: Timestamp = Timestamp(seconds: 1_696_004_797),
        failureLimit: FailureLimit? = nil, observer: (@Sendable (AttemptReport) -> Void)? = nil,
        refusal: @escaping @Sendable (TransportResponse) -> UsageError? = { _ in nil }
    ) throws -> HTTPClient {
        HTTPClient(
            provider: .aurous, transport: transport,
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: "/v1"),
            authorization: try authorization ?? .bearer(Credential(canary)), retry: retry,
            environment: HTTPEnvironment(
                clock: clock, now: { localNow.advanced(by: clock.now.offset) }, random: { 1 }),
            failureLimit: failureLimit, observer: observer, refusal: refusal)
    }

    /// Fetches once and returns the body.
    func fetch(deadline: HTTPDeadline? = nil) async throws -> String {
        try await client.fetch("/usage", query: [("cursor", "secret")], deadline: deadline) {
            String(decoding: $0.body, as: UTF8.self)
        }
    }

    /// Fetches once and returns the error.
    func failure(deadline: HTTPDeadline? = nil) async -> UsageError? {
        do {
            _ = try await fetch(deadline: deadline)
            return nil
        } catch {
            return error as? UsageError
        }
    }
}

extension ScriptedTransport.Stub {
    /// A stub that returns a status, a header and an empty object.
    static func status(_ status: Int, _ headers: HTTPHeaders = [:]) -> Self {
        .response(TransportResponse(status: status, headers: headers, body: "{}"))
    }
}
