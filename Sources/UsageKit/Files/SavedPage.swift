/// A page of a saved file without its rows: its members beside the rows, and the number of its rows.
struct SavedPage: Sendable {
    /// Nil if the rows were saved without a page around them.
    var envelope: PageEnvelope?
    /// The number of rows inside the window.
    var rows = 0
    /// The number of those whose request has not ended.
    var unsettled = 0
    /// The number of rows outside the window.
    var outsideWindow = 0
}
