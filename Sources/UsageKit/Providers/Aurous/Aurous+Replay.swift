extension Aurous {
    /// Reads rows that were saved from Aurous's ledger.
    public static let replay = Replay<Event>(provider: .aurous, format: EventPage.format)
}
