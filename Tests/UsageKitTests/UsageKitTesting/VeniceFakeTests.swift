import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct VeniceFakeTests {
    @Test func answersWithAPageOfEntries() async throws {
        let fake = VeniceFake(entries: [["sku": "m-image-unit", "timestamp": "2026-05-20T10:00:00.000Z"]])
        let url = try #require(URL(string: "https://fake.example/api/v1/billing/usage-history?pageSize=10"))
        let headers: HTTPHeaders = ["Authorization": "Bearer \(fake.apiKey)"]
        let response = try await fake.send(TransportRequest(url: url, headers: headers))
        #expect(response.status == 200)
        #expect(
            String(decoding: response.body, as: UTF8.self) == #"""
                {"data":[{"sku":"m-image-unit","timestamp":"2026-05-20T10:00:00.000Z"}],"nextCursor":null}
                """#)
    }

    static let headers: HTTPHeaders = ["Authorization": "Bearer \(VeniceFake.testKey)"]

    static func entry(
        at instant: String, amount: String = "-0.5", currency: String = "USD", sku: String = "m-llm-output-mtoken",
        units: String = "0.25", request: String? = nil
    ) -> JSONValue {
        [
            "timestamp": .string(instant), "sku": .string(sku), "units": number(units), "amount": number(amount),
            "currency": .string(currency),
            "inferenceDetails": request.map { ["requestId": .string($0)] } ?? .null,
        ]
    }

    private static func number(_ text: String) -> JSONValue {
        JSONNumber(text).map(JSONValue.number) ?? .null
    }

    private let fake = VeniceFake(
        entries: (0..<25).map { number in
            entry(
                at: "2026-10-0\(number / 5 + 1)T00:00:00.000Z", amount: "-\(number)",
                currency: number % 2 == 0 ? "USD" : "DIEM")
        })

    private func get(_ query: String) async throws -> FakeReply {
        try await fake.get("/api/v1/billing/usage-history" + query, headers: Self.headers)
    }

    private func amounts(_ query: String) async throws -> [String?] {
        try await get(query).list("data").map { $0["amount"]?.number }
    }

    @Test func returnsEntriesEarliestFirstAndTiesInTheirOrder() async throws {
        #expect(try await amounts("").prefix(7) == ["0", "-1", "-2", "-3", "-4", "-5", "-6"])
        #expect(try await get("").body["nextCursor"]?.isNull == true)
    }

    @Test func adjacentWindowsNeitherOverlapNorLeaveGaps() async throws {
        let first = "?startTimestamp=2026-10-01T00:00:00.000Z&endTimestamp=2026-10-02T00:00:00.000Z"
        let second = "?startTimestamp=2026-10-02T00:00:00.000Z&endTimestamp=2026-10-03T00:00:00.000Z"
        #expect(try await amounts(first) == ["0", "-1", "-2", "-3", "-4"])
        #expect(try await amounts(second) == ["-5", "-6", "-7", "-8", "-9"])
    }

    @Test func refusesParametersBesideACursor() async throws {
        let first = try await get("?pageSize=10&currency=USD&startTimestamp=2026-10-01T00:00:00Z")
        #expect(first.list("data").count == 10)
        let cursor = try #require(first.body["nextCursor"]?.string)
        #expect(cursor.utf8.count <= 512)
        let second = try await get("?cursor=\(cursor)")
        #expect(second.list("data").map { $0["amount"]?.number } == ["-20", "-22", "-24"])
        #expect(second.body["nextCursor"]?.isNull == true)
        #expect(try await get("?cursor=\(cursor)&pageSize=10").status == 400)
        #expect(try await get("?currency=USD&cursor=\(cursor)").status == 400)
    }

    @Test func refusesAChangedCursor() async throws {
        let cursor = try #require(try await get("?pageSize=10").body["nextCursor"]?.string)
        for bad in ["x" + cursor, String(cursor.dropLast()), "QUJD_-", "a%2Bb"] {
            let reply = try await get("?cursor=\(bad)")
            #expect(reply.status == 400)
            #expect(reply.body["error"] == "Invalid or expired cursor; restart from the first page")
        }
    }

    @Test func pagesAreStableWhileRowsAreWritten() async throws {
        fake.behavior.changes[1] = [.insert([Self.entry(at: "2026-10-01T00:00:00.000Z", amount: "-99")])]
        let cursor = try #require(try await get("?pageSize=10").body["nextCursor"]?.string)
        #expect(try await amounts("?cursor=\(cursor)").first == "-10")
    }

    @Test(arguments: [
        "pageSize=9", "pageSize=1001", "pageSize=x", "currency=VCU", "limit=10", "startTimestamp=2026-10-01",
        "startTimestamp=2026-10-01T00:00:00%2B00:00",
        "startTimestamp=2026-10-02T00:00:00Z&endTimestamp=2026-10-02T00:00:00Z",
        "startTimestamp=2026-10-02T00:00:00.00000000000000000000000000Z",
    ])
    func refusesInvalidQueries(query: String) async throws {
        let reply = try await get("?" + query)
        #expect(reply.status == 400)
        #expect(reply.body["error"]?.string != nil)
        #expect(reply.list("issues").count == 1)
    }

    @Test func acceptsEarnedCreditsAsACurrency() async throws {
        #expect(try await get("?currency=EARNED_CREDITS").status == 200)
    }

    @Test func refusesKeysOtherThanTheAdminKey() async throws {
        let path = "/api/v1/billing/usage-history"
        let missing = try await fake.get(path, headers: [:])
        #expect(missing.status == 402)
        #expect(missing.body.memberNames.contains("x402Version"))
        let inference = try await fake.get(path, headers: ["Authorization": "Bearer \(VeniceFake.testInferenceKey)"])
        #expect(inference.status == 401)
        #expect(inference.body["error"] == "Admin API key required")
        #expect(try await fake.get(path, headers: ["Authorization": "Bearer wrong"]).status == 401)
        #expect(missing.headers["CF-RAY"] != nil)
    }

    @Test func answers404ToUnknownPaths() async throws {
        #expect(try await fake.get("/v1/billing/usage-history", headers: Self.headers).status == 404)
        #expect(try await fake.get("/api/v1/billing/other", headers: Self.headers).status == 404)
    }

    @Test func theCursorOfAnEmptyPageLeadsToTheRows() async throws {
        fake.behavior.emptyPages = [2]
        let first = try #require(try await get("?pageSize=10").body["nextCursor"]?.string)
        let empty = try await get("?cursor=\(first)")
        #expect(empty.list("data").isEmpty)
        let second = try #require(empty.body["nextCursor"]?.string)
        #expect(second != first)
        #expect(try await amounts("?cursor=\(second)").first == "-10")
    }

    @Test func repeatsTheCursorOfARequest() async throws {
        fake.behavior.repeatedCursors = [1, 2]
        let first = try #require(try await get("?pageSize=10").body["nextCursor"]?.string)
        let again = try await get("?cursor=\(first)")
        #expect(again.list("data").first?["amount"]?.number == "0")
        #expect(again.body["nextCursor"]?.string == first)
    }
}
