extension Venice {
    /// Reads rows that were saved from Venice's ledger, as JSON or as Venice's CSV.
    public static let replay = Replay<BillingEntry>(
        provider: .venice, format: HistoryPage.format, csv: CSVFormat())
}
