extension Auralytik.Detail: UsageRow {
    /// The record in the terms that all providers share: only what can be mapped without guessing at undocumented meaning.
    ///
    /// Auralytik publishes no price, no currency and no status, so there is no charge and no status here; the other
    /// fields stay on the row.
    public var usageRecord: UsageRecord {
        UsageRecord(
            provider: .auralytik, id: id, requestID: requestID, time: time, type: type, model: model, apiKey: keyID)
    }
}

extension Auralytik.Detail: DecodableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: time) }

    var contentHash: UInt64 {
        var hasher = Hasher()
        for member in fields.members where ByteString(member.name) != ByteString("id") { hasher.combine(member) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// Records have neither status nor charge.
    var traits: RowTraits { unreadableFields.isEmpty ? [] : .unreadable }

    /// The row's text of a label, a ``UsageDimension/field(_:)``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    func text(of label: RowLabel) -> String? {
        if case .member(let path) = label { fields.labelText(at: path) } else { nil }
    }

    /// The rows keep all their members, so none is borrowed.
    static func readFields(
        from json: inout JSONReader, into receiver: inout some FieldsReceiver
    ) throws(UsageError) -> Bool { false }
}
