import Testing
import UsageKit

@testable import UsageKitTesting

@Suite struct WireLedgerTests {
    private let rows: [JSONValue] = [
        ["id": "b", "at": "2026-05-20T00:00:00Z"], ["id": "c", "at": "2026-05-21T00:00:00Z"],
        ["id": "a", "at": "2026-05-20T00:00:00Z"],
    ]

    private func ids(_ entries: some Sequence<WireLedger.Entry>) -> [String?] { entries.map { $0.row["id"]?.string } }

    @Test func ordersRowsByInstantAndTiesByID() {
        #expect(ids(WireLedger(rows, .newestFirst, instant: "at", id: "id").entries) == ["c", "a", "b"])
        #expect(ids(WireLedger(rows, .oldestFirst, instant: "at", id: "id").entries) == ["a", "b", "c"])
    }

    @Test func ordersTiesByArrivalIfRowsHaveNoID() {
        #expect(ids(WireLedger(rows, .oldestFirst, instant: "at", id: nil).entries) == ["b", "a", "c"])
    }

    @Test func aPositionStaysValidAfterItsRowIsDeleted() throws {
        var ledger = WireLedger(rows, .newestFirst, instant: "at", id: "id")
        let position = try #require(ledger.position(ofID: "a"))
        ledger.remove { $0["id"] == "a" }
        #expect(ledger.position(ofID: "a") == nil)
        #expect(ids(ledger.entries(after: position)) == ["b"])
        #expect(ids(ledger.entries(before: position)) == ["c"])
    }

    @Test func aRowWithoutAnInstantFollowsTheRowBeforeIt() {
        var ledger = WireLedger(rows, .oldestFirst, instant: "at", id: nil)
        ledger.insert([["id": "d", "at": "2026-05-22T00:00:00Z"], ["id": "e"]])
        #expect(ids(ledger.entries) == ["b", "a", "c", "d", "e"])
    }

    @Test func aPageSaysWhetherMoreRowsFollow() {
        let entries = WireLedger(rows, .newestFirst, instant: "at", id: "id").entries
        let all = PageCut(entries, size: 3) { _ in true }
        #expect(ids(all.entries) == ["c", "a", "b"])
        #expect(!all.hasMore)
        let first = PageCut(entries, size: 1) { $0.row["id"] != "c" }
        #expect(ids(first.entries) == ["a"])
        #expect(first.hasMore)
    }
}
