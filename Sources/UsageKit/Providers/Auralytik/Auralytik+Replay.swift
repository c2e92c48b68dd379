extension Auralytik {
    /// Reads rows that were saved from Auralytik's ledger.
    public static let replay = Replay<Detail>(provider: .auralytik, format: DetailsPage.format)
}
