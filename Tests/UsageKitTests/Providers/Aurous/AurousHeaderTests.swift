import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// What the header of a response of Aurous says, and what its errors say.
@Suite struct AurousHeaderTests {
    private static let day = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")
    private static let page = #"{"data":[],"has_more":false,"next_cursor":null}"#

    private final class Log: Sendable {
        private let entries = Mutex<[AttemptReport]>([])

        var reports: [AttemptReport] { entries.withLock { $0 } }

        func add(_ report: AttemptReport) { entries.withLock { $0.append(report) } }
    }

    private let log = Log()
    private let clock = ManualClock()

    private func client(
        _ stubs: [(headers: HTTPHeaders, status: Int, body: String)], version: String? = nil
    ) throws -> (client: Aurous.Client, transport: ScriptedTransport) {
        let transport = ScriptedTransport(
            stubs.map { .response(.json($0.body, status: $0.status, headers: $0.headers)) })
        var configuration = ClientConfiguration.test(transport, clock: clock)
        configuration.observer = log.add
        return (try Aurous.Client(apiKey: "al_live_key", version: version, configuration: configuration), transport)
    }

    // MARK: Version

    @Test func theVersionIsPinnedOnEveryRequestAndItsEchoReported() async throws {
        let (client, transport) = try client(
            [
                (["Aurous-Version": "2026-05-15", "Aurous-Request-Id": "req_1"], 200, Self.page),
                (["Aurous-Version": "2026-04-01", "Aurous-Request-Id": "req_2"], 200, #"{"credits":1}"#),
            ], version: "2026-05-15")
        _ = try await client.events(in: Self.day).collect()
        _ = try await client.balance()
        #expect(transport.requests.map { $0.headers["Aurous-Version"] } == ["2026-05-15", "2026-05-15"])
        // Another version than was asked for shows in the echo.
        #expect(log.reports.map(\.apiVersion) == ["2026-05-15", "2026-04-01"])
        #expect(log.reports.map(\.requestID) == ["req_1", "req_2"])
    }

    @Test func theFakeEchoesTheVersion() async throws {
        let fake = AurousFake(events: [], now: { ClientConfiguration.present })
        var configuration = ClientConfiguration.test(fake)
        configuration.observer = log.add
        for version in [nil, "2026-01-01"] {
            let client = try Aurous.Client(
                apiKey: AurousFake.testKey, version: version, configuration: configuration)
            _ = try await client.balance()
        }
        #expect(log.reports.map(\.apiVersion) == ["2026-05-15", "2026-01-01"])
    }

    // MARK: End of an endpoint

    @Test func anEndIsReportedAndNotedByAWalk() async throws {
        let headers: HTTPHeaders = ["Aurous-Deprecated": "usage-v1", "Sunset": "Tue, 04 Aug 2026 00:00:00 GMT"]
        let (client, _) = try client([
            (headers, 200, Self.page), (headers, 200, #"{"total_generations":1,"total_credits_used":1}"#),
        ])
        let report = try await client.events(in: Self.day).collect().report
        #expect(report.isComplete)
        #expect(report.notes.map(\.code) == [.deprecated])
        #expect(report.notes.first?.first == ["deprecated: usage-v1, ends on 2026-08-04T00:00:00Z"])
        _ = try await client.lifetimeTotals()
        #expect(log.reports.map { $0.deprecation?.name } == ["usage-v1", "usage-v1"])
        #expect(
            log.reports.map { $0.deprecation?.sunset } == [.at("2026-08-04T00:00:00Z"), .at("2026-08-04T00:00:00Z")])
    }

    /// The legacy paths answer with a redirect, which would pass the key on.
    @Test func theRedirectOfALegacyRouteIsRefused() async throws {
        let headers: HTTPHeaders = [
            "Aurous-Deprecated": "route", "Location": "https://api.aurous-labs.com/v1/images/1",
        ]
        let (client, transport) = try client([(headers, 308, "")])
        let error = await #expect(throws: UsageError.self) { try await client.generation(id: "1") }
        #expect(error?.code == .redirectRefused)
        #expect(log.reports.first?.deprecation?.name == "route")
        #expect(transport.requests.count == 1)
    }

    // MARK: Rate limits

    /// Both published families: seconds since 1970 with `X-`, and seconds from now without.
    @Test(arguments: [
        (["X-RateLimit-Limit": "1200", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1780272030"]),
        (["RateLimit-Limit": "1200", "RateLimit-Remaining": "0", "RateLimit-Reset": "30"]),
    ])
    func waitsForTheResetOfBothFamilies(fields: [String: String]) async throws {
        var headers: HTTPHeaders = [:]
        for (name, value) in fields { headers[name] = value }
        let (client, _) = try client([(headers, 200, #"{"credits":1}"#), ([:], 200, #"{"credits":1}"#)])
        for _ in 0..<2 { _ = try await client.balance() }
        #expect(log.reports.map(\.rateLimitWait) == [.zero, .seconds(30)])
    }

    @Test func aRefusalWaitsAsLongAsItSays() async throws {
        let body = #"{"error":{"type":"rate_limit","code":"too_many_requests","message":"Slow down."}}"#
        let (client, transport) = try client([
            (["Retry-After": "7"], 429, body), ([:], 200, #"{"credits":1}"#),
        ])
        #expect(try await client.balance().credits == 1)
        #expect(clock.sleeps == [.seconds(7)])
        #expect(transport.requests.count == 2)
    }

    // MARK: Errors

    private static func body(_ code: String, type: String, more: String = "") -> String {
        #"{"error":{"type":"\#(type)","code":"\#(code)","message":"No.","doc_url":"https://docs.aurous-labs.com/errors#\#(code)","request_id":"req_9"\#(more)}}"#
    }

    @Test(arguments: [
        (400, "unknown_version", "invalid_request", UsageError.Code.requestRefused),
        (400, "value_out_of_range", "invalid_request", .requestRefused),
        (401, "revoked_api_key", "authentication", .unauthorized),
        (402, "balance_too_low", "invalid_request", .paymentRequired),
        (403, "missing_scope", "authentication", .forbidden), (404, "resource_not_found", "not_found", .notFound),
        (410, "output_expired", "not_found", .endpointRetired),
        (422, "output_not_available", "invalid_request", .requestRefused),
    ])
    func aRefusalKeepsAllThatItSays(status: Int, code: String, type: String, kind: UsageError.Code) async throws {
        let body = Self.body(code, type: type, more: #","param":"version","status":3"#)
        let (client, transport) = try client([([:], status, body)])
        let error = await #expect(throws: UsageError.self) { try await client.pricing() }
        #expect(error?.code == kind)
        #expect(error?.providerCode == code)
        #expect(error?.requestID == "req_9")
        #expect(error?.refusal?.type == type)
        #expect(error?.refusal?.parameter == "version")
        #expect(error?.refusal?.documentation == "https://docs.aurous-labs.com/errors#\(code)")
        #expect(error?.refusal?.body == body)
        #expect(transport.requests.count == 1)
    }

    /// The sample of the pagination page has neither `doc_url` nor `request_id`.
    @Test func aShortErrorIsReadToo() async throws {
        let body = #"{"error":{"code":"invalid_page_token","message":"fingerprint mismatch","param":null}}"#
        let (client, _) = try client([(["Aurous-Request-Id": "req_3"], 400, body)])
        let error = await #expect(throws: UsageError.self) { try await client.buckets(in: Self.day).collect() }
        #expect(error?.providerCode == "invalid_page_token")
        #expect(error?.message == "fingerprint mismatch")
        #expect(error?.requestID == "req_3")
        #expect(error?.refusal?.parameter == nil)
        #expect(error?.refusal?.documentation == nil)
    }

    /// The window is not cut silently: what Aurous refuses is passed on.
    @Test func aStartMoreThan730DaysAgoIsRefusedByTheServer() async throws {
        let fake = AurousFake(events: [], now: { ClientConfiguration.present })
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(fake))
        let early = TimeWindow.between("2024-05-31T23:59:59Z", "2026-05-21T00:00:00Z")
        let earliest = TimeWindow.between("2024-06-01T00:00:00Z", "2026-05-21T00:00:00Z")
        for isBuckets in [false, true] {
            let error = await #expect(throws: UsageError.self) {
                if isBuckets {
                    _ = try await client.buckets(in: early).collect()
                } else {
                    _ = try await client.events(in: early).collect()
                }
            }
            #expect(error?.code == .requestRefused)
            #expect(error?.refusal?.parameter == "start_time")
        }
        #expect(try await client.events(in: earliest).collect().report.isComplete)
    }
}
