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

    private static func auralytik(_ times: [String], _ members: String) -> String {
        let rows = times.map { #"{"timestamp":"2026-\#($0)T09:00:00Z","keyId":"k"}"# }
        return #"{"data":[\#(rows.joined(separator: ","))]\#(members)}"#
    }

    /// Nothing says how many rows there are, so the walk went on to an empty page.
    @Test func anEmptyPageEndsAListingWithoutATotal() throws {
        let tresor = [
            Self.tresor(["a", "b"], #","offset":0"#), Self.tresor(["b"], #","offset":1"#),
            Self.tresor([], #","offset":2"#),
        ]
        #expect(try report(Tresor.replay, tresor).isComplete)
        #expect(try report(Tresor.replay, Array(tresor.dropLast())).stopped?.message.contains("does not say") == true)
        for members in ["", #","totalCount":null"#, #","totalCount":-1"#] {
            let pages = [["06-01", "06-02"], ["06-03"], []].map { Self.auralytik($0, members) }
            let report = try report(Auralytik.replay, pages)
            #expect(report.isComplete)
            #expect(report.rows == 3)
        }
        let late = [
            Self.tresor(["a", "b"], #","offset":0"#), Self.tresor(["b", "c"], #","offset":1,"total_count":3"#),
        ]
        #expect(try report(Tresor.replay, late).isComplete)
    }

    /// A server that ignores the period answers with the pages of another one.
    @Test func aPageOfAnEarlierListingIsNotCountedAgain() throws {
        let pages = [
            Self.auralytik(["06-01", "06-02"], #","page":1,"pageSize":2,"totalCount":3"#),
            Self.auralytik(["06-03"], #","page":2,"pageSize":2,"totalCount":3"#),
            Self.auralytik(["06-01", "06-02"], #","page":1,"pageSize":2,"totalCount":2"#),
        ]
        let report = try report(Auralytik.replay, pages)
        #expect(report.rows == 3)
        #expect(report.duplicates == 2)
        #expect(report.stopped?.message.contains("page 3 repeats an earlier page") == true)
    }

    @Test func aRowOutsideTheWindowCountsOnceInWhateverListingsItComes() throws {
        let window = TimeWindow.between("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")
        func page(_ ids: [String]) -> String {
            let items = ids.map { id in
                let time = id == "o" ? 1_785_542_400_000 : 1_780_653_600_000
                return #"{"id":"\#(id)","type":"X_TOKEN","count":1,"createdAt":\#(time),"updatedAt":\#(time)}"#
            }
            return #"{"items":[\#(items.joined(separator: ","))],"cursor":"\#(ids.last ?? "")"}"#
        }
        let bytes = Array([page(["a", "o"]), page(["o", "c"]), page([])].joined(separator: "\n").utf8)
        let (rows, report) = try ChatBotKit.replay.rows(of: bytes, in: window)
        #expect(rows.map(\.id) == ["a", "c"])
        #expect((report.outsideWindow, report.duplicates) == (1, 0))
        #expect(report.isComplete)
        // Both listings have it among the rows of their total.
        let counted = Self.tresor(["a", "b"], #","total_count":2,"limit":10,"offset":0"#)
        let later = try TimeWindow(from: window.start.map { $0 + .seconds(1) }, to: window.end.map { $0 + .seconds(1) })
        let twice = try Tresor.replay.rows(of: Array("\(counted)\n\(counted)".utf8), in: later)
        #expect((twice.report.rows, twice.report.outsideWindow) == (0, 2))
        #expect(twice.report.isComplete)
    }

    /// A member that this version does not know may have the name of a member of a row.
    @Test(arguments: [#""id":"req_1","#, #""created_at":"2026-06-07","timestamp":"2026-06-07","createdAt":7,"#])
    func aPageMayHaveAMemberNamedLikeThatOfARow(member: String) throws {
        func check<Row: UsageRow>(_ replay: Replay<Row>, _ page: String, rows: Int) throws {
            for text in [page, page + "\n" + page.replacing("{\"", with: "{\(member)\"", maxReplacements: 1)] {
                let bytes = Array(text.replacing("{\"", with: "{\(member)\"", maxReplacements: 1).utf8)
                let report = try replay.rows(of: bytes).report
                #expect(report.rows == rows)
                #expect(report.expected ?? 0 != 1)
            }
        }
        try check(
            Tresor.replay, Self.tresor(["a", "b"], #","total_count":2,"limit":10,"offset":0"#), rows: 2)
        let event = #"{"id":"e","type":"chat","status":"completed","created_at":"2026-06-02T09:00:00Z"}"#
        try check(Aurous.replay, #"{"object":"list","data":[\#(event)],"has_more":false,"next_cursor":null}"#, rows: 1)
        guard member.contains("\"id\"") else { return }
        try check(
            Auralytik.replay, Self.auralytik(["06-01", "06-02"], #","page":1,"pageSize":9,"totalCount":2"#), rows: 2)
    }

    /// The beginning of the file does not reach the members that follow the rows.
    @Test func aLargePageMayBeginWithAMemberNamedLikeThatOfARow() throws {
        let times = (0..<8000).map { "06-\(String($0 % 20 + 10))" }
        let page = Self.auralytik(times, #","page":1,"pageSize":9000,"totalCount":8000"#)
        let report = try report(
            Auralytik.replay, [page.replacing("{\"data", with: "{\"id\":1,\"data", maxReplacements: 1)])
        #expect(page.utf8.count > SavedFormat.openingLength)
        #expect(report.rows == 8000)
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
        #expect(report.stopped?.message.contains(reason) == true)
    }

    @Test func aMissingPageOfANumberedListingIsNamed() throws {
        let page = { (number: Int) in
            #"{"data":[{"id":"\#(number)"}],"page":\#(number),"pageSize":1,"totalCount":2}"#
        }
        #expect(try report(Auralytik.replay, [page(1), page(2)]).isComplete)
        let stopped = try report(Auralytik.replay, [page(1), page(3)]).stopped
        #expect(stopped?.message.contains("page 3 of a listing follows page 1") == true)
        #expect(try report(Auralytik.replay, [page(2)]).stopped?.message.contains("follows no page") == true)
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
        #expect(report.stopped?.message.contains("the provider reports 4 rows, previously 3") == true)
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
