import Testing

@testable import UsageKit

/// The judge of pages, on pages that are written down here.
@Suite struct PageJudgeTests {
    private static let week = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-25T00:00:00Z")
    private static let noon = Timestamp.at("2026-05-20T12:00:00Z")

    private let listing = Listing(window: week, promises: ListingPromises(order: .descending))
    private let listingWithoutIDs = Listing(
        window: week, promises: ListingPromises(order: .descending, givesIDs: false))

    private static func judge(_ limits: WalkLimits = WalkLimits()) -> PageJudge {
        PageJudge(report: WalkReport(provider: .tresor, endpoint: "usage", window: week), limits: limits)
    }

    private static func row(_ id: String, _ time: Timestamp = noon, content: UInt64 = 0) -> RowKey {
        RowKey(id: RowID(id), time: time, contentHash: content)
    }

    private static func page(_ rows: [RowKey], _ info: PageInfo) -> PageSummary {
        PageSummary(info: info, keys: rows) { _ in nil }
    }

    /// A page of rows without ids: the digest of each and its instant.
    private static func page(_ rows: [(digest: String, time: Timestamp)], _ info: PageInfo) -> PageSummary {
        let keys = rows.map { RowKey(id: nil, time: $0.time, contentHash: 0) }
        return PageSummary(info: info, keys: keys) { rows[$0].digest }
    }

    private static func cursor(_ text: String) -> PagePosition { .cursor(parameter: "after", value: Cursor(text)) }

    private static func more(_ cursor: String) -> PageInfo { PageInfo(next: .page(self.cursor(cursor))) }

    private static let last = PageInfo(next: .end)

    /// The code of the error to which a page led.
    private func failure(_ outcome: PageJudge.Outcome) -> UsageError.Code? {
        switch outcome {
        case .failure(let error), .ceiling(let error, _): error.code
        case .next, .end, .gap: nil
        }
    }

    private func next(_ outcome: PageJudge.Outcome) -> PagePosition? {
        if case .next(let position) = outcome { position } else { nil }
    }

    // MARK: Which rows of a page count

    @Test func deliversNewRowsAndGoesOn() {
        var judge = Self.judge()
        let page = Self.page([Self.row("a"), Self.row("b"), Self.row("c")], Self.more("1"))
        let (selection, outcome) = judge.accept(page, at: .first, of: listing)
        #expect(selection.runs == [0..<3])
        #expect(next(outcome) == Self.cursor("1"))
        #expect(judge.report.pages == 1)
        #expect(judge.report.rows == 3)
        #expect(judge.report.duplicates == 0)
        #expect(judge.report.outsideWindow == 0)
    }

