import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct LedgerGeneratorTests {
    private let generator = LedgerGenerator(seed: 7)
    private let window: TimeWindow

    init() throws {
        window = try TimeWindow(from: Timestamp("2026-10-01T00:00:00Z"), to: Timestamp("2026-10-08T00:00:00Z"))
    }

    private func share(_ rows: [JSONValue], where isMember: (JSONValue) -> Bool) -> Double {
        Double(rows.count(where: isMember)) / Double(rows.count)
    }

    private func isInside(_ row: JSONValue, _ name: String) throws -> Bool {
        try window.contains(Timestamp(#require(row[name]?.string)))
    }

    @Test func randomNumbersEqualThePublishedVector() {
        // Computed in another language from the published algorithms; SplitMix64 with seed 0 fills the state.
        var random = UsageKitTesting.SeededGenerator(seed: 0)
        #expect(
            (0..<3).map { _ in random.next() } == [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0])
    }

    @Test func theSameSeedGivesTheSameRowsInAnyOrderOfCalls() {
        let first = (generator.aurousEvents(count: 50, in: window), generator.tresorRows(count: 50, in: window))
        let other = LedgerGenerator(seed: 7)
        let second = (other.tresorRows(count: 50, in: window), other.aurousEvents(count: 50, in: window))
        #expect(first.0 == second.1)
        #expect(first.1 == second.0)
        #expect(LedgerGenerator(seed: 8).aurousEvents(count: 50, in: window) != first.0)
    }

    @Test func theRowsOfASeedNeverChange() {
        let ledgers = [
            generator.aurousEvents(count: 40, in: window), generator.aurousLedger(count: 40, in: window),
            generator.veniceEntries(count: 40, in: window), generator.tresorRows(count: 40, in: window),
            generator.chatBotKitRecords(count: 40, in: window), generator.auralytikDetails(count: 40, in: window),
        ]
        let hashes = ledgers.map { rows in
            JSONValue.array(rows).text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01B3
            }
        }
        #expect(
            hashes == [
                7_568_659_416_211_336_111, 9_669_782_775_665_818_053, 10_420_458_169_975_755_969,
                2_483_530_620_961_725_811, 15_229_671_087_178_298_068, 3_370_371_399_575_067_331,
            ])
    }

    @Test func aurousEventsAreRealistic() throws {
        let rows = generator.aurousEvents(count: 3000, in: window)
        #expect(rows.count == 3000)
        #expect(Set(rows.map { $0["id"] }).count == 3000)
        #expect(try rows.allSatisfy { try isInside($0, "created_at") })
        #expect(share(rows) { $0["status"] == "completed" } > 0.85)
        for status in ["failed", "cancelled", "processing", "pending"] {
            #expect(rows.contains { $0["status"]?.string == status })
        }
        #expect(rows.contains { $0["type"] == "embedding" && $0["output_tokens"] == 0 })
        #expect(rows.contains { $0["image_count"] != nil })
        #expect(rows.contains { $0["video_seconds"] != nil })
        #expect(rows.contains { $0["lora_id"] != nil })
        #expect(rows.contains { $0["api_key_id"]?.isNull == true })
        #expect(zip(rows, rows.dropFirst()).contains { $0["created_at"] == $1["created_at"] })
        let nights = share(rows) { $0["created_at"]?.string?.contains("T03:") == true }
        let noons = share(rows) { $0["created_at"]?.string?.contains("T10:") == true }
        #expect(noons > 3 * nights)
    }

    @Test func creditsHaveAtMostFiveDecimalPlaces() throws {
        for row in generator.aurousEvents(count: 500, in: window) {
            guard let literal = row["credits_charged"]?.number else { continue }
            #expect(!literal.lowercased().contains("e"))
            #expect((literal.split(separator: ".").dropFirst().first?.utf8.count ?? 0) <= 5)
        }
    }

    @Test func creditMovementsSettleEarlierHolds() {
        let rows = generator.aurousLedger(count: 500, in: window).reversed()
        var held: Set<JSONValue> = []
        for row in rows {
            switch row["type"]?.string {
            case "hold": held.insert(row["hold_id"] ?? .null)
            case "charge", "release", "refund": #expect(held.contains(row["hold_id"] ?? .null))
            default: #expect(row["hold_id"]?.isNull == true)
            }
        }
        for type in ["charge", "release", "refund", "topup", "adjustment"] {
            #expect(rows.contains { $0["type"]?.string == type })
        }
    }

    @Test func languageModelRequestsOfVeniceHaveTwoRows() throws {
        let rows = generator.veniceEntries(count: 2001, in: window)
        #expect(rows.count == 2001)
        #expect(try rows.allSatisfy { try isInside($0, "timestamp") })
        let pairs = Dictionary(grouping: rows) { $0["inferenceDetails"]?["requestId"] }
        #expect(pairs[nil]?.isEmpty == false)
        let talks = pairs.filter { $0.key?.string?.hasPrefix("chatcmpl-") == true }
        #expect(talks.values.allSatisfy { $0.count == 2 && $0[0]["inferenceDetails"] == $0[1]["inferenceDetails"] })
        for currency in ["USD", "DIEM", "BUNDLED_CREDITS", "EARNED_CREDITS"] {
            #expect(rows.contains { $0["currency"]?.string == currency })
        }
        #expect(rows.contains { $0["amount"]?.number?.hasPrefix("-") == false })
        #expect(rows.contains { ($0["amount"]?.number?.utf8.count ?? 0) >= 10 })
    }

    @Test(arguments: [1, 2, 40, 3000])
    func everyLedgerFillsItsWindow(count: Int) throws {
        let ledgers = [
            (generator.aurousEvents(count: count, in: window), "created_at"),
            (generator.aurousLedger(count: count, in: window), "created_at"),
            (generator.veniceEntries(count: count, in: window), "timestamp"),
            (generator.tresorRows(count: count, in: window), "created_at"),
            (generator.auralytikDetails(count: count, in: window), "timestamp"),
        ]
        for (rows, name) in ledgers {
            #expect(rows.count == count)
            let days = Set(rows.compactMap { $0[name]?.string?.prefix(10) })
            #expect(days.count == 7 || count < 3000)
        }
    }

    @Test func tresorRowsIncludeRareCases() throws {
        let rows = generator.tresorRows(count: 2000, in: window)
        #expect(try rows.allSatisfy { try isInside($0, "created_at") })
        #expect(rows.contains { $0["region"] == nil })
        #expect(!rows.contains { $0["region"]?.isNull == true })
        #expect(rows.contains { $0["key_prefix"]?.isNull == true && $0["key_name"]?.isNull == true })
        #expect(rows.contains { $0["receipt_id"]?.isNull == true })
        #expect(rows.contains { $0["failover"] == true })
        for unit in ["token", "audio_minute", "audio_second", "request"] {
            #expect(rows.contains { $0["billing_unit"]?.string == unit })
        }
        #expect(Set(rows.map { $0["id"] }).count == 2000)
    }

    @Test func chatBotKitRecordsIncludeNegativeCountsAndNullRelations() {
        let rows = generator.chatBotKitRecords(count: 2000, in: window)
        #expect(rows.contains { $0["count"]?.number?.hasPrefix("-") == true })
        #expect(!rows.contains { $0["count"]?.number == "0" })
        #expect(rows.allSatisfy { $0["taskId"]?.isNull == true })
        #expect(rows.contains { $0["meta"]?.isNull == true })
        #expect(rows.contains { $0["meta"]?["model"] != nil })
        #expect(Set(rows.map { $0["id"] }).count == 2000)
    }

    @Test func auralytikDetailsHaveThreeMeters() throws {
        let rows = generator.auralytikDetails(count: 2000, in: window)
        #expect(try rows.allSatisfy { try isInside($0, "timestamp") })
        #expect(Set(rows.compactMap { $0["type"]?.string }) == ["calls", "webhooks", "storage_gb"])
        #expect(rows.contains { $0["keyId"] == "ak_old_demo" })
    }

    @Test func acceptsOpenWindows() {
        #expect(generator.tresorRows(count: 3, in: .all).count == 3)
        #expect(generator.tresorRows(count: 0, in: .all).isEmpty)
    }

    @Test func fillsTheFiveFakes() async throws {
        let fakes = generator.fakes(in: window, rowsPerProvider: 300)
        #expect([fakes.aurous.events, fakes.venice.entries, fakes.tresor.rows].map(\.count) == [300, 300, 300])
        let bearer: (String) -> HTTPHeaders = { ["Authorization": "Bearer \($0)"] }
        let buckets = try await fakes.aurous.get(
            "/v1/usage?start_time=2026-10-01T00:00:00Z", headers: bearer(fakes.aurous.apiKey))
        let counts = buckets.list("data").compactMap {
            $0["groups"]?.elements.first?["metrics"]?["request_count"]?.number
        }
        #expect(counts.compactMap { Int($0) }.reduce(0, +) == 300)
        let balance = try await fakes.venice.get("/api/v1/billing/balance", headers: bearer(fakes.venice.apiKey))
        #expect(balance.body["canConsume"] == true)
        let analytics = try await fakes.venice.get(
            "/api/v1/billing/usage-analytics", headers: bearer(fakes.venice.apiKey))
        #expect(analytics.list("byDate").first?["date"] == "2026-10-01")
        let summary = try await fakes.auralytik.get("/v1/usage/summary", headers: bearer(fakes.auralytik.apiKey))
        #expect(summary.body["billingPeriod"] == "2026-10")
        let list = try await fakes.chatBotKit.get("/v1/usage/list", headers: bearer(fakes.chatBotKit.apiKey))
        #expect(list.list("items").count == 100)
    }
}
