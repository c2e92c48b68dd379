import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct DriftReportTests {
    private let noon = Timestamp(seconds: 1_780_000_000)
    private var window: TimeWindow {
        get throws { try TimeWindow(from: noon.advanced(by: .seconds(-3600)), to: noon.advanced(by: .seconds(3600))) }
    }

    @Test func namesNewMembersNewWordsAndWhatNeverCame() throws {
        var drift = DriftReport()
        let row = TresorFake.row(at: noon)
        drift.add(
            try Tresor.LedgerRow(row.removing("region").replacing("modality", by: "hologram").adding("carbon_g", 3)))
        drift.add(try Tresor.LedgerRow(row.removing("region").replacing("modality", by: "hologram")))
        #expect(drift.count == 2)
        #expect(drift.unknownMembers.map(\.path) == ["carbon_g"])
        #expect(drift.unknownMembers.first?.example == 3)
        #expect(drift.unknownWords.map(\.path) == ["modality"])
        #expect(drift.unknownWords.map(\.word) == ["hologram"])
        #expect(drift.unknownWords.map(\.count) == [2])
        #expect(drift.neverCame.contains("region"))
        #expect(!drift.neverCame.contains("cost_eur"))
        #expect(drift.hasUnknown)
    }

    @Test func looksIntoObjectsAndLists() throws {
        let bucket: JSONValue = [
            "object": "usage.bucket", "bucket_start": "2026-06-02T00:00:00Z", "bucket_end": "2026-06-03T00:00:00Z",
            "groups": [["key": ["type": "t2i"], "metrics": ["request_count": 1, "cache_hits": 4], "rank": 1]],
        ]
        var drift = DriftReport()
        drift.add(try Aurous.Bucket(bucket))
        #expect(drift.unknownMembers.map(\.path) == ["groups[].metrics.cache_hits", "groups[].rank"])
        #expect(drift.neverCame.contains("groups[].metrics.credits_used"))
        #expect(!drift.neverCame.contains("groups[].metrics.request_count"))
    }

    /// Names that are not fixed are no drift, but what they hold is.
    @Test func looksIntoOpenNames() throws {
        let summary: JSONValue = [
            "billingPeriod": "2026-10", "usage": ["gpu_hours": ["used": 1, "included": 2, "overage": 0, "unit": "h"]],
        ]
        var drift = DriftReport()
        drift.add(try Auralytik.Summary(summary))
        #expect(drift.unknownMembers.map(\.path) == ["usage.*.unit"])
    }

    @Test func aDocumentedPageHasNoDrift() throws {
        for contract in RowContract.all where contract.name == "Tresor row" {
            var drift = DriftReport()
            drift.add(try Tresor.LedgerRow(contract.json))
            #expect(!drift.hasUnknown)
            #expect(drift.neverCame == [])
        }
    }

    @Test func aWalkIsComparedWithTheMembersBesideItsRows() async throws {
        let page: JSONValue = [
            "data": [TresorFake.row(at: noon)], "total_count": 1, "limit": 1000, "offset": 0, "sum_eur": 4,
        ]
        let end: JSONValue = ["data": [], "total_count": 1, "limit": 1000, "offset": 0]
        let client = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: .test(ScriptedTransport([.json(page.text), .json(end.text)])))
        let drift = try await DriftReport(of: client.usage(in: try window))
        #expect(drift.count == 1)
        #expect(drift.unknownMembers.map(\.path) == ["(page).sum_eur"])
        #expect(drift.description.contains("unknown member (page).sum_eur"))
    }

    @Test func theFakesSendWhatIsDocumented() async throws {
        let fakes = try LedgerGenerator(seed: 7).fakes(in: window, rowsPerProvider: 300)
        let aurous = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(fakes.aurous))
        #expect(try await !DriftReport(of: aurous.events(in: window)).hasUnknown)
        #expect(try await !DriftReport(of: aurous.buckets(in: window)).hasUnknown)
        let venice = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(fakes.venice))
        #expect(try await !DriftReport(of: venice.history(in: window)).hasUnknown)
        let tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fakes.tresor))
        #expect(try await !DriftReport(of: tresor.usage(in: window)).hasUnknown)
        let chatBotKit = try ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: .test(fakes.chatBotKit))
        #expect(try await DriftReport(of: chatBotKit.usage(in: window)).unknownMembers.isEmpty)
    }

    @Test func whatIsKeptHasABound() throws {
        var drift = DriftReport()
        let row = TresorFake.row(at: noon)
        for number in 0..<500 { drift.add(try Tresor.LedgerRow(row.adding("member\(number)", 1))) }
        #expect(drift.unknownMembers.count == 200)
        #expect(drift.count == 500)
    }
}
