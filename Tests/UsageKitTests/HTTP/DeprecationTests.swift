import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct DeprecationTests {
    @Test func readsTheFieldsOfVenice() throws {
        let deprecation = try #require(
            Deprecation([
                "Deprecation": "@1783555200", "Sunset": "Wed, 16 Sep 2026 00:00:00 GMT",
                "Link":
                    #"<https://docs>; rel="deprecation"; type="text/html", </api/v1/billing/usage-history>; rel="successor-version""#,
            ]))
        #expect(deprecation.name == nil)
        #expect(deprecation.since == (try Timestamp("2026-07-09T00:00:00Z")))
        #expect(deprecation.sunset == (try Timestamp("2026-09-16T00:00:00Z")))
        #expect(deprecation.successor == "/api/v1/billing/usage-history")
        #expect(
            deprecation.description
                == "deprecated, since 2026-07-09T00:00:00Z, ends on 2026-09-16T00:00:00Z, replaced by /api/v1/billing/usage-history"
        )
    }

    @Test func readsTheFieldsOfAurous() throws {
        let deprecation = try #require(
            Deprecation(["Aurous-Deprecated": "usage-v1", "Sunset": "Fri, 01 Jan 2027 00:00:00 GMT"]))
        #expect(deprecation.name == "usage-v1")
        #expect(deprecation.description == "deprecated: usage-v1, ends on 2027-01-01T00:00:00Z")
    }

    @Test(arguments: ["", "x", "@", "@x", "@99999999999999999999", "2026-01-01"])
    func anUnreadableDateIsUnknown(text: String) throws {
        let deprecation = try #require(Deprecation(["Deprecation": text, "Sunset": text]))
        #expect(deprecation.since == nil)
        #expect(deprecation.sunset == nil)
    }

    @Test func aHeaderWithoutTheseFieldsSaysNothing() {
        #expect(Deprecation(["Link": #"</v2>; rel="successor-version""#]) == nil)
        #expect(Deprecation([:]) == nil)
    }

    @Test func anAttemptReportsVersionEndAndBalances() async throws {
        let reports = Mutex<[AttemptReport]>([])
        let scripted = try ScriptedClient(
            [
                .status(
                    200,
                    [
                        "Aurous-Version": "2026-05-15", "Aurous-Deprecated": "usage-v1\u{7}",
                        "x-venice-balance-usd": "12.50", "x-venice-balance-diem": "0.125",
                    ])
            ], observer: { report in reports.withLock { $0.append(report) } })
        _ = try await scripted.fetch()
        let first = reports.withLock { $0.first }
        let report = try #require(first)
        #expect(report.apiVersion == "2026-05-15")
        #expect(report.deprecation?.name == "usage-v1")
        #expect(report.balances == [try Money("12.5", .usd), try Money("0.125", .diem)])
        #expect(report.description.contains("(deprecated: usage-v1)"))
    }

    /// A walk says it once, as a note, and stays complete.
    @Test func aWalkNotesIt() async throws {
        let row = TresorFake.row(at: Timestamp(seconds: 1_780_000_000))
        let headers: HTTPHeaders = ["Deprecation": "@1783555200", "Sunset": "Wed, 16 Sep 2026 00:00:00 GMT"]
        let page: JSONValue = ["data": [row], "total_count": 1, "limit": 1000, "offset": 0]
        let script = ScriptedTransport([
            .response(TransportResponse(status: 200, headers: headers, body: page.text))
        ])
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(script))
        let (_, report) = try await client.usage(in: .all).collect()
        #expect(report.isComplete)
        let note = try #require(report.notes.first)
        #expect(note.code == .deprecated)
        #expect(note.count == 1)
        #expect(note.first == ["deprecated, since 2026-07-09T00:00:00Z, ends on 2026-09-16T00:00:00Z"])
    }
}
