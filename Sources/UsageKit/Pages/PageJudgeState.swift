/// The state of ``PageJudge`` that a checkpoint stores, under the names of the properties.
struct PageJudgeState: Hashable, Sendable, Codable {
    /// The ids of the rows that were delivered; empty also if the caller keeps them.
    var ids: [String] = []
    /// How many of the delivered rows have an id.
    var idCount = 0
    /// 1 for the first pass over the listing; 2 if the first one returned fewer rows than its total.
    var pass = 1
    /// The number of distinct rows that the listing returned in this pass.
    var passRows = 0
    /// The totals of the listings of this pass.
    var totals = TotalsCheck()
    /// The positions of first pages that were read in this pass; the total of each is counted once.
    var begun = PositionSet()
    /// The first total of a listing and a later one if they differ and rows have no ids.
    var changedTotal: ChangedTotal?
    /// Whether a row had no id.
    var hasRowsWithoutIDs = false
    /// The number of delivered rows whose charge could not be read.
    var unreadableCharges = 0
    /// What was replaced in texts that decide what counts; nil if nothing was.
    var damaged: DamagedTexts?
    /// The number of rows of the page at which the walk stopped that an earlier run judged; nil if it is not read again.
    var consumed: Int?
    /// The digest of the last page if rows have no ids.
    var lastPage: String?
    /// Whether the rows come in the documented order.
    var order = OrderCheck()
    /// The pages of the present listing if it is addressed by page numbers.
    var numbered = NumberedPages()
    /// What was wrong with the listings of this pass.
    var faults: [WalkStop] = []
    /// The number of rows on the largest page of the present listing.
    var largestPage = 0
    /// The search for rows after an empty page, while it lasts.
    var confirmation: EndConfirmation?
    /// The position of the last page with rows, if its cursors may be ids of rows.
    var lastPosition: PagePosition?
    /// Whether the cursor of that page is the id of its last row.
    var hasRowCursors = false
    /// Whether a page gave a cursor that is not the id of its last row.
    var hasOpaqueCursors = false
    /// The position of an empty page that is asked for again, since it may not be the end.
    var emptyPosition: PagePosition?
    /// Whether the last page with rows ends with the row that is farthest along the order of the listing.
    var isAtFurthest = false
    /// Whether the listing returned a new row since its end was last confirmed.
    var hasNewsSinceConfirmation = false
    /// Whether the next page is the first one of the part of the listing that was not delivered before.
    var isRest = false
    /// The number of pages that were received before the listing was restarted, all of which may repeat; nil for none.
    var pagesBeforeRestart: Int?
    /// Which fields of the filter the rows show; nil without a filter.
    var filter: FilterCheck?
    /// How many rows of the last page were known, apart from those that were asked for again.
    var knownRows = 0
    /// The number of rows that the listing returned in this pass although they do not count.
    var outsideRows = 0
    /// The digests of pages of such rows only, if the listing has a total.
    var outsidePages: [String]?
    /// The digests of the pages of rows without ids that the listing returned, if nothing else tells them apart.
    var pageDigests: [String]?
    /// The number of rows that were delivered before the listing began; nil for none.
    var deliveredBefore: Int?
    /// The ids of the last rows of the last page, delivered or not, in the order of the page.
    var lastIDs: [String]?
    /// The instant of the last delivered row, with the digests of the rows without ids at that instant.
    var frontier = Watermark()
}

/// A total that changed while a listing was read.
struct ChangedTotal: Hashable, Sendable, Codable {
    let first: Int
    let later: Int
}

/// A set of positions that is written in the same order each time.
struct PositionSet: Hashable, Sendable {
    private(set) var positions: Set<PagePosition> = []

    /// Adds a position; false if it was in the set.
    mutating func insert(_ position: PagePosition) -> Bool {
        positions.insert(position).inserted
    }
}

extension PositionSet: Codable {
    init(from decoder: any Decoder) throws {
        positions = Set(try decoder.singleValueContainer().decode([PagePosition].self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(positions.sorted { $0.precedes($1) })
    }
}
