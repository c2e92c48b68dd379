import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct AurousFakeTests {
    @Test func answersWithAPageOfEvents() async throws {
        let fake = AurousFake(events: [["id": "cmp_1", "created_at": "2026-05-20T10:00:00Z"]], now: { Self.now })
        let url = try #require(
            URL(string: "https://fake.example/v1/usage/events?start_time=2026-05-20T00:00:00Z"))
        let response = try await fake.send(TransportRequest(url: url, headers: ["X-Api-Key": fake.apiKey]))
        #expect(response.status == 200)
        #expect(
            String(decoding: response.body, as: UTF8.self) == #"""
                {"object":"list","data":[{"id":"cmp_1","created_at":"2026-05-20T10:00:00Z"}],\#
                "has_more":false,"next_cursor":null}
                """#)
    }

    static let headers: HTTPHeaders = ["X-Api-Key": AurousFake.testKey]
    static let now = Timestamp(seconds: 1_780_272_000)  // 2026-06-01T00:00:00Z

    static func event(
        _ id: String, at instant: String, type: String = "chat", model: String = "m", status: String = "completed",
        key: JSONValue = "apikey_1", duration: JSONValue = 100, credits: String = "0.5"
    ) -> JSONValue {
        [
            "id": .string(id), "type": .string(type), "model": .string(model), "status": .string(status),
            "created_at": .string(instant), "duration_ms": duration, "input_tokens": 10, "output_tokens": 2,
            "credits_charged": JSONNumber(credits).map(JSONValue.number) ?? .null, "api_key_id": key,
        ]
    }

    private let fake = AurousFake(
        events: [
            event("cmp_b", at: "2026-05-20T10:00:00.500Z"), event("cmp_a", at: "2026-05-20T10:00:00.500Z"),
            event("img_c", at: "2026-05-20T11:00:00Z", type: "image", status: "failed", key: nil),
            event("cmp_d", at: "2026-05-21T00:00:00Z", model: "n"),
        ], now: { now })

    private func get(_ query: String) async throws -> FakeReply {
        try await fake.get("/v1/usage/events" + query, headers: Self.headers)
    }

    private func ids(_ query: String) async throws -> [String?] {
        try await get(query).list("data").map { $0["id"]?.string }
    }

    @Test func returnsEventsLatestFirstAndTiesByID() async throws {
        #expect(try await ids("?start_time=2026-05-01T00:00:00Z") == ["cmp_d", "img_c", "cmp_a", "cmp_b"])
    }

    @Test func windowIncludesItsStartAndExcludesItsEnd() async throws {
        let query = "?start_time=2026-05-20T10:00:00.500Z&end_time=2026-05-21T00:00:00Z"
        #expect(try await ids(query) == ["img_c", "cmp_a", "cmp_b"])
    }

    @Test(arguments: [
        ("type=image,video", ["img_c"]), ("type=chat", ["cmp_d", "cmp_a", "cmp_b"]), ("status=failed", ["img_c"]),
        ("model=m,n&status=completed", ["cmp_d", "cmp_a", "cmp_b"]), ("model=n", ["cmp_d"]),
        ("api_key_id=apikey_1", ["cmp_d", "cmp_a", "cmp_b"]), ("api_key_id=apikey_1,apikey_2", []),
        ("user_id=x", []),
    ])
    func filters(filter: String, expected: [String]) async throws {
        #expect(try await ids("?start_time=2026-05-01T00:00:00Z&\(filter)") == expected)
    }

    @Test func cursorsSplitTies() async throws {
        var query = "?start_time=2026-05-01T00:00:00Z&limit=1"
        var ids: [String?] = []
        while true {
            let reply = try await get(query)
            ids += reply.list("data").map { $0["id"]?.string }
            guard let cursor = reply.body["next_cursor"]?.string else {
                #expect(reply.body["has_more"] == false)
                break
            }
            #expect(reply.body["has_more"] == true)
            query = "?start_time=2026-05-01T00:00:00Z&limit=1&cursor=\(cursor)"
        }
        #expect(ids == ["cmp_d", "img_c", "cmp_a", "cmp_b"])
    }

    @Test func reducesALimitAboveTheMaximum() async throws {
        let events = (0..<600).map { Self.event("cmp_\(1000 + $0)", at: "2026-05-20T10:00:00Z") }
        let fake = AurousFake(events: events, now: { Self.now })
        let reply = try await fake.get(
            "/v1/usage/events?start_time=2026-05-01T00:00:00Z&limit=900", headers: Self.headers)
        #expect(reply.list("data").count == 500)
        let standard = try await fake.get("/v1/usage/events?start_time=2026-05-01T00:00:00Z", headers: Self.headers)
        #expect(standard.list("data").count == 100)
    }

    @Test(arguments: [
        ("", "missing_field", "start_time"), ("?start_time=2026-05-01", "invalid_format", "start_time"),
        ("?start_time=2024-01-01T00:00:00Z", "value_out_of_range", "start_time"),
        ("?start_time=2026-05-01T00:00:00Z&end_time=2026-05-01T00:00:00Z", "value_out_of_range", "end_time"),
        ("?start_time=2026-05-01T00:00:00Z&limit=0", "value_out_of_range", "limit"),
        ("?start_time=2026-05-01T00:00:00Z&limit=ten", "invalid_format", "limit"),
        ("?start_time=2026-05-01T00:00:00Z&type=t2i", "value_out_of_range", "type"),
        ("?start_time=2026-05-01T00:00:00Z&status=succeeded", "value_out_of_range", "status"),
        ("?start_time=2026-05-01T00:00:00Z&cursor=b3BhcXVl", "invalid_format", "cursor"),
        ("?start_time=2026-05-01T00:00:00+02:00", "invalid_format", "start_time"),
    ])
    func refusesInvalidQueries(query: String, code: String, parameter: String) async throws {
        let reply = try await get(query)
        #expect(reply.status == 400)
        let error = try #require(reply.body["error"])
        #expect(error["type"]?.string == "invalid_request")
        #expect(error["code"]?.string == code)
        #expect(error["param"]?.string == parameter)
        #expect(error["request_id"]?.string == reply.headers["Aurous-Request-Id"])
    }

    @Test func acceptsKeysInEitherHeader() async throws {
        let path = "/v1/usage/events?start_time=2026-05-01T00:00:00Z"
        let bearer = try await fake.get(path, headers: ["Authorization": "Bearer \(AurousFake.testKey)"])
        #expect(bearer.status == 200)
        let missing = try await fake.get(path, headers: [:])
        #expect(missing.status == 401)
        #expect(missing.body["error"]?["code"]?.string == "missing_api_key")
        let wrong = try await fake.get(path, headers: ["X-Api-Key": "al_live_0"])
        #expect(wrong.status == 401)
        #expect(wrong.body["error"]?["code"]?.string == "invalid_api_key")
        #expect(wrong.body["error"]?["type"]?.string == "authentication")
    }

    @Test func everyResponseHasTheCommonFields() async throws {
        let reply = try await fake.get("/v1/nothing", headers: ["Aurous-Version": "2026-06-01"])
        #expect(reply.status == 404)
        #expect(reply.body["error"]?["code"]?.string == "resource_not_found")
        #expect(reply.headers["Aurous-Version"] == "2026-06-01")
        #expect(reply.headers["Aurous-Request-Id"]?.utf8.count == 30)
        #expect(reply.headers["X-RateLimit-Limit"] == "1200")
        #expect(try await get("").headers["Aurous-Request-Id"] != reply.headers["Aurous-Request-Id"])
    }

    @Test func theCursorOfAnEmptyPageLeadsToTheRows() async throws {
        fake.behavior.emptyPages = [1]
        let window = "?start_time=2026-05-01T00:00:00Z&limit=2"
        let empty = try await get(window)
        #expect(empty.list("data").isEmpty)
        #expect(empty.body["has_more"] == true)
        let cursor = try #require(empty.body["next_cursor"]?.string)
        #expect(try await ids("\(window)&cursor=\(cursor)") == ["cmp_d", "img_c"])
    }

    @Test func repeatsTheCursorOfARequest() async throws {
        fake.behavior.repeatedCursors = [2]
        let window = "?start_time=2026-05-01T00:00:00Z&limit=2"
        let cursor = try #require(try await get(window).body["next_cursor"]?.string)
        let second = try await get("\(window)&cursor=\(cursor)")
        #expect(second.body["next_cursor"]?.string == cursor)
    }

    @Test func withholdsACursorAndKeepsHasMore() async throws {
        fake.behavior.withheldCursors = [1]
        let reply = try await get("?start_time=2026-05-01T00:00:00Z&limit=2")
        #expect(reply.body["has_more"] == true)
        #expect(reply.body["next_cursor"]?.isNull == true)
    }

    @Test func returnsDocumentsUnchanged() async throws {
        let fake = AurousFake(events: [], documents: ["/balance": ["credits": 1]])
        #expect(try await fake.get("/v1/balance", headers: Self.headers).body == ["credits": 1])
    }
}
