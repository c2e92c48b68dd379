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

extension PlacedRecord: Tresor.LedgerFields {
    /// The same as ``Tresor/LedgerRow/usageRecord``, as far as a ledger keeps it.
    @inline(__always)
    init(
        id: PlacedText, model: PlacedText, modality: PlacedText, upstream: PlacedText?, region: PlacedText?,
        billingUnit: PlacedText?, audioSeconds: ExactDecimal?, promptTokens: Int?, completionTokens: Int?,
        cost: ExactDecimal, discountPercent: Int?, receiptID: PlacedText?, isFailover: Bool?,
        keyPrefix: PlacedText?, keyName: PlacedText?, createdAt: Timestamp, unknown: JSONObject
    ) {
        self.init(
            provider: .tresor, id: id, time: createdAt, type: modality, model: model, apiKey: keyPrefix,
            isCompleted: true, tokens: TokenCounts(input: promptTokens, output: completionTokens),
            quantities: audioSeconds.map { [Quantity(exact: $0, unit: "audio_seconds")] } ?? [],
            charge: Money(exact: cost, currency: .eur))
    }
}
