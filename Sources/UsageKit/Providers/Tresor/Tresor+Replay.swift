extension Tresor {
    /// Reads rows that were saved from Tresor's ledger.
    public static let replay = Replay<LedgerRow>(provider: .tresor, format: UsagePage.format)
}
