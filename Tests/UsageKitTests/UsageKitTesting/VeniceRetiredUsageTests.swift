import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct VeniceRetiredUsageTests {
    private let entries = (0..<25).map { number in
        VeniceFakeTests.entry(
            at: "2026-07-0\(number / 5 + 1)T00:00:00.000Z", amount: "-\(number)",
            currency: number % 2 == 0 ? "USD" : "VCU")
    }

    private func get(_ query: String) async throws -> FakeReply {
        try await VeniceFake(entries: entries, isRetired: false)
            .get("/api/v1/billing/usage" + query, headers: VeniceFakeTests.headers)
    }

    @Test func answers410WithAndWithoutAKey() async throws {
        let fake = VeniceFake(entries: entries)
        for headers in [[:], VeniceFakeTests.headers] as [HTTPHeaders] {
            let reply = try await fake.get("/api/v1/billing/usage", headers: headers)
            #expect(reply.status == 410)
            #expect(reply.headers["Deprecation"] == "@1783555200")
            #expect(reply.headers["Sunset"] == "Wed, 16 Sep 2026 00:00:00 GMT")
            #expect(reply.headers["Link"]?.contains("successor-version") == true)
            #expect(reply.body["error"]?.string?.contains("usage-history") == true)
        }
    }

    @Test func returnsEntriesLatestFirstByDefault() async throws {
        let reply = try await get("?limit=10&page=3")
        #expect(reply.list("data").map { $0["amount"]?.number } == ["-4", "-3", "-2", "-1", "0"])
        #expect(reply.body["pagination"] == ["limit": 10, "page": 3, "total": 25, "totalPages": 3])
        #expect(reply.headers["x-pagination-total-pages"] == "3")
        #expect(reply.body["warningMessage"]?.string?.hasPrefix("This endpoint is deprecated") == true)
        let ascending = try await get("?limit=2&sortOrder=asc")
        #expect(ascending.list("data").map { $0["amount"]?.number } == ["0", "-1"])
    }

    @Test func filtersByDatesAndCurrency() async throws {
        let reply = try await get("?startDate=2026-07-02T00:00:00Z&endDate=2026-07-03T00:00:00Z&currency=VCU")
        #expect(reply.list("data").map { $0["amount"]?.number } == ["-13", "-11", "-9", "-7", "-5"])
    }

    @Test func returnsEmptyPagesAfterTheEnd() async throws {
        #expect(try await get("?page=9223372036854775807").list("data").isEmpty)
    }

    @Test(arguments: ["limit=501", "limit=0", "page=0", "sortOrder=up", "currency=EUR", "startDate=x"])
    func refusesInvalidQueries(query: String) async throws {
        #expect(try await get("?" + query).status == 400)
    }
}
