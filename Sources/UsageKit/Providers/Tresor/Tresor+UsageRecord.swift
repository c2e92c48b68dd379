extension Tresor.LedgerFields: RowFields {
    /// The row in the words that all providers share.
    ///
    /// The ledger holds successful requests only, so each is completed. The seconds of audio are a quantity under
    /// their name on the wire.
    @inline(__always)
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form> {
        var record = RecordFields<Form>(provider: Form.label(known: Tresor.name), id: id, time: createdAt)
        record.type = modality
        record.model = Form.label(model)
        record.apiKey = keyPrefix
        record.status = Form.label(known: UsageStatus.completedText)
        record.tokens = TokenCounts(input: promptTokens, output: completionTokens)
        record.quantities.first = RecordQuantity(audioSeconds, unit: Form.label(known: "audio_seconds"))
        record.charge = RecordCharge(cost, currency: Form.label(known: Currency.eurText))
        return record
    }
}

extension Tresor.LedgerFields {
    func field(ofFilter name: String) -> FilteredField<Form.Text> {
        switch name {
        case "model": FilteredField(orUnshown: model)
        case "key_prefix": FilteredField(orUnshown: keyPrefix)
        default: .unshown
        }
    }
}

extension Tresor.LedgerRow: DeclaredRow {
    typealias BorrowedFields = Tresor.LedgerFields<BorrowedText>

    /// The row's text of a label, one of ``Tresor/labels``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    static var chargeFields: [Field] { [.cost] }

    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }
}
