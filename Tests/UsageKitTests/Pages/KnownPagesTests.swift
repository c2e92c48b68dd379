import Testing

@testable import UsageKit

@Suite struct KnownPagesTests {
    private static let noon = Timestamp.at("2026-05-20T12:00:00Z")
    private static let listing = Listing(window: .all, promises: ListingPromises())
    private static let listingWithoutIDs = Listing(window: .all, promises: ListingPromises(givesIDs: false))

    private static func judge() -> PageJudge {
        PageJudge(report: WalkReport(provider: .venice, endpoint: "billing", window: .all), limits: WalkLimits())
    }

    private static func cursor(_ text: String) -> PagePosition { .cursor(parameter: "after", value: Cursor(text)) }

    private static func more(_ cursor: String) -> PageInfo { PageInfo(next: .page(self.cursor(cursor))) }

    private func code(_ outcome: PageJudge.Outcome) -> UsageError.Code? {
        if case .failure(let error) = outcome { error.code } else { nil }
    }

    @Test func knowsAPageOfDifferentRows() {
        var pages = KnownPages()
        let page = Self.page([1, 2], Self.more("1"))
        let isFirstKnown = pages.repeats(page)
        let isSecondKnown = pages.repeats(page)
        let isReversedKnown = pages.repeats(Self.page([2, 1], Self.more("1")))
        #expect(!isFirstKnown)
        #expect(isSecondKnown)
        #expect(!isReversedKnown)
    }

    /// The content tells rows apart, as it does in a walk.
    private static func page(_ contents: [UInt64], _ info: PageInfo) -> PageSummary {
        PageSummary(info: info, keys: contents.map { RowKey(id: nil, time: noon, contentHash: $0) }) {
            "\(contents[$0])"
        }
    }

    /// Pages A, B, A, each named by a cursor of its own: the rows of the third page would be counted twice.
    @Test(arguments: [false, true]) func refusesAPageThatCameEarlier(claimsIDs: Bool) {
        var judge = Self.judge()
        let listing = claimsIDs ? Self.listing : Self.listingWithoutIDs
        let pages: [[UInt64]] = [[1, 2], [3, 4], [1, 2]]
        var last: PageJudge.Outcome = .end
        for (number, contents) in pages.enumerated() {
            let position = number == 0 ? PagePosition.first : Self.cursor("\(number)")
            last = judge.accept(Self.page(contents, Self.more("\(number + 1)")), at: position, of: listing).outcome
        }
        #expect(code(last) == .paginationStalled)
        #expect(judge.report.rows == 4)
        #expect(judge.report.duplicates == 2)
    }

    /// Files that are read in chunks find the repetition, too, as the same pages in a walk do.
    @Test(arguments: ["ABA", "ABCA", "AABA", "ABAB"]) func aFileWithAPageThatCameEarlierIsIncomplete(pages: String)
        throws
    {
        func page(_ name: Character, _ cursor: String) -> String {
            let rows = (1...2).map { number in
                #"{"timestamp":"2026-05-20T00:00:00Z","sku":"\#(name)\#(number)-llm-output-mtoken","units":1,"#
                    + #""pricePerUnitUsd":1,"amount":-\#(name.asciiValue ?? 1),"currency":"USD","notes":""}"#
            }
            return #"{"data":[\#(rows.joined(separator: ","))],"nextCursor":\#(cursor)}"# + "\n"
        }
        let text = pages.enumerated().map { index, name in
            page(name, index + 1 < pages.count ? "\"c\(index)\"" : "null")
        }.joined()
        let distinct = 2 * Set(pages).count
        var ledger = UsageLedger()
        let report = try ledger.ingest(Venice.replay, of: Array(text.utf8))
        #expect(ledger.count == distinct)
        #expect(report.duplicates == 2 * pages.count - distinct)
        #expect(!report.isComplete)
        #expect(try Venice.replay.rows(of: Array(text.utf8)).report == report)
    }

    /// Pages of equal rows may be separate equal charges.
    @Test func acceptsPagesOfEqualRowsAgain() {
        var judge = Self.judge()
        for number in 0..<3 {
            let position = number == 0 ? PagePosition.first : Self.cursor("\(number)")
            let page = Self.page([7, 7], Self.more("\(number + 1)"))
            let (_, outcome) = judge.accept(page, at: position, of: Self.listingWithoutIDs)
            #expect(code(outcome) == nil)
        }
        #expect(judge.report.rows == 6)
    }

    /// A second walk cannot recognize rows without ids, so it would count them twice.
    @Test func doesNotWalkAListingAgainWhoseRowsHaveNoIDs() {
        var judge = Self.judge()
        _ = judge.accept(
            Self.page([1, 2], PageInfo(next: .end, total: 3, beginsListing: true)), at: .first, of: Self.listing)
        let isWalkedAgain = judge.end(Self.listing)
        #expect(!isWalkedAgain)
        #expect(judge.report.rewalks == 0)
        #expect(judge.report.stopped?.message == "the provider reports 3 rows but returned 2")
    }
}
