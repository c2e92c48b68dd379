import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct VeniceAnalyticsTests {
    private static let entries = [
        VeniceFakeTests.entry(at: "2026-10-07T23:59:59.000Z", amount: "-7"),
        VeniceFakeTests.entry(
            at: "2026-10-08T00:00:00.000Z", amount: "-0.1", sku: "m-llm-input-mtoken", units: "0.000227", request: "a"),
        VeniceFakeTests.entry(at: "2026-10-08T00:00:00.000Z", amount: "-0.2", request: "a"),
        VeniceFakeTests.entry(at: "2026-10-09T12:00:00.000Z", amount: "-3", currency: "DIEM", request: "b"),
        VeniceFakeTests.entry(
            at: "2026-10-10T12:00:00.000Z", amount: "-0.05", currency: "BUNDLED_CREDITS", sku: "pic-image-unit",
            units: "1"),
        VeniceFakeTests.entry(at: "2026-10-10T12:00:00.000Z", amount: "-50", currency: "EARNED_CREDITS", sku: "free"),
    ]

    private func get(_ query: String, topCount: Int = 50) async throws -> FakeReply {
        let keys = [VeniceFake.Key(id: "key-123456789", description: "")]
        let now = try Timestamp("2026-10-10T18:00:00Z")
        let fake = VeniceFake(entries: Self.entries, keys: keys, topCount: topCount, now: { now })
        return try await fake.get("/api/v1/billing/usage-analytics" + query, headers: VeniceFakeTests.headers)
    }

    @Test func returnsEveryDayInAscendingOrder() async throws {
        let reply = try await get("?lookback=3d")
        #expect(reply.body["lookback"] == "3d")
        let days = reply.list("byDate")
        #expect(days.map { $0["date"]?.string } == ["2026-10-08", "2026-10-09", "2026-10-10"])
        #expect(days.map { $0["USD"]?.number } == ["0.3", "0", "0.05"])
        #expect(days.map { $0["DIEM"]?.number } == ["0", "3", "0"])
    }

    @Test func sortsModelsBySpending() async throws {
        let models = try await get("?lookback=3d").list("byModel")
        #expect(models.map { $0["modelName"]?.string } == ["m", "pic", "free"])
        #expect(models[0]["totalUsd"]?.number == "0.3")
        #expect(models[0]["totalDiem"]?.number == "3")
        #expect(models[0]["totalUnits"]?.number == "500227")
        #expect(models[0]["modelType"] == "LLM")
        let parts = models[0]["breakdown"]?.elements ?? []
        #expect(parts.map { $0["type"]?.string } == ["Input", "Output"])
        #expect(parts.map { $0["units"]?.number } == ["227", "500000"])
        #expect(models[1]["unitType"] == "images")
        #expect(models[1]["breakdown"] == nil)
        #expect(models[2]["modelType"]?.isNull == true)
    }

    @Test func dailyFiguresAddUpToTheTotals() async throws {
        let reply = try await get("?lookback=3d", topCount: 1)
        #expect(reply.body["topModels"] == ["m"])
        let daily = reply.list("byModelDaily")
        #expect(daily.map { $0["date"]?.number } == ["1791417600000", "1791504000000", "1791590400000"])
        #expect(daily.map { $0["m"]?.number } == ["0.3", "3", "0"])
        #expect(daily.map { $0["Other"]?.number } == ["0", "0", "0.05"])
        #expect(reply.list("byModelDailyUsd").map { $0["m"]?.number } == ["0.3", "0", "0"])
    }

    @Test func attributesRequestsToKeysAndOtherRowsToTheWebApp() async throws {
        let reply = try await get("?lookback=3d")
        let keys = reply.list("byKey")
        #expect(keys.map { $0["description"]?.string } == ["Key ...456789", "Web App"])
        #expect(keys.map { $0["totalUsd"]?.number } == ["0.3", "0.05"])
        #expect(keys[1]["apiKeyId"]?.isNull == true)
        #expect(reply.body["topKeyNames"] == ["Key ...456789", "Web App"])
        #expect(reply.list("byKeyDaily").map { $0["Web App"]?.number } == ["0", "0", "0.05"])
    }

    @Test func reducesALongLookbackAndSaysSo() async throws {
        #expect(try await get("?lookback=365d").body["lookback"] == "90d")
        #expect(try await get("?lookback=99999999999999999999d").list("byDate").count == 90)
        #expect(try await get("").body["lookback"] == "7d")
    }

    @Test func periodIncludesBothDates() async throws {
        let reply = try await get("?startDate=2026-10-07&endDate=2026-10-08")
        #expect(reply.body["lookback"] == "2026-10-07:2026-10-08")
        #expect(reply.list("byDate").map { $0["USD"]?.number } == ["7", "0.3"])
    }

    @Test func ignoresASingleDate() async throws {
        #expect(try await get("?startDate=2026-10-07").body["lookback"] == "7d")
    }

    @Test(arguments: [
        "lookback=0d", "lookback=7", "lookback=d", "lookback=07d", "startDate=2026-10-09&endDate=2026-10-08",
        "startDate=2026-01-01&endDate=2026-10-08", "startDate=2026-13-01&endDate=2026-10-08",
    ])
    func refusesInvalidPeriods(query: String) async throws {
        #expect(try await get("?" + query).status == 400)
    }
}
