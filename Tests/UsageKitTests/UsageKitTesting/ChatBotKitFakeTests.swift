import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct ChatBotKitFakeTests {
    @Test func answersWithAPageOfRecords() async throws {
        let fake = ChatBotKitFake(records: [["id": "use_1", "createdAt": 1_779_260_000_000]])
        let url = try #require(URL(string: "https://fake.example/v1/usage/list?take=10"))
        let headers: HTTPHeaders = ["Authorization": "Bearer \(fake.apiKey)"]
        let response = try await fake.send(TransportRequest(url: url, headers: headers))
        #expect(response.status == 200)
        #expect(
            String(decoding: response.body, as: UTF8.self) == #"""
                {"items":[{"id":"use_1","createdAt":1779260000000}],"cursor":"use_1"}
                """#)
    }

    private static let headers: HTTPHeaders = ["Authorization": "Bearer \(ChatBotKitFake.testKey)"]

    private static func record(
        _ id: String, at milliseconds: Int, type: String = "CHATBOTKIT_MESSAGE", bot: JSONValue = nil,
        meta: JSONValue = nil
    ) -> JSONValue {
        [
            "id": .string(id), "type": .string(type), "botId": bot, "conversationId": "conv_1", "meta": meta,
            "createdAt": .number(JSONNumber(milliseconds)),
        ]
    }

    private let fake = ChatBotKitFake(records: [
        record("use_a", at: 1000, bot: "bot_1", meta: ["reason": "conversation/complete"]),
        record("use_c", at: 2000, bot: "bot_2", meta: ["isTest": true, "deep": ["er": "x"], "count": 7]),
        record("use_b", at: 2000, type: "CHATBOTKIT_IMAGE", bot: "bot_3"), record("use_d", at: 3000),
    ])

    private func get(_ query: String) async throws -> FakeReply {
        try await fake.get("/v1/usage/list" + query, headers: Self.headers)
    }

    private func ids(_ query: String) async throws -> [String?] {
        try await get(query).list("items").map { $0["id"]?.string }
    }

    @Test func returnsRecordsLatestFirstByDefault() async throws {
        #expect(try await ids("") == ["use_d", "use_c", "use_b", "use_a"])
        #expect(try await ids("?order=sideways") == ["use_d", "use_c", "use_b", "use_a"])
        #expect(try await ids("?order=asc") == ["use_a", "use_b", "use_c", "use_d"])
    }

    @Test(arguments: ["asc", "desc"])
    func everyPageWithItemsHasTheLastIDAsCursor(order: String) async throws {
        var seen: [String] = []
        var cursor: String?
        var pages = 0
        while true {
            let reply = try await get("?take=2&order=\(order)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            pages += 1
            let page = reply.list("items").compactMap { $0["id"]?.string }
            guard let last = page.last else {
                #expect(reply.body.memberNames == ["items"])
                break
            }
            #expect(reply.body["cursor"]?.string == last)
            seen += page
            cursor = last
        }
        #expect(pages == 3)
        let expected = ["use_a", "use_b", "use_c", "use_d"]
        #expect(seen == (order == "asc" ? expected : expected.reversed()))
    }

    @Test(arguments: [("500", 100), ("0", 100), ("x", 100), ("-3", 1), ("1", 1), ("99", 99)])
    func limitsTake(take: String, count: Int) async throws {
        let fake = ChatBotKitFake(records: (0..<150).map { Self.record("use_\(1000 + $0)", at: $0) })
        let reply = try await fake.get("/v1/usage/list?take=\(take)", headers: Self.headers)
        #expect(reply.list("items").count == count)
    }

    @Test(arguments: [
        ("botId=bot_1", ["use_a"]), ("botId=bot_1,bot_3", ["use_b", "use_a"]),
        ("botId=bot_1%2Cbot_2&conversationId=conv_1", ["use_c", "use_a"]), ("taskId=t", []),
        ("type=CHATBOTKIT_IMAGE", ["use_b"]), ("type=CHATBOTKIT_IMAGE,CHATBOTKIT_MESSAGE", []),
        ("meta%5Breason%5D=conversation%2Fcomplete", ["use_a"]), ("meta.reason=conversation/complete", ["use_a"]),
        ("meta.isTest=true", ["use_c"]), ("meta%5BisTest%5D=false", []), ("meta.deep.er=x", ["use_c"]),
        ("meta%5Bdeep%5D%5Ber%5D=x", ["use_c"]), ("meta.count=7", []),
    ])
    func filters(filter: String, expected: [String]) async throws {
        #expect(try await ids("?" + filter) == expected)
    }

    @Test func returnsNothingAfterAnUnknownCursor() async throws {
        #expect(try await get("?cursor=use_z").body == ["items": []])
    }

    @Test func acceptsBothPathPrefixes() async throws {
        #expect(try await fake.get("/api/v1/usage/list", headers: Self.headers).status == 200)
        let lost = try await fake.get("/usage/list", headers: Self.headers)
        #expect(lost.status == 404)
        #expect(lost.body["code"] == "NOT_FOUND")
    }

    @Test func returnsErrorsInAFlatEnvelope() async throws {
        let reply = try await fake.get("/v1/usage/list", headers: ["Authorization": "Bearer wrong"])
        #expect(reply.status == 401)
        #expect(reply.body == ["code": "NOT_AUTHENTICATED", "message": "Not authenticated"])
        #expect(try await fake.get("/v1/usage/list", headers: [:]).status == 401)
    }

    @Test func refusesOtherMethodsAndFormats() async throws {
        let url = try #require(URL(string: "https://fake.example/v1/usage/list"))
        let posted = try FakeReply(await fake.send(TransportRequest(method: "POST", url: url, headers: Self.headers)))
        #expect(posted.status == 405)
        var headers = Self.headers
        headers["Accept"] = "application/xml"
        #expect(try await fake.get("/v1/usage/list", headers: headers).body["message"] == "Unsupported accept header")
    }

    @Test func pageLimitShortensPages() async throws {
        fake.behavior.pageLimit = 1
        #expect(try await get("?take=3").list("items").count == 1)
    }
}
