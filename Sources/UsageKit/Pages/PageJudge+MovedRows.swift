/// Rows of a file that were inside the window, and whose later states are outside it.
struct MovedRows: Sendable {
    var count = 0
    /// The id of the first of them.
    var firstID = ""

    /// Says what happened to them; nil if there are none.
    var reason: String? {
        switch count {
        case 0: nil
        case 1: "the row \(firstID) was inside the window and is now outside it"
        default: "\(count) rows were inside the window and are now outside it, the first of them \(firstID)"
        }
    }
}

extension PageJudge {
    /// Takes back the delivered state of a row of a file, because a later state is outside the window.
    ///
    /// In a walk, a page that was kept and the rows beside a checkpoint would still have it, so there it is only named.
    ///
    /// - Returns: The row; nil if no state of it counts, or if it is not taken back.
    mutating func moveOut(_ id: RowID?, _ time: Timestamp, _ listing: Listing) -> ReplacedRow? {
        guard let id else { return nil }
        guard listing.isSaved else {
            if !report.window.contains(time), delivered.contains(id) {
                note(.revisedRows, "the row \(id.text) was inside the window and is now outside it")
            }
            return nil
        }
        guard let row = delivered.takeBack(id) else { return nil }
        if movedRows.count == 0 { movedRows.firstID = String(id.text.unicodeScalars.prefix(64)) }
        movedRows.count += 1
        report.revised += 1
        if row.traits.contains(.unsettled) { report.unsettled -= 1 }
        takeBack(row.traits)
        return row
    }
}
