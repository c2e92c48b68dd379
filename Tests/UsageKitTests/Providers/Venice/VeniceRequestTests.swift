import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct VeniceRequestTests {
    private let transport = ScriptedTransport()
    private let window = TimeWindow.between("2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z")

    private func client() throws -> Venice.Client {
        try Venice.Client(apiKey: "VENICE_ADMIN_KEY_x", configuration: .test(transport))
    }

    @Test func sendsTheCursorOfTheHistoryAlone() async throws {
        transport.append(.json(#"{"data":[],"nextCursor":"QUJD_-"}"#))
        transport.append(.json(#"{"data":[],"nextCursor":null}"#))
        let query = Venice.HistoryQuery(currency: .diem, pageSize: 500)
        _ = try await client().history(in: window, matching: query).collect()
        #expect(
            transport.requests.map(\.target) == [
                "/api/v1/billing/usage-history?startTimestamp=2026-10-01T00%3A00%3A00Z"
                    + "&endTimestamp=2026-10-02T00%3A00%3A00Z&currency=DIEM&pageSize=500",
                "/api/v1/billing/usage-history?cursor=QUJD_-",
            ])
        let request = try #require(transport.requests.first)
        #expect(request.headers["Authorization"] == "Bearer VENICE_ADMIN_KEY_x")
        #expect(request.headers["Accept"] == "application/json")
        #expect(request.url.host() == "api.venice.ai")
    }

    @Test(arguments: [(#""""#, UsageError.Code.missingCursor), ("1", .unexpectedShape)])
    func refusesAnInvalidCursor(cursor: String, code: UsageError.Code) async throws {
        for _ in 0..<2 { transport.append(.json(#"{"data":[],"nextCursor":\#(cursor)}"#)) }
        let error = await #expect(throws: UsageError.self) { try await client().history(in: window).collect() }
        #expect(error?.code == code)
    }

    @Test func refusesAPageWithoutTheMemberOfTheCursor() async throws {
        transport.append(.json(#"{"data":[]}"#))
        let error = await #expect(throws: UsageError.self) { try await client().history(in: window).collect() }
        #expect(error?.code == .missingCursor)
        #expect(error?.message == "the page does not say whether more rows follow")
    }

    private static func entries(_ count: Int, from first: Int = 0) -> String {
        (first..<first + count).map { number in
            #"{"timestamp":"2026-10-01T00:00:0\#(number)Z","sku":"s","units":1,"pricePerUnitUsd":1,"amount":-1,"currency":"USD","notes":"n","inferenceDetails":null}"#
        }.joined(separator: ",")
    }

    @Test func theRetiredListingCountsPages() async throws {
        transport.append(
            .json(
                #"{"warningMessage":"w","data":[\#(Self.entries(2))],"pagination":{"limit":1,"page":200,"total":3,"totalPages":2}}"#
            ))
        transport.append(
            .json(
                #"{"data":[\#(Self.entries(1, from: 2))],"pagination":{"limit":2,"page":2,"total":3,"totalPages":2}}"#))
        let query = Venice.RetiredUsageQuery(currency: .usd, order: .ascending, pageSize: 2)
        let (rows, report) = try await client().retiredUsage(in: window, matching: query).collect()
        let common =
            "/api/v1/billing/usage?startDate=2026-10-01T00%3A00%3A00Z&endDate=2026-10-02T00%3A00%3A00Z"
            + "&currency=USD&sortOrder=asc&limit=2"
        #expect(transport.requests.map(\.target) == [common + "&page=1", common + "&page=2"])
        #expect(rows.count == 3)
        #expect(report.expected == 3)
        #expect(report.isComplete)
    }

    @Test func listsTheRetiredListingInDescendingOrderByDefault() async throws {
        transport.append(.json(#"{"data":[]}"#))
        _ = try await client().retiredUsage(in: window).collect()
        #expect(transport.requests.first?.target.contains("sortOrder=desc&limit=500&page=1") == true)
    }

    @Test func theRetiredEndpointNamesItsSuccessor() async throws {
        let fake = VeniceFake(entries: [])
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(fake))
        let error = await #expect(throws: UsageError.self) { try await client.retiredUsage(in: window).collect() }
        #expect(error?.code == .endpointRetired)
        #expect(error?.status == 410)
        #expect(error?.message.contains("/billing/usage-history") == true)
        #expect(error?.description.contains("/billing/usage-history") == true)
        #expect(fake.requests.count == 1)
    }

    @Test func readsTheSuccessorFromTheLinkIfTheBodyLacksIt() async throws {
        let headers: HTTPHeaders = [
            "Link":
                #"</docs>; rel="deprecation"; type="text/html", </api/v1/billing/usage-history>; rel="successor-version""#
        ]
        transport.append(.response(TransportResponse(status: 410, headers: headers, body: #"{"error":"gone"}"#)))
        let error = await #expect(throws: UsageError.self) { try await client().retiredUsage(in: window).collect() }
        #expect(error?.message == "gone; its successor is /api/v1/billing/usage-history")
    }

    @Test func analyticsAskForDaysBack() async throws {
        for days in [1, 90] {
            transport.append(.json(#"{"lookback":"\#(days)d","byDate":[],"byModel":[],"byKey":[]}"#))
            _ = try await client().analytics(over: .days(days))
        }
        #expect(
            transport.requests.map(\.target) == [
                "/api/v1/billing/usage-analytics?lookback=1d", "/api/v1/billing/usage-analytics?lookback=90d",
            ])
    }

    @Test(arguments: [
        (TimeWindow.between("2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"), "2026-10-01", "2026-10-01"),
        (.between("2026-10-01T23:59:59Z", "2026-10-02T00:00:00.000000001Z"), "2026-10-01", "2026-10-02"),
        (.between("2026-08-03T00:00:00Z", "2026-11-01T00:00:00Z"), "2026-08-03", "2026-10-31"),
        (.between("1969-12-31T12:00:00Z", "1970-01-01T00:00:00Z"), "1969-12-31", "1969-12-31"),
    ])
    func analyticsOfAWindowNameItsDaysInclusive(window: TimeWindow, first: String, last: String) async throws {
        transport.append(.json(#"{"lookback":"\#(first):\#(last)","byDate":[],"byModel":[],"byKey":[]}"#))
        _ = try await client().analytics(over: .window(window))
        #expect(
            transport.requests.map(\.target) == [
                "/api/v1/billing/usage-analytics?startDate=\(first)&endDate=\(last)"
            ])
    }

    @Test(arguments: [
        Venice.AnalyticsPeriod.days(0), .days(91), .window(.all), .window(.since("2026-10-01T00:00:00Z")),
        .window(.between("2026-08-02T00:00:00Z", "2026-11-01T00:00:00Z")),
    ])
    func refusesAnalyticsOfMoreThan90Days(period: Venice.AnalyticsPeriod) async throws {
        let error = await #expect(throws: UsageError.self) { try await client().analytics(over: period) }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [9, 0, 1001])
    func aPageOfTheHistoryHolds10To1000(size: Int) async throws {
        let walk = try client().history(in: window, matching: Venice.HistoryQuery(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [0, 501])
    func aPageOfTheRetiredListingHolds1To500(size: Int) async throws {
        let walk = try client().retiredUsage(in: window, matching: Venice.RetiredUsageQuery(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func filtersAreSetByTheirNamesOnTheWire() throws {
        var history = Venice.HistoryQuery()
        try history.setFilter("currency", to: "EARNED_CREDITS")
        #expect(history == Venice.HistoryQuery(currency: .earnedCredits))
        var retired = Venice.RetiredUsageQuery()
        try retired.setFilter("currency", to: "VCU")
        try retired.setFilter("sortOrder", to: "asc")
        #expect(retired == Venice.RetiredUsageQuery(currency: .vcu, order: .ascending))
        #expect(throws: UsageError.self) { try history.setFilter("sortOrder", to: "asc") }
        #expect(throws: UsageError.self) { try retired.setFilter("sortOrder", to: "up") }
        let error = #expect(throws: UsageError.self) { try retired.setFilter("cursor", to: "x") }
        #expect(error?.code == .invalidArgument)
    }
}
