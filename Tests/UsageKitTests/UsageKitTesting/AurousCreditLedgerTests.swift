import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct AurousCreditLedgerTests {
    private let fake = AurousFake(
        events: [],
        creditLedger: (1...130).map { number in
            [
                "id": .string("uev_\(1000 + number)"), "object": "usage_event",
                "type": number % 2 == 0 ? "hold" : "charge",
                "created_at": .string(Timestamp(seconds: 1_780_000_000 + Int64(number)).description),
            ]
        }, eventsContract: .creditLedger)

    private func get(_ query: String) async throws -> FakeReply {
        try await fake.get("/v1/usage/events" + query, headers: AurousFakeTests.headers)
    }

    @Test func returnsTwentyEntriesPerPageLatestFirst() async throws {
        let reply = try await get("")
        #expect(reply.list("data").count == 20)
        #expect(reply.list("data").first?["id"]?.string == "uev_1130")
        #expect(reply.body["has_more"] == true)
        #expect(reply.body["next_cursor"]?.string == "uev_1111")
    }

    @Test func startingAfterReturnsStrictlyOlderEntries() async throws {
        let reply = try await get("?starting_after=uev_1031&limit=500")
        #expect(reply.list("data").first?["id"]?.string == "uev_1030")
        #expect(reply.list("data").count == 30)
        #expect(reply.body["has_more"] == false)
        #expect(reply.body["next_cursor"]?.isNull == true)
        #expect(try await get("?limit=500").list("data").count == 100)
    }

    @Test func filtersByType() async throws {
        let reply = try await get("?type=charge&limit=100")
        #expect(reply.list("data").count == 65)
        #expect(try await get("?type=topup").list("data").isEmpty)
        #expect(try await get("?type=chat").status == 400)
    }

    @Test func refusesAnUnknownEntry() async throws {
        #expect(try await get("?starting_after=uev_0").body["error"]?["param"]?.string == "starting_after")
    }

    @Test func insertsUsageEventsIntoTheCreditLedger() async throws {
        fake.apply(.insert([["id": "uev_9999", "object": "usage_event", "created_at": "2026-12-01T00:00:00Z"]]))
        #expect(fake.creditLedger.count == 131)
        #expect(fake.events.isEmpty)
    }
}
