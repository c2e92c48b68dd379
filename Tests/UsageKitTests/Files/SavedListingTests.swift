import Testing
import UsageKitTesting

@testable import UsageKit

/// Where the listings of a saved file begin and end, for the file as a whole and in chunks.
@Suite struct SavedListingTests {
    private static func venice(_ count: Int, total: Int, from first: Int = 0) -> String {
        let rows = (first..<first + count).map { second in
            #"{"timestamp":"2026-06-02T09:00:\#(second + 10).000Z","sku":"m-image-unit","units":1,"pricePerUnitUsd":1,"#
                + #""amount":-1,"currency":"USD","inferenceDetails":null}"#
        }
        return #"{"data":[\#(rows.joined(separator: ","))],"pagination":{"total":\#(total)}}"#
    }

    private static func tresor(_ ids: [String], _ members: String) -> String {
        let rows = ids.map {
            #"{"id":"\#($0)","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-01T00:00:00Z"}"#
        }
        return #"{"data":[\#(rows.joined(separator: ","))]\#(members)}"#
    }

    private func report<Row: UsageRow>(_ replay: Replay<Row>, _ pages: [String]) throws -> WalkReport {
        let bytes = Array(pages.joined(separator: "\n").utf8)
        let report = try replay.rows(of: bytes).report
        var ledger = UsageLedger()
        #expect(try ledger.ingest(replay, of: bytes) == report)
        #expect(ledger.count == report.rows)
        return report
    }

    @Test func anEmptyLastPageBelongsToItsListing() throws {
        let report = try report(
            Venice.replay, [Self.venice(2, total: 4), Self.venice(2, total: 4, from: 2), Self.venice(0, total: 4)])
        #expect(report.expected == 4)
        #expect(report.isComplete)
    }

    @Test func listingsMayOverlap() throws {
        let page = Self.tresor(["a", "b"], #","total_count":2,"limit":10,"offset":0"#)
        let report = try report(Tresor.replay, [page, page])
        #expect(report.rows == 2)
        #expect(report.duplicates == 2)
        #expect(report.isComplete)
    }

    @Test func aRowThatWasAskedForAgainIsNoDuplicate() throws {
        let pages = [
            Self.tresor(["a", "b"], #","total_count":3,"limit":2,"offset":0"#),
            Self.tresor(["b", "c"], #","total_count":3,"limit":2,"offset":1"#),
        ]
        let report = try report(Tresor.replay, pages)
        #expect(report.rows == 3)
        #expect(report.duplicates == 0)
        #expect(report.isComplete)
    }

    @Test(arguments: [
        // The row before the page is another one than the last row of the page before.
        ([#"["a","b"],"offset":0"#, #"["d","e"],"offset":1"#], "does not begin with the last row"),
        ([#"["a"],"offset":0"#, #"["c"],"offset":2"#], "after 2 rows of its listing, of which the file has 1"),
        ([#"["c"],"offset":2"#], "after 2 rows of its listing, of which the file has 0"),
        ([#"["a","b","c"]"#], "does not say whether more rows follow"),
    ])
    func missingRowsOfACountedListingAreNamed(pages: [String], reason: String) throws {
        let pages = pages.map { page in
            let end = page.firstIndex(of: "]") ?? page.startIndex
            let ids = page[..<end].split(separator: "\"").map(String.init).filter {
                $0.count == 1 && $0.first!.isLetter
            }
            return Self.tresor(ids, String(page[page.index(after: end)...]))
        }
        let report = try report(Tresor.replay, pages)
        #expect(report.stopped?.contains(reason) == true)
    }

    @Test func aMissingPageOfANumberedListingIsNamed() throws {
        let page = { (number: Int) in
            #"{"data":[{"id":"\#(number)"}],"page":\#(number),"pageSize":1,"totalCount":2}"#
        }
        #expect(try report(Auralytik.replay, [page(1), page(2)]).isComplete)
        let stopped = try report(Auralytik.replay, [page(1), page(3)]).stopped
        #expect(stopped?.contains("page 3 of a listing follows page 1") == true)
        #expect(try report(Auralytik.replay, [page(2)]).stopped?.contains("follows no page") == true)
    }

    @Test func aRowThatLeavesTheWindowCountsOnceInItsTotal() throws {
        let row = { (id: String, month: String) in
            #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-\#(month)-01T00:00:00Z"}"#
        }
        let page = { (rows: [String], total: Int) in
            #"{"data":[\#(rows.joined(separator: ","))],"total_count":\#(total),"limit":9,"offset":0}"#
        }
        let window = TimeWindow.between("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")
        for months in [["06", "07"], ["07", "06"]] {
            let file = Array(page([row("a", months[0]), row("a", months[1]), row("b", "06")], 2).utf8)
            let report = try Tresor.replay.rows(of: file, in: window).report
            #expect(report.isComplete, "\(report)")
        }
    }

    @Test func aTotalThatChangesIsNamedInBothWays() throws {
        let report = try report(Venice.replay, [Self.venice(2, total: 3), Self.venice(2, total: 4, from: 2)])
        #expect(report.stopped?.contains("the provider reports 4 rows, previously 3") == true)
    }

    @Test func aCursorWithoutItsPageIsNotForgottenBeforeAListingWithATotal() throws {
        let first = #"{"data":[],"nextCursor":"x"}"#
        #expect(try !report(Venice.replay, [first, Self.venice(5, total: 5)]).isComplete)
        let last = #"{"data":[],"nextCursor":null}"#
        #expect(try report(Venice.replay, [last, Self.venice(5, total: 5)]).isComplete)
    }

    @Test func aPageWithoutATotalContinuesItsListing() throws {
        let pages = [Self.tresor(["a", "b"], #","total_count":3"#), Self.tresor(["c"], "")]
        #expect(try report(Tresor.replay, pages).isComplete)
    }

    @Test(arguments: [#","total_count":5000"#, #","total_count":3,"offset":1"#])
    func aPartOfAListingIsIncomplete(members: String) throws {
        #expect(try !report(Tresor.replay, [Self.tresor(["a", "b"], members)]).isComplete)
    }

    @Test(arguments: [
        #"{"data":[],"pagination":{"total":5,"total":900}}"#, #"{"data":[],"nextCursor":null,"nextCursor":"x"}"#,
    ])
    func aRepeatedMemberIsRefused(page: String) {
        #expect(throws: UsageError.self) { try Venice.replay.rows(of: Array(page.utf8)) }
    }
}
