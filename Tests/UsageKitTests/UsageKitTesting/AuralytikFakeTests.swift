import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct AuralytikFakeTests {
    @Test func answersWithAPageOfDetails() async throws {
        let fake = AuralytikFake(details: [["id": "u1", "timestamp": "2026-05-20T10:00:00Z"]])
        let url = try #require(URL(string: "https://fake.example/v1/usage/details?billingPeriod=2026-05"))
        let headers: HTTPHeaders = ["Authorization": "Bearer \(fake.apiKey)"]
        let response = try await fake.send(TransportRequest(url: url, headers: headers))
        #expect(response.status == 200)
        #expect(
            String(decoding: response.body, as: UTF8.self) == #"""
                {"data":[{"id":"u1","timestamp":"2026-05-20T10:00:00Z"}],"page":1,"pageSize":25,"totalCount":1}
                """#)
    }

    private static let headers: HTTPHeaders = ["Authorization": "Bearer \(AuralytikFake.testKey)"]
    private static let plan = AuralytikFake.Plan(
        tier: "starter",
        meters: [
            AuralytikFake.Meter("calls", included: JSONNumber(2)),
            AuralytikFake.Meter("storage_gb", included: JSONNumber(5)),
        ],
        keys: [AuralytikFake.Key(id: "ak_1", name: "Batch"), AuralytikFake.Key(id: "ak_2", name: "Idle")])
    private static let details: [JSONValue] =
        (1...9).map { day in
            [
                "id": .string("u\(day)"), "timestamp": .string("2026-10-0\(day)T00:00:00Z"), "type": "calls",
                "quantity": 1, "keyId": day == 9 ? "ak_gone" : "ak_1",
            ]
        } + [
            ["id": "s1", "timestamp": "2026-10-31T23:59:59.999Z", "type": "storage_gb", "quantity": 3],
            ["id": "n1", "timestamp": "2026-11-01T00:00:00Z", "type": "calls", "quantity": 1, "keyId": "ak_1"],
        ]

    private static func fake(
        _ authentication: AuralytikFake.Authentication = .bearer, list: AuralytikFake.ListEnvelope? = nil
    ) throws -> AuralytikFake {
        let now = try Timestamp("2026-10-15T00:00:00Z")
        return AuralytikFake(
            details: details, plan: plan, authentication: authentication, listEnvelope: list, now: { now })
    }

    private func get(_ path: String) async throws -> FakeReply {
        try await Self.fake().get("/v1/usage" + path, headers: Self.headers)
    }

    @Test func computesTheSummaryFromTheRows() async throws {
        let reply = try await get("/summary")
        #expect(reply.body["billingPeriod"] == "2026-10")
        #expect(reply.body["tier"] == "starter")
        #expect(reply.body["usage"]?["calls"] == ["included": 2, "overage": 7, "used": 9])
        #expect(reply.body["usage"]?["storage_gb"] == ["included": 5, "overage": 0, "used": 3])
    }

    @Test func answersForTheRequestedBillingPeriod() async throws {
        let reply = try await get("/summary?billingPeriod=2026-11")
        #expect(reply.body["billingPeriod"] == "2026-11")
        #expect(reply.body["usage"]?["calls"]?["used"]?.number == "1")
        #expect(try await get("/summary?billingPeriod=2025-01").body["usage"]?["calls"]?["used"]?.number == "0")
    }

    @Test func leavesDeletedKeysOutOfTheBreakdown() async throws {
        let reply = try await get("/by-key")
        #expect(
            reply.list("keys") == [
                ["calls": 8, "keyId": "ak_1", "lastUsedAt": "2026-10-08T00:00:00Z", "name": "Batch"],
                ["calls": 0, "keyId": "ak_2", "lastUsedAt": nil, "name": "Idle"],
            ])
    }

    @Test func dividesDetailsIntoPages() async throws {
        let reply = try await get("/details?page=2&pageSize=4")
        #expect(reply.list("data").map { $0["id"]?.string } == ["u6", "u5", "u4", "u3"])
        #expect(reply.body["page"] == 2)
        #expect(reply.body["pageSize"] == 4)
        #expect(reply.body["totalCount"] == 10)
        #expect(try await get("/details").body["pageSize"] == 25)
        #expect(try await get("/details?pageSize=1000").body["pageSize"] == 100)
        #expect(try await get("/details?page=9223372036854775807").list("data").isEmpty)
    }

    @Test func nestedEnvelopeHasMetaAndPagination() async throws {
        let reply = try await Self.fake(list: .nested).get("/v1/usage/details?pageSize=4", headers: Self.headers)
        #expect(reply.body["pagination"] == ["page": 1, "pageSize": 4, "totalCount": 10, "totalPages": 3])
        #expect(reply.body["meta"]?["requestId"]?.string?.hasPrefix("req_") == true)
        #expect(reply.body["meta"]?["timestamp"] == "2026-10-15T00:00:00.000Z")
    }

    @Test(arguments: ["billingPeriod=2026-13", "billingPeriod=October", "page=0", "pageSize=0", "page=x"])
    func refusesInvalidQueries(query: String) async throws {
        let reply = try await get("/details?" + query)
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["code"] == "VALIDATION_ERROR")
        #expect(reply.body["error"]?["requestId"]?.string != nil)
    }

    @Test func refusesWrongKeys() async throws {
        let fake = try Self.fake()
        #expect(try await fake.get("/v1/usage/summary", headers: ["Authorization": "Bearer x"]).status == 401)
        #expect(try await fake.get("/v1/usage/summary", headers: ["X-Api-Key": fake.apiKey]).status == 401)
        #expect(try await fake.get("/v1/health", headers: [:]).status == 200)
        #expect(try await fake.get("/api/v1/usage/summary", headers: Self.headers).status == 404)
    }

    @Test func signedRequestsNeedAllThreeHeadersAndAValidSignature() async throws {
        let fake = try Self.fake(.signed(secret: "demo-secret"))
        let path = "/api/v1/usage/summary"
        // Signed with OpenSSL: 1791000000.GET./api/v1/usage/summary.47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
        var headers: HTTPHeaders = [
            "X-Api-Key": fake.apiKey, "X-Timestamp": "1791000000",
            "X-Signature": "bJIuOVx47XQJF7X+wXVWCUihfM+d4tJnNsxOuGogtKA=",
        ]
        for query in ["", "?billingPeriod=2026-10"] {
            let reply = try await fake.get(path + query, headers: headers)
            #expect(reply.status == 200)
            #expect(reply.body["data"]?["tier"] == "starter")
            #expect(reply.body["meta"]?["requestId"]?.string != nil)
        }
        #expect(try await fake.get("/api/v1/usage/details", headers: headers).status == 401)
        for (name, value) in [("X-Api-Key", "other"), ("X-Timestamp", "1791000001"), ("X-Signature", "bad")] {
            let kept = headers[name]
            headers[name] = value
            #expect(try await fake.get(path, headers: headers).status == 401)
            headers[name] = nil
            #expect(try await fake.get(path, headers: headers).status == 401)
            headers[name] = kept
        }
        #expect(try await fake.get(path, headers: Self.headers).status == 401)
    }
}
