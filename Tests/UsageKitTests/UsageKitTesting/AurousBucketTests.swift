import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct AurousBucketTests {
    private typealias Events = AurousFakeTests

    private let fake = AurousFake(
        events: [
            Events.event("cmp_1", at: "2026-05-20T10:00:00Z", duration: 100, credits: "0.1"),
            Events.event("cmp_2", at: "2026-05-20T11:00:00Z", duration: 205, credits: "0.2"),
            Events.event("cmp_3", at: "2026-05-20T12:00:00Z", status: "failed", duration: 9000, credits: "0.00001"),
            Events.event("cmp_4", at: "2026-05-20T13:00:00Z", status: "processing", duration: nil, credits: "x"),
            Events.event("img_5", at: "2026-05-22T00:00:00Z", type: "image", key: nil, duration: 50),
        ], now: { Events.now })

    private func get(_ query: String) async throws -> FakeReply {
        try await fake.get("/v1/usage" + query, headers: Events.headers)
    }

    @Test func computesMetricsFromTheEvents() async throws {
        let reply = try await get("?start_time=2026-05-20T00:00:00Z&end_time=2026-05-21T00:00:00Z")
        let bucket = try #require(reply.list("data").first)
        #expect(bucket["object"] == "usage.bucket")
        #expect(bucket["bucket_start"]?.string == "2026-05-20T00:00:00.000Z")
        #expect(bucket["bucket_end"]?.string == "2026-05-21T00:00:00.000Z")
        let group = try #require(bucket["groups"]?.elements.first)
        #expect(group["key"]?.memberNames == [])
        let metrics = try #require(group["metrics"])
        #expect(metrics["request_count"]?.number == "4")
        #expect(metrics["successful_count"]?.number == "2")
        #expect(metrics["failed_count"]?.number == "1")
        #expect(metrics["cancelled_count"]?.number == "0")
        #expect(metrics["credits_used"]?.number == "0.30001")
        #expect(metrics["duration_ms_p50"]?.number == "152.5")
        #expect(metrics["duration_ms_p95"]?.number == "199.75")
        #expect(metrics["total_input_tokens"]?.number == "40")
    }

    @Test func returnsBucketsNewestFirstWithoutEmptyOnes() async throws {
        let reply = try await get("?start_time=2026-05-20T00:00:00Z")
        #expect(
            reply.list("data").map { $0["bucket_start"]?.string } == [
                "2026-05-22T00:00:00.000Z", "2026-05-20T00:00:00.000Z",
            ])
    }

    @Test func listsEmptyBucketsIfAskedTo() async throws {
        let fake = AurousFake(events: fake.events, fillsEmptyBuckets: true, now: { Events.now })
        let reply = try await fake.get(
            "/v1/usage?start_time=2026-05-20T12:00:00Z&end_time=2026-05-22T00:00:01Z", headers: Events.headers)
        let counts = reply.list("data").map { $0["groups"]?.elements.first?["metrics"]?["request_count"]?.number }
        #expect(counts == ["1", "0", "2"])
        let empty = reply.list("data")[1]["groups"]?.elements.first?["metrics"]
        #expect(empty?["duration_ms_p95"]?.isNull == true)
    }

    @Test func bucketsHaveTheirOwnNamesForTypes() async throws {
        let reply = try await get("?start_time=2026-05-20T00:00:00Z&group_by=type,api_key_id&type=t2i")
        #expect(reply.list("data").first?["groups"]?.elements.first?["key"] == ["api_key_id": nil, "type": "t2i"])
        #expect(try await get("?start_time=2026-05-20T00:00:00Z&type=image").status == 400)
    }

    @Test func acceptsListsInThreeForms() async throws {
        let comma = try await get("?start_time=2026-05-20T00:00:00Z&group_by=type,status")
        let repeated = try await get("?start_time=2026-05-20T00:00:00Z&group_by=type&group_by=status")
        let brackets = try await get("?start_time=2026-05-20T00:00:00Z&group_by%5B%5D=type&group_by%5B%5D=status")
        #expect(comma.text == repeated.text)
        #expect(comma.text == brackets.text)
        #expect(try await get("?start_time=2026-05-20T00:00:00Z&group_by=lora_id").status == 400)
    }

    @Test(arguments: [
        ("?start_time=2026-05-01T00:00:00Z&end_time=2026-05-31T00:00:00Z&bucket_width=1m", "too_many_buckets"),
        ("?start_time=2026-05-20T00:00:00Z&bucket_width=2h", "value_out_of_range"), ("", "missing_field"),
        ("?page_token=nonsense", "invalid_page_token"),
    ])
    func refusesInvalidQueries(query: String, code: String) async throws {
        let reply = try await get(query)
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["code"]?.string == code)
    }

    @Test func walksWithThePageTokenAlone() async throws {
        let first = try await get("?start_time=2026-05-20T00:00:00Z&bucket_width=1h&limit=2&group_by=model")
        #expect(first.list("data").count == 2)
        let token = try #require(first.body["next_page"]?.string)
        #expect(token.utf8.allSatisfy { UInt8(ascii: "=") != $0 && UInt8(ascii: "+") != $0 })
        let second = try await get("?page_token=\(token)")
        let hours = second.list("data").map { $0["bucket_start"]?.string?.prefix(13) }
        #expect(hours == ["2026-05-20T12", "2026-05-20T11"])
        let third = try await get("?page_token=\(try #require(second.body["next_page"]?.string))")
        #expect(third.list("data").count == 1)
        #expect(third.body["has_more"] == false)
        #expect(third.body["next_page"]?.isNull == true)
    }

    @Test func refusesParametersThatDifferFromPageOne() async throws {
        let first = try await get("?start_time=2026-05-20T00:00:00Z&bucket_width=1h&limit=2")
        let token = try #require(first.body["next_page"]?.string)
        #expect(try await get("?page_token=\(token)&limit=2").status == 200)
        let reply = try await get("?page_token=\(token)&bucket_width=1d")
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["message"]?.string == "fingerprint mismatch")
        #expect(try await get("?page_token=x\(token)").status == 400)
    }

    @Test func pageTokensExpireAfterADay() async throws {
        let clock = MovableClock(Events.now)
        let fake = AurousFake(events: fake.events, now: { clock.now })
        let first = try await fake.get("/v1/usage?start_time=2026-05-20T00:00:00Z&limit=1", headers: Events.headers)
        let token = try #require(first.body["next_page"]?.string)
        clock.now = Events.now.advanced(by: .seconds(86_399))
        #expect(try await fake.get("/v1/usage?page_token=\(token)", headers: Events.headers).status == 200)
        clock.now = Events.now.advanced(by: .seconds(86_400))
        let late = try await fake.get("/v1/usage?page_token=\(token)", headers: Events.headers)
        #expect(late.body["error"]?["code"]?.string == "invalid_page_token")
        #expect(late.body["error"]?["message"]?.string == "token_expired")
    }

    @Test func pageOnePinsAnOpenEnd() async throws {
        let clock = MovableClock(Events.now)
        let fake = AurousFake(events: fake.events, now: { clock.now })
        let first = try await fake.get("/v1/usage?start_time=2026-05-20T00:00:00Z&limit=1", headers: Events.headers)
        clock.now = Events.now.advanced(by: .seconds(3600))
        fake.apply(.insert([Events.event("cmp_9", at: "2026-06-01T00:30:00Z")]))
        let token = try #require(first.body["next_page"]?.string)
        let second = try await fake.get("/v1/usage?page_token=\(token)", headers: Events.headers)
        #expect(second.list("data").map { $0["bucket_start"]?.string } == ["2026-05-20T00:00:00.000Z"])
    }
}
