/// What a provider promises about the pages of a listing, as data.
///
/// ``PageJudge`` holds each page to it. `Docs/Promises.md` has a table of all listings, and says what follows from a
/// breach.
struct ListingPromises: Sendable {
    /// The order of the rows by time, with ties in any order; nil if it is not documented.
    var order: ListingOrder?
    /// Whether the listing has rows of the window only.
    var filtersByTime = false
    /// Whether every row has an id, and no two rows have the same one.
    var givesIDs = true
    /// The query parameter with the maximum number of rows on a page; nil if there is none.
    var limit: String?
    /// The filters that were asked for.
    var filter = RowFilter()
}
