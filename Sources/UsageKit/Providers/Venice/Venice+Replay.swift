extension Venice {
    /// Reads rows that were saved from Venice's ledger, as JSON or as Venice's CSV.
    public static let replay = Replay<BillingEntry>(provider: .venice, format: savedPages, csv: CSVFormat())

    /// Pages of the present listing, which has cursors, or of the retired one, which has totals.
    static let savedPages = PageFormat(
        rows: "data", cursor: "nextCursor", total: "pagination.total", groups: ["pagination"],
        rowMembers: ["timestamp", "sku"], emptyCursorIsLast: false)
}
