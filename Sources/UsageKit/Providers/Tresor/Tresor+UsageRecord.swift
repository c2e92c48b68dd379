extension Tresor.LedgerRow: UsageRow {
    /// The row in the words that all providers share.
    ///
    /// The ledger holds successful requests only, so each is completed. The seconds of audio are a quantity under
    /// their name on the wire.
    public var usageRecord: UsageRecord {
        UsageRecord(
            provider: .tresor, id: id, time: createdAt, type: modality.rawValue, model: model, apiKey: keyPrefix,
            status: .completed, tokens: TokenCounts(input: promptTokens, output: completionTokens),
            quantities: exactAudioSeconds.map { [Quantity(exact: $0, unit: "audio_seconds")] } ?? [], charge: cost)
    }
}
