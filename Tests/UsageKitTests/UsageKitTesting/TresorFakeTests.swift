import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct TresorFakeTests {
    @Test func answersWithAPageOfRows() async throws {
        let fake = TresorFake(rows: [["id": "r1", "created_at": "2026-05-20T10:00:00Z"]])
        let url = try #require(URL(string: "https://fake.example/v1/usage?limit=10"))
        let headers: HTTPHeaders = ["Authorization": "Bearer \(fake.apiKey)"]
        let response = try await fake.send(TransportRequest(url: url, headers: headers))
        #expect(response.status == 200)
        #expect(
            String(decoding: response.body, as: UTF8.self) == #"""
                {"data":[{"id":"r1","created_at":"2026-05-20T10:00:00Z"}],"total_count":1,"limit":10,"offset":0}
                """#)
    }

    private static func row(
        _ id: String, at instant: String, model: String = "eu/p/m", key: JSONValue = "tr-live-a"
    ) -> JSONValue {
        ["id": .string(id), "model": .string(model), "key_prefix": key, "created_at": .string(instant)]
    }

    private let fake = TresorFake(rows: [
        row("a", at: "2026-05-01T00:00:00Z"), row("c", at: "2026-05-03T00:00:00Z", model: "other"),
        row("b", at: "2026-05-02T00:00:00Z", key: nil), row("d", at: "2026-05-03T00:00:00Z"),
    ])

    private func ids(_ query: String) async throws -> [String?] {
        try await get(query).list("data").map { $0["id"]?.string }
    }

    private func get(_ query: String, key: String = TresorFake.testKey) async throws -> FakeReply {
        try await fake.get("/v1/usage" + query, headers: ["Authorization": "Bearer \(key)"])
    }

    @Test func returnsRowsNewestFirst() async throws {
        #expect(try await ids("") == ["c", "d", "b", "a"])
    }

    @Test func windowIncludesBothBounds() async throws {
        #expect(try await ids("?start=2026-05-02T00:00:00Z&end=2026-05-03T00:00:00Z") == ["c", "d", "b"])
    }

    @Test func filtersCompareWholeValues() async throws {
        #expect(try await ids("?model=eu/p/m") == ["d", "b", "a"])
        #expect(try await ids("?key_prefix=tr-live-a") == ["c", "d", "a"])
        #expect(try await ids("?key_prefix=tr-live") == [])
    }

    @Test func offsetsCountFromTheNewestRow() async throws {
        let reply = try await get("?limit=2&offset=1")
        #expect(reply.list("data").map { $0["id"]?.string } == ["d", "b"])
        #expect(reply.body["total_count"]?.number == "4")
        #expect(reply.body["limit"]?.number == "2")
        #expect(reply.body["offset"]?.number == "1")
    }

    @Test func reducesALimitAboveTheMaximum() async throws {
        #expect(try await get("?limit=5000").body["limit"]?.number == "1000")
        #expect(try await get("").body["limit"]?.number == "100")
    }

    @Test(arguments: ["?limit=0", "?limit=x", "?offset=-1", "?start=yesterday", "?start=2026-05-02T00:00:00+02:00"])
    func refusesInvalidQueries(query: String) async throws {
        let reply = try await get(query)
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["code"]?.string == "invalid_request")
    }

    @Test func readsAnEscapedPlus() async throws {
        #expect(try await ids("?start=2026-05-03T02:00:00%2B02:00") == ["c", "d"])
    }

    @Test func refusesWrongKeys() async throws {
        let reply = try await get("", key: "tr-wrong")
        #expect(reply.status == 401)
        #expect(reply.body["error"]?["code"]?.string == "unauthorized")
        #expect(try await fake.get("/v1/usage", headers: [:]).status == 401)
    }

    @Test(arguments: ["/usage", "/v1/usage/", "/v1/other", "/v1/receipts/x"])
    func answers404ToUnknownPaths(path: String) async throws {
        let headers: HTTPHeaders = ["Authorization": "Bearer \(TresorFake.testKey)"]
        #expect(try await fake.get(path, headers: headers).status == 404)
    }

    @Test func doesNotAddAMissingRegion() async throws {
        #expect(try await get("").list("data").allSatisfy { $0["region"] == nil })
    }

    @Test func everyResponseHasTheRateLimitHeaders() async throws {
        let refused = try await get("", key: "tr-wrong")
        #expect(refused.headers["X-RateLimit-Limit"] == "60")
        #expect(refused.headers["X-RateLimit-Remaining"] == "59")
    }

    @Test func aRowWrittenDuringAWalkPushesTheOthersDown() async throws {
        fake.behavior.changes[1] = [.insert([Self.row("e", at: "2026-05-04T00:00:00Z")])]
        #expect(try await ids("?limit=2") == ["c", "d"])
        #expect(try await ids("?limit=2&offset=2") == ["d", "b"])
    }

    @Test func returnsDocumentsUnchanged() async throws {
        let fake = TresorFake(rows: [], pathPrefix: "/proxy", documents: ["/receipts/r": ["id": "r"]])
        let reply = try await fake.get("/proxy/receipts/r", headers: ["Authorization": "Bearer \(fake.apiKey)"])
        #expect(reply.body == ["id": "r"])
    }

    // MARK: Receipts, keys and models

    private static let receiptFake = TresorFake(
        rows: [
            TresorFake.row(
                at: Timestamp(seconds: 1_780_000_000), promptTokens: 9, with: ["receipt_id": "r-1"]),
            TresorFake.row(at: Timestamp(seconds: 1_780_000_001)),
        ], pathPrefix: "/proxy/v1", models: LedgerGenerator.tresorModels)
    private static let headers: HTTPHeaders = ["Authorization": "Bearer \(TresorFake.testKey)"]

    @Test func aReceiptSaysWhatItsRowSays() async throws {
        let reply = try await Self.receiptFake.get("/proxy/v1/receipts/r-1", headers: Self.headers)
        #expect(reply.body["id"] == "r-1")
        let parts = try #require(reply.body["receipt"]?.string?.split(separator: "."))
        try #require(parts.count == 3)
        let padded = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        let data = try #require(Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)))
        let claims = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(claims["jti"] as? String == "r-1")
        #expect(claims["iat"] as? Int == 1_780_000_000)
        #expect(claims["routed_model"] as? String == "eu/example/model-a")
        #expect(claims["prompt_tokens"] as? Int == 9)
    }

    @Test func receiptsNeedTheKeyAndARowThatHasOne() async throws {
        #expect(try await Self.receiptFake.get("/proxy/v1/receipts/r-1", headers: [:]).status == 401)
        for id in ["r-2", "", "null", "r-1/"] {
            let reply = try await Self.receiptFake.get("/proxy/v1/receipts/\(id)", headers: Self.headers)
            #expect(reply.status == 404)
            #expect(reply.body["error"]?["code"] == "not_found")
        }
    }

    @Test func keysAreAtTheOriginAndNeedNoKey() async throws {
        let reply = try await Self.receiptFake.get("/.well-known/jwks.json", headers: [:])
        #expect(reply.list("keys").map { $0["kid"]?.string } == ["router-receipt-1"])
        #expect(try await Self.receiptFake.get("/proxy/v1/.well-known/jwks.json", headers: Self.headers).status == 404)
    }

    @Test func aSignerSignsTheHeaderAndTheClaims() async throws {
        let signer = TresorFake.ReceiptSigner(keyID: "own", keys: []) { message in Array(message.prefix(4)) }
        let fake = TresorFake(
            rows: [TresorFake.row(at: Timestamp(seconds: 0), with: ["receipt_id": "r"])], receiptSigner: signer)
        let reply = try await fake.get("/v1/receipts/r", headers: Self.headers)
        // The first four bytes of a token, in base64url.
        #expect(reply.body["receipt"]?.string?.hasSuffix(".ZXlKaA") == true)
        #expect(try await fake.get("/.well-known/jwks.json", headers: [:]).list("keys").isEmpty)
    }

    @Test func modelsAreFilteredAndNeedNoKey() async throws {
        func ids(_ query: String) async throws -> [String?] {
            try await Self.receiptFake.get("/proxy/v1/models?\(query)", headers: [:]).list("data").map {
                $0["id"]?.string
            }
        }
        #expect(try await ids("detail=true").count == 5)
        #expect(try await ids("region=eu") == ["eu/chutes/example-32b", "eu/tinfoil/example-embed"])
        #expect(try await ids("provider=privatemode&type=chat") == ["privatemode/example-70b"])
        #expect(try await ids("type=none") == [])
        let plain = try await Self.receiptFake.get("/proxy/v1/models", headers: [:]).list("data")
        #expect(plain.allSatisfy { $0["tresor"] == nil && $0["owned_by"] != nil })
        #expect(try await Self.receiptFake.get("/proxy/v1/models?detail=maybe", headers: [:]).status == 400)
    }
}
