import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AuralytikRequestTests {
    private let transport = ScriptedTransport()

    private func client() throws -> Auralytik.Client {
        try Auralytik.Client(apiKey: "ak_live_key", configuration: .test(transport))
    }

    private static func page(_ ids: Int..., total: Int? = nil) -> ScriptedTransport.Stub {
        let rows = ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        return .json(#"{"data":[\#(rows)]\#(total.map { #","totalCount":\#($0)"# } ?? "")}"#)
    }

    @Test func walksEachPeriodThatTheWindowTouches() async throws {
        for stub in [
            Self.page(1, 2, total: 3), Self.page(3, total: 3), Self.page(total: 0), Self.page(4, total: 1),
            Self.page(total: 0),
        ] { transport.append(stub) }
        let window = TimeWindow.between("2025-12-31T23:59:59Z", "2026-03-01T00:00:00Z")
        let (rows, report) = try await client().details(in: window, matching: Auralytik.DetailsQuery(pageSize: 2))
            .collect()
        #expect(
            transport.requests.map(\.target) == [
                "/v1/usage/details?billingPeriod=2025-12&page=1&pageSize=2",
                "/v1/usage/details?billingPeriod=2025-12&page=2&pageSize=2",
                "/v1/usage/details?billingPeriod=2026-01&page=1&pageSize=2",
                "/v1/usage/details?billingPeriod=2026-02&page=1&pageSize=2",
                "/v1/usage/details?billingPeriod=2026-03&page=1&pageSize=2",
            ])
        #expect(rows.count == 4)
        #expect(report.expected == 4)
        #expect(report.isComplete)
        #expect(transport.requests.first?.headers["Authorization"] == "Bearer ak_live_key")
        #expect(transport.requests.first?.url.host() == "api.auralytik.com")
    }

    @Test func walksOnlyTheGivenPeriod() async throws {
        transport.append(Self.page(1, total: 1))
        let (rows, report) = try await client().details(for: BillingPeriod(year: 2026, month: 4)).collect()
        #expect(transport.requests.map(\.target) == ["/v1/usage/details?billingPeriod=2026-04&page=1&pageSize=100"])
        #expect(rows.count == 1)
        #expect(report.isComplete)
    }

    @Test func walksTheCurrentPeriodInUTCByDefault() async throws {
        transport.append(Self.page(total: 0))
        _ = try await client().details().collect()
        #expect(transport.requests.map(\.target) == ["/v1/usage/details?billingPeriod=2026-06&page=1&pageSize=100"])
    }

    @Test func doesNotCutAPeriodAtThePresent() async throws {
        transport.append(.json(#"{"data":[{"id":"1","timestamp":"2026-06-01T00:00:01Z"}],"totalCount":1}"#))
        let (rows, report) = try await client().details().collect()
        #expect(rows.count == 1)
        #expect(report.outsideWindow == 0)
    }

    @Test func hasNoTotalIfOnePeriodLacksIt() async throws {
        // Without a total, an empty page is asked for again.
        for stub in [Self.page(1, total: 1), Self.page(2), Self.page(), Self.page()] { transport.append(stub) }
        let window = TimeWindow.between("2026-01-31T00:00:00Z", "2026-02-02T00:00:00Z")
        let (rows, report) = try await client().details(in: window).collect()
        #expect(rows.count == 2)
        #expect(report.expected == nil)
        #expect(report.isComplete)
    }

    @Test func aSignedClientUsesTheOtherHost() async throws {
        transport.append(try .response(Fixture.response("Auralytik/summary")))
        let client = try Auralytik.Client(
            apiKey: "ak_live_key", hmacSecret: "shh", configuration: .test(transport))
        _ = try await client.summary(for: BillingPeriod(year: 2026, month: 10))
        let request = try #require(transport.requests.first)
        #expect(request.url.absoluteString == "https://api.auralytik.ai/api/v1/usage/summary?billingPeriod=2026-10")
        #expect(request.headers["Authorization"] == nil)
        #expect(request.headers["X-Api-Key"] == "ak_live_key")
        #expect(request.headers["X-Timestamp"] == String(ClientConfiguration.present.seconds))
        // The canonical text follows the authentication page; the code comes from another implementation of HMAC.
        let canonical =
            "1780272000.GET./api/v1/usage/summary.47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        let code = MessageAuthentication.hmacSHA256(key: Array("shh".utf8), message: Array(canonical.utf8))
        #expect(request.headers["X-Signature"] == Digest.base64(code))
    }

    @Test func summaryAndBreakdownSendThePeriodIfGiven() async throws {
        let period = try BillingPeriod(year: 2026, month: 10)
        for _ in 0..<2 { transport.append(try .response(Fixture.response("Auralytik/summary"))) }
        for _ in 0..<2 { transport.append(try .response(Fixture.response("Auralytik/by-key"))) }
        _ = try await client().summary()
        _ = try await client().summary(for: period)
        _ = try await client().usageByKey()
        _ = try await client().usageByKey(for: period)
        #expect(
            transport.requests.map(\.target) == [
                "/v1/usage/summary", "/v1/usage/summary?billingPeriod=2026-10", "/v1/usage/by-key",
                "/v1/usage/by-key?billingPeriod=2026-10",
            ])
    }

    @Test func refusesAWindowWithoutAStart() async throws {
        let error = await #expect(throws: UsageError.self) { try await client().details(in: .all).collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [0, 101])
    func aPageHolds1To100(size: Int) async throws {
        let walk = try client().details(matching: Auralytik.DetailsQuery(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func refusesEveryFilter() {
        var query = Auralytik.DetailsQuery()
        let error = #expect(throws: UsageError.self) { try query.setFilter("keyId", to: "x") }
        #expect(error?.code == .invalidArgument)
    }
}
