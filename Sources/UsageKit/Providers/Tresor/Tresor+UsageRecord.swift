extension Tresor.LedgerRow: UsageRow {
    /// The row in the terms that all providers share.
    ///
    /// The ledger holds only successful requests, so each is completed. The seconds of audio are a quantity under their
    /// name on the wire.
    public var usageRecord: UsageRecord {
        UsageRecord(
            provider: .tresor, id: id, time: createdAt, type: modality.rawValue, model: model, apiKey: keyPrefix,
            status: .completed, tokens: TokenCounts(input: promptTokens, output: completionTokens),
            quantities: fields.audioSeconds.map { [Quantity(exact: $0, unit: "audio_seconds")] } ?? [], charge: cost)
    }
}

extension BorrowedRecord {
    /// The same as ``Tresor/LedgerRow/usageRecord``, limited to the fields that a ledger keeps.
    @inline(__always)
    init(_ fields: Tresor.LedgerFields<BorrowedText>) {
        self.init(
            provider: .tresor, id: fields.id, time: fields.createdAt, type: fields.modality, model: fields.model,
            apiKey: fields.keyPrefix, isCompleted: true,
            tokens: TokenCounts(input: fields.promptTokens, output: fields.completionTokens),
            quantities: fields.audioSeconds.map { [Quantity(exact: $0, unit: "audio_seconds")] } ?? [],
            charge: Money(exact: fields.cost, currency: .eur))
    }
}
