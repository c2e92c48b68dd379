/// What ``PageJudge`` needs to know about a listing.
struct Listing: Sendable {
    /// The part of the walk's window that the listing covers; rows outside it belong to another listing.
    let window: TimeWindow
    /// What the provider promises about the pages.
    var promises: ListingPromises
    /// Which of the promises pages are held to.
    var checks = PageChecks.all
    /// Whether the rows were listed before and are read again to find rows that were added late.
    var isLookBack = false
    /// Whether the pages were saved; they cannot be requested again, and a repeated page is not a loop.
    var isSaved = false
}
