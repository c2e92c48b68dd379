import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct TresorRequestTests {
    private let transport = ScriptedTransport()
    private let window = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")

    private func client() throws -> Tresor.Client {
        try Tresor.Client(apiKey: "tr-key", configuration: .test(transport))
    }

    @Test func movesTheOffsetByTheRowsReceivedLessOne() async throws {
        let row = { (id: Int) in
            #"""
            {"id":"\#(id)","model":"global/redpill/gpt-oss-120b","modality":"chat","cost_eur":0.1,
             "created_at":"2026-05-02T00:00:00Z"}
            """#
        }
        transport.append(.json(#"{"data":[\#(row(1)),\#(row(2))],"total_count":3,"limit":2,"offset":0}"#))
        transport.append(.json(#"{"data":[\#(row(2)),\#(row(3))],"total_count":3,"limit":2,"offset":1}"#))
        transport.append(.json(#"{"data":[\#(row(3))],"total_count":3,"limit":2,"offset":2}"#))
        let query = Tresor.Filter(
            model: "global/redpill/gpt-oss-120b", keyPrefix: "tr-live-a1b2c3d4", pageSize: 2)
        let (rows, _) = try await client().usage(in: window, matching: query).collect()
        let common =
            "/v1/usage?limit=2&start=2026-05-01T00%3A00%3A00Z&end=2026-06-01T00%3A00%3A00Z"
            + "&model=global%2Fredpill%2Fgpt-oss-120b&key_prefix=tr-live-a1b2c3d4"
        #expect(transport.requests.map(\.target) == ["&offset=0", "&offset=1", "&offset=2"].map { common + $0 })
        #expect(rows.map(\.id) == ["1", "2", "3"])
        #expect(transport.requests.allSatisfy { $0.headers["Authorization"] == "Bearer tr-key" })
        #expect(transport.requests.first?.url.host() == "api.tresor.co")
    }

    @Test func sendsAnUnboundedWindowWithItsPinnedEnd() async throws {
        transport.append(.json(#"{"data":[],"total_count":0}"#))
        _ = try await client().usage(in: .all).collect()
        #expect(transport.requests.map(\.target) == ["/v1/usage?limit=1000&end=2026-06-01T00%3A00%3A00Z&offset=0"])
    }

    @Test(arguments: [0, 1001, Int.min])
    func aPageHolds1To1000(size: Int) async throws {
        let walk = try client().usage(in: window, matching: Tresor.Filter(pageSize: size))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func filtersAreSetByTheirNamesOnTheWire() throws {
        var query = Tresor.Filter()
        try query.setFilter("model", to: "a,b")
        try query.setFilter("key_prefix", to: "p")
        #expect(query == Tresor.Filter(model: "a,b", keyPrefix: "p"))
        let error = #expect(throws: UsageError.self) { try query.setFilter("offset", to: "5") }
        #expect(error?.message == "this endpoint has no filter offset; it has model, key_prefix")
    }
}
