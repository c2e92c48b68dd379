/// What the judge of pages needs to know of a listing.
struct Listing: Sendable {
    /// Rows outside it belong to another listing.
    let window: TimeWindow
    /// The order of the rows by time; nil where it is not documented.
    let order: ListingOrder?
    /// Whether every row has an id.
    let givesIDs: Bool
    /// Whether its rows were listed before, and are read again for late ones.
    var isLookBack = false
    /// Whether its pages were saved: nothing can be asked for again, and a page that comes twice is no loop.
    var isSaved = false
}
