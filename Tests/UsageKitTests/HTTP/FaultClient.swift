import Foundation
import Synchronization
import UsageKitTesting

@testable import UsageKit

/// A client of a ``FaultServer`` with real sockets, whose waits take no time, and which records each attempt.
struct FaultClient {
    private final class Log: Sendable {
        let reports = Mutex<[AttemptReport]>([])
    }

    static let key = "sk-CANARY-0123456789"

    let clock = ManualClock()
    let client: HTTPClient
    private let log: Log

    /// Creates a client; with `isLive`, waits and the total time are real.
    init(
        _ server: FaultServer, transport: any HTTPTransport = URLSessionTransport(),
        retry: RetryPolicy = .standard, attemptTimeout: Duration = .seconds(3600), isLive: Bool = false
    ) throws {
        let log = Log()
        let clock = clock
        self.log = log
        client = HTTPClient(
            provider: .aurous, transport: transport, baseURL: try BaseURL(server.baseURL, defaultPrefix: "/v1"),
            authorization: .bearer(try Credential(Self.key)), retry: retry, attemptTimeout: attemptTimeout,
            environment: isLive
                ? .live
                : HTTPEnvironment(clock: clock, now: { Timestamp(seconds: 1_696_004_797) }, random: { 1 }),
            observer: { report in log.reports.withLock { $0.append(report) } },
            refusal: { ErrorEnvelope(in: $0)?.refusal(of: $0) })
    }

    /// How each attempt ended.
    var outcomes: [AttemptReport.Outcome] { log.reports.withLock { $0.map(\.outcome) } }

    /// Fetches a JSON document.
    func fetch() async throws -> JSONValue {
        try await client.fetch("/usage", query: [("cursor", "secret")]) { try JSONValue(json: $0.body) }
    }

    /// Fetches a JSON document and returns the error; nil if there was no error.
    func failure() async throws -> UsageError? {
        do {
            _ = try await fetch()
            return nil
        } catch let error as UsageError {
            return error
        }
    }
}

extension FaultServer {
    /// Starts a server that returns the texts in order and repeats the last one.
    convenience init(inOrder texts: [String]) throws {
        let script = FaultScript(texts)
        try self.init { connection, _ in connection.write(script.next()) }
    }

    /// A complete response.
    static func response(_ status: Int = 200, _ headers: [String] = [], _ body: String = "{}") -> String {
        (["HTTP/1.1 \(status) Said"] + headers + ["Content-Length: \(body.utf8.count)", "Connection: close", "", body])
            .joined(separator: "\r\n")
    }
}

/// Responses in order; the last one is repeated.
final class FaultScript: Sendable {
    private let texts: Mutex<[String]>

    init(_ texts: [String]) {
        self.texts = Mutex(texts)
    }

    func set(_ texts: [String]) {
        self.texts.withLock { $0 = texts }
    }

    func next() -> String {
        texts.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? "" }
    }
}