    @Test func dropsAndCountsADuplicate() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a"), Self.row("b")], Self.more("1")), at: .first, of: listing)
        let second = Self.page([Self.row("b"), Self.row("c")], Self.last)
        let (selection, _) = judge.accept(second, at: Self.cursor("1"), of: listing)
        #expect(selection.runs == [1..<2])
        #expect(judge.report.rows == 3)
        #expect(judge.report.duplicates == 1)
        #expect(judge.report.revised == 0)
    }

    @Test func deliversTheLaterStateOfARow() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a", content: 1)], Self.more("1")), at: .first, of: listing)
        let second = Self.page([Self.row("a", content: 2)], Self.last)
        let (selection, _) = judge.accept(second, at: Self.cursor("1"), of: listing)
        #expect(selection.runs == [0..<1])
        #expect(selection.replaced == [0])
        #expect(judge.report.rows == 1)
        #expect(judge.report.duplicates == 0)
        #expect(judge.report.revised == 1)
    }

    @Test func dropsAndCountsARowOutsideTheWindow() {
        var judge = Self.judge()
        let page = Self.page(
            [
                Self.row("on the end", .at("2026-05-25T00:00:00Z")), Self.row("inside"),
                Self.row("before the start", .at("2026-05-17T23:59:59Z")),
            ], Self.last)
        let (selection, _) = judge.accept(page, at: .first, of: listing)
        #expect(selection.runs == [1..<2])
        #expect(judge.report.outsideWindow == 2)
        #expect(judge.report.rows == 1)
        #expect(judge.report.duplicates == 0)
    }

    /// "é" as one scalar, and as an "e" with a combining accent: Swift treats the two texts as equal.
    @Test func treatsIDsThatDifferInTheirUnicodeFormAsTwoRows() {
        var judge = Self.judge()
        let page = Self.page([Self.row("caf\u{E9}"), Self.row("cafe\u{301}")], Self.last)
        let (selection, _) = judge.accept(page, at: .first, of: listing)
        #expect(selection.runs == [0..<2])
        #expect(judge.report.rows == 2)
        #expect(judge.report.duplicates == 0)
        #expect(judge.report.revised == 0)
    }

    @Test func countsRowsOutsideTheWindowThatDifferInTheirUnicodeFormTwice() {
        var judge = Self.judge()
        let late = Timestamp.at("2026-06-01T00:00:00Z")
        let page = Self.page([Self.row("caf\u{E9}", late), Self.row("cafe\u{301}", late)], Self.last)
        _ = judge.accept(page, at: .first, of: listing)
        #expect(judge.report.outsideWindow == 2)
    }

    // MARK: How a walk ends

    @Test func endsAfterTheLastPage() {
        var judge = Self.judge()
        let (_, outcome) = judge.accept(Self.page([Self.row("a")], Self.last), at: .first, of: listing)
        guard case .end = outcome else {
            Issue.record("the page led to \(outcome)")
            return
        }
        let isWalkedAgain = judge.end(listing)
        #expect(!isWalkedAgain)
        judge.finish()
        #expect(judge.report.isComplete)
    }

    @Test func failsIfMoreIsPromisedWithoutACursor() {
        var judge = Self.judge()
        let page = Self.page([Self.row("a")], PageInfo(next: .unknown))
        let (selection, outcome) = judge.accept(page, at: .first, of: listing)
        #expect(selection.count == 1)
        #expect(failure(outcome) == .missingCursor)
    }

    @Test func failsIfACursorRepeatsWithoutNewRows() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a")], Self.more("1")), at: .first, of: listing)
        let again = Self.page([Self.row("a")], Self.more("1"))
        let (_, outcome) = judge.accept(again, at: Self.cursor("1"), of: listing)
        #expect(failure(outcome) == .paginationStalled)
    }

    @Test func goesOnIfACursorRepeatsWithNewRows() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a")], Self.more("1")), at: .first, of: listing)
        let other = Self.page([Self.row("b")], Self.more("1"))
        let (_, outcome) = judge.accept(other, at: Self.cursor("1"), of: listing)
        #expect(next(outcome) == Self.cursor("1"))
    }

    @Test func treatsCursorsThatDifferInTheirUnicodeFormAsTwoCursors() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a")], Self.more("\u{E9}")), at: .first, of: listing)
        let known = Self.page([Self.row("a")], Self.more("e\u{301}"))
        let (_, outcome) = judge.accept(known, at: Self.cursor("\u{E9}"), of: listing)
        #expect(next(outcome) == Self.cursor("e\u{301}"))
        #expect(next(outcome) != Self.cursor("\u{E9}"))
    }

    @Test func failsAfterThreePagesWithoutNewRows() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a"), Self.row("b")], Self.more("1")), at: .first, of: listing)
        let outcomes = (1...3).map { number in
            // The rows take turns, so that no page is the one before it.
            let page = Self.page([Self.row(number % 2 == 0 ? "a" : "b")], Self.more("\(number + 1)"))
            return failure(judge.accept(page, at: Self.cursor("\(number)"), of: listing).outcome)
        }
        #expect(outcomes == [nil, nil, .paginationStalled])
    }

    @Test func cutsAPageAtTheLimitOfRows() {
        var judge = Self.judge(WalkLimits(rows: 2))
        let page = Self.page([Self.row("a"), Self.row("b"), Self.row("c")], Self.last)
        let (selection, outcome) = judge.accept(page, at: .first, of: listing)
        #expect(selection.runs == [0..<2])
        #expect(selection.cut == 2)
        #expect(failure(outcome) == .ceilingReached)
        #expect(judge.report.rows == 2)
        #expect(judge.snapshot().state(includingIDs: true).ids == ["a", "b"])
    }

    @Test func stopsBeforeThePageThatTheLimitForbids() {
        var judge = Self.judge(WalkLimits(pages: 1))
        let (selection, outcome) = judge.accept(
            Self.page([Self.row("a")], Self.more("1")), at: .first, of: listing)
        guard case .ceiling(let error, let position) = outcome else {
            Issue.record("the page led to \(outcome)")
            return
        }
        #expect(selection.count == 1)
        #expect(error.code == .ceilingReached)
        #expect(position == Self.cursor("1"))
    }

    // MARK: Totals and gaps

    private static func counted(_ total: Int) -> PageInfo { PageInfo(next: .end, total: total, beginsListing: true) }

    @Test func walksAListingAgainIfItsTotalIsNotReached() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a"), Self.row("b")], Self.counted(3)), at: .first, of: listing)
        let isWalkedAgain = judge.end(listing)
        #expect(isWalkedAgain)
        #expect(judge.report.rewalks == 1)
        #expect(judge.report.expected == 3)
        let again = Self.page([Self.row("a"), Self.row("b"), Self.row("c")], Self.counted(3))
        let (selection, _) = judge.accept(again, at: .first, of: listing)
        #expect(selection.runs == [2..<3])
        let isWalkedAThirdTime = judge.end(listing)
        #expect(!isWalkedAThirdTime)
        judge.finish()
        #expect(judge.report.rows == 3)
        #expect(judge.report.duplicates == 0)
        #expect(judge.report.isComplete)
    }

    @Test func namesATotalThatASecondWalkDoesNotReach() {
        var judge = Self.judge()
        let page = Self.page([Self.row("a"), Self.row("b")], Self.counted(3))
        _ = judge.accept(page, at: .first, of: listing)
        let isWalkedAgain = judge.end(listing)
        #expect(isWalkedAgain)
        _ = judge.accept(page, at: .first, of: listing)
        let isWalkedAThirdTime = judge.end(listing)
        #expect(!isWalkedAThirdTime)
        judge.finish()
        #expect(judge.report.stopped?.message == "the provider reports 3 rows but returned 2")
        #expect(!judge.report.isComplete)
    }

    @Test func countsIDsThatDifferInTheirUnicodeFormTwiceInASecondWalk() {
        var judge = Self.judge()
        let first = Self.page([Self.row("caf\u{E9}"), Self.row("cafe\u{301}")], Self.counted(3))
        _ = judge.accept(first, at: .first, of: listing)
        let isWalkedAgain = judge.end(listing)
        #expect(isWalkedAgain)
        let again = Self.page([Self.row("caf\u{E9}"), Self.row("cafe\u{301}"), Self.row("new")], Self.counted(3))
        _ = judge.accept(again, at: .first, of: listing)
        let isWalkedAThirdTime = judge.end(listing)
        #expect(!isWalkedAThirdTime)
        #expect(judge.report.stopped == nil)
        #expect(judge.report.rows == 3)
    }

    @Test func namesATotalThatIsTooSmall() {
        var judge = Self.judge()
        _ = judge.accept(Self.page([Self.row("a"), Self.row("b")], Self.counted(1)), at: .first, of: listing)
        let isWalkedAgain = judge.end(listing)
        #expect(!isWalkedAgain)
        #expect(judge.report.stopped?.message == "the provider reports 1 rows but returned 2")
    }

    /// A listing of a first row and two others, with totals that change.
    private func accept(_ total: Int, _ later: Int, _ judge: inout PageJudge) {
        let first = PageInfo(next: .page(Self.cursor("1")), total: total, beginsListing: true)
        _ = judge.accept(Self.page([Self.row("a")], first), at: .first, of: listing)
        let second = PageInfo(next: .end, total: later)
        _ = judge.accept(Self.page([Self.row("b"), Self.row("c")], second), at: Self.cursor("1"), of: listing)
    }

    /// Rows that came while the listing was read are no contradiction.
    @Test func acceptsMoreRowsThanTheFirstTotal() {
        var judge = Self.judge()
        accept(1, 3, &judge)
        let isWalkedAgain = judge.end(listing)
        #expect(!isWalkedAgain)
        #expect(judge.report.stopped == nil)
    }

    @Test(arguments: [(3, 3, nil), (1, 2, "the provider reports at most 2 rows but returned 3")])
    func walksAListingAgainIfItHasMoreRowsThanAnyOfItsTotals(total: Int, later: Int, reason: String?) {
        var judge = Self.judge()
        accept(1, 2, &judge)
        let isWalkedAgain = judge.end(listing)
        #expect(isWalkedAgain)
        accept(total, later, &judge)
        let isWalkedAThirdTime = judge.end(listing)
        #expect(!isWalkedAThirdTime)
        #expect(judge.report.stopped?.message == reason)
        #expect(judge.report.rows == 3)
    }

    /// A listing without a total leaves the sum unknown, but the totals of the others are compared all the same.
    @Test(arguments: [false, true]) func comparesTheTotalsThatThereAre(isLast: Bool) {
        var judge = Self.judge()
        let unknown = PageInfo(next: .page(Self.cursor("1")), beginsListing: true)
        let known = PageInfo(next: .page(Self.cursor("2")), total: 3, beginsListing: true)
        let pages = [
            Self.page([Self.row("a"), Self.row("b")], unknown), Self.page([Self.row("c"), Self.row("d")], known),
        ]
        for (page, position) in zip(isLast ? pages.reversed() : pages, [.first, Self.cursor("1")]) {
            _ = judge.accept(page, at: position, of: listing)
        }
        #expect(judge.report.expected == nil)
        let isWalkedAgain = judge.end(listing)
        #expect(isWalkedAgain)
    }

    @Test func aHugeTotalDoesNotKeepAStalledWalkGoing() {
        var judge = Self.judge()
        let page = [Self.row("a")]
        for number in 0..<20 {
            let info = PageInfo(
                next: .page(.offset(number + 2, overlaps: false)), total: .max, beginsListing: number == 0)
            let position = number == 0 ? PagePosition.first : .offset(number + 1, overlaps: false)
            let (_, outcome) = judge.accept(Self.page(page, info), at: position, of: listing)
            if failure(outcome) == .paginationStalled { return }
        }
        Issue.record("the walk goes on after \(judge.report.pages) pages of one row")
    }

    @Test func findsAGapIfAPageDoesNotBeginWithAKnownRow() {
        var judge = Self.judge()
        let first = PageInfo(next: .page(.offset(2, overlaps: true)))
        _ = judge.accept(Self.page([Self.row("a"), Self.row("b")], first), at: .first, of: listing)
        let overlapping = PageInfo(next: .end, repeatsLastRow: true)
        let (selection, outcome) = judge.accept(
            Self.page([Self.row("d"), Self.row("e")], overlapping), at: .offset(2, overlaps: true), of: listing)
        guard case .gap = outcome else {
            Issue.record("the page led to \(outcome)")
            return
        }
        #expect(selection.count == 0)
        #expect(judge.report.gaps == 1)
        judge.closeGap()
        let (found, _) = judge.accept(
            Self.page([Self.row("b"), Self.row("c"), Self.row("d")], overlapping), at: .offset(1, overlaps: true),
            of: listing)
        #expect(found.runs == [1..<3])
        #expect(judge.report.duplicates == 0)
    }

    // MARK: Rows without ids

    @Test func deliversEqualRowsWithoutIDsEachTime() {
        var judge = Self.judge()
        let page = Self.page([("x", Self.noon), ("x", Self.noon)], Self.last)
        let (selection, _) = judge.accept(page, at: .first, of: listingWithoutIDs)
        #expect(selection.runs == [0..<2])
        #expect(judge.report.duplicates == 0)
    }

    @Test func refusesAPageOfRowsWithoutIDsThatComesAgain() {
        var judge = Self.judge()
        let rows = [("x", Self.noon), ("y", Self.noon.advanced(by: .seconds(-1)))]
        _ = judge.accept(Self.page(rows, Self.more("1")), at: .first, of: listingWithoutIDs)
        let (selection, outcome) = judge.accept(
            Self.page(rows, Self.more("2")), at: Self.cursor("1"), of: listingWithoutIDs)
        #expect(selection.count == 0)
        #expect(failure(outcome) == .paginationStalled)
        #expect(judge.report.duplicates == 2)
    }

    @Test func deliversOnlyTheRestAfterARestart() {
        var judge = Self.judge()
        let (newest, middle, oldest) = (
            Self.noon, Self.noon.advanced(by: .seconds(-1)), Self.noon.advanced(by: .seconds(-2))
        )
        let first = Self.page([("x", newest), ("y", middle)], Self.more("1"))
        _ = judge.accept(first, at: .first, of: listingWithoutIDs)
        judge.restart()
        let again = Self.page([("x", newest), ("y", middle), ("y", middle), ("z", oldest)], Self.last)
        let (selection, _) = judge.accept(again, at: .first, of: listingWithoutIDs)
        #expect(selection.runs == [2..<4])
        #expect(judge.report.restarts == 1)
        #expect(judge.report.rows == 4)
    }

    // MARK: Checkpoints

    @Test func knowsTheRowsOfAnEarlierRun() throws {
        var earlier = Self.judge()
        _ = earlier.accept(Self.page([Self.row("a")], Self.more("1")), at: .first, of: listing)
        var judge = Self.judge()
        let snapshot = earlier.snapshot().state(includingIDs: true)
        #expect(snapshot.ids == ["a"])
        let startsAgain = try judge.restore(earlier.report, snapshot, in: listing)
        #expect(!startsAgain)
        let (selection, _) = judge.accept(
            Self.page([Self.row("a"), Self.row("b")], Self.last), at: Self.cursor("1"), of: listing)
        #expect(selection.runs == [1..<2])
        #expect(judge.report.pages == 2)
        #expect(judge.report.rows == 2)
        #expect(judge.report.duplicates == 1)
    }
}
