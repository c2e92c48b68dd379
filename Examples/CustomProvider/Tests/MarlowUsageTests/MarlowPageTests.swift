import Foundation
import MarlowUsage
import Testing
import UsageKit
import UsageKitTesting

/// Pages that a server should not give, and files.
@Suite struct MarlowPageTests {
    private let may: TimeWindow
    private let fake: MarlowFake

    init() throws {
        may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        fake = MarlowFake(MarlowFake.calls(90, from: try Timestamp("2026-05-20T12:00:00Z")))
    }

    /// A client of a server that changes its pages.
    private func client(_ change: @escaping @Sendable (JSONObject) -> JSONObject) throws -> Marlow.Client {
        let server = ClosureTransport { [fake] request in
            guard case .object(let page) = try JSONValue(json: try await fake.send(request).body) else { return nil }
            return .json(.object(change(page)))
        }
        return try Marlow.Client(
            apiKey: MarlowFake.testKey, configuration: ClientConfiguration(transport: server))
    }

    @Test func aCursorThatLeadsBackIsNoEnd() async throws {
        let marlow = try client { page in
            let calls = page.members.filter { $0.name == "calls" }
            return JSONObject(calls + [.init("has_more", true), .init("next", "after-call-80")])
        }
        var ledger = UsageLedger()
        let error = await #expect(throws: UsageError.self) {
            try await ledger.ingest(marlow.calls(in: may, pageSize: 20))
        }
        #expect(error?.code == .paginationStalled)
        #expect(!ledger.isComplete)
    }

    @Test func aPageThatDoesNotSayWhetherMoreFollowIsNoEnd() async throws {
        let marlow = try client { page in JSONObject(page.members.filter { $0.name == "calls" }) }
        let error = await #expect(throws: UsageError.self) { try await marlow.calls(in: may).collect() }
        #expect(error?.code == .missingCursor)
    }

    @Test func aCallWithoutItsCostMakesTheTotalIncomplete() async throws {
        fake.write(MarlowFake.call(900, at: try Timestamp("2026-05-21T00:00:00Z"), cost: nil))
        let ledger = try await UsageLedger(of: client { $0 }.calls(in: may))
        #expect(!ledger.isComplete)
        #expect(try ledger.report().total.requests == 91)
    }

    @Test func readsBackWhatWasSaved() async throws {
        let marlow = try client { $0 }
        let (calls, _) = try await marlow.calls(in: may).collect()
        let lines = calls.map(\.jsonValue.text).joined(separator: "\n")

        var ledger = UsageLedger()
        let report = try ledger.ingest(Marlow.replay, of: Array(lines.utf8), in: may)
        #expect(report.isComplete)
        #expect(report.rows == 90)
        let walked = try await UsageLedger(of: marlow.calls(in: may))
        let (saved, read) = (try ledger.report(every: .hour), try walked.report(every: .hour))
        #expect(saved.map(\.charges) == read.map(\.charges))
        #expect(saved.map(\.latency.p95) == read.map(\.latency.p95))

        let cost = CSVExport().line(for: try #require(calls.first).usageRecord)
        #expect(cost.contains("marlow,call-89,"))
    }

    @Test func makesACallOfALiteral() throws {
        let call = try Marlow.Call([
            "id": "call-1", "at": "2026-05-20T12:00:00Z", "state": "done",
            "cost": ["amount": "0.0312", "currency": "USD"], "region": "north",
        ])
        #expect(call.usageRecord.charge?.description == "0.0312 USD")
        #expect(call.usageRecord.status == .completed)
        #expect(call.fields["region"] == "north")
    }
}
