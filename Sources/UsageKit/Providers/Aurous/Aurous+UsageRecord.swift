extension Aurous.Event: UsageRow {
    /// The row in the terms that all providers share.
    public var usageRecord: UsageRecord {
        switch self {
        case .request(let event): event.usageRecord
        case .credit(let event): event.usageRecord
        }
    }
}

extension Aurous.RequestEvent: UsageRow {
    /// The request in the terms that all providers share.
    ///
    /// Images and seconds of video are quantities under their names on the wire.
    public var usageRecord: UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, requestID: requestID, time: createdAt, type: type.rawValue, model: model,
            apiKey: apiKeyID, user: userID, status: status,
            tokens: TokenCounts(input: inputTokens, output: outputTokens),
            quantities: Aurous.quantities(imageCount, fields.videoSeconds),
            charge: fields.credits.map { Money(exact: $0, currency: .credits) }, duration: duration)
    }
}

extension BorrowedRecord {
    /// The same as ``Aurous/RequestEvent/usageRecord``, limited to the fields that a ledger keeps.
    @inline(__always)
    init(_ fields: Aurous.RequestFields<BorrowedText>) {
        self.init(
            provider: .aurous, id: fields.id, time: fields.createdAt, type: fields.type, model: fields.model,
            apiKey: fields.apiKeyID, user: fields.userID, status: fields.status,
            tokens: TokenCounts(input: fields.inputTokens, output: fields.outputTokens),
            quantities: Aurous.quantities(fields.imageCount, fields.videoSeconds),
            charge: fields.credits.map { Money(exact: $0, currency: .credits) }, duration: fields.duration)
    }
}

extension Aurous {
    @inline(__always)
    fileprivate static func quantities(_ imageCount: Int?, _ videoSeconds: ExactDecimal?) -> [Quantity] {
        var quantities: [Quantity] = []
        if let imageCount { quantities.append(Quantity(exact: ExactDecimal(imageCount), unit: "image_count")) }
        if let videoSeconds { quantities.append(Quantity(exact: videoSeconds, unit: "video_seconds")) }
        return quantities
    }
}

extension Aurous.CreditEvent: UsageRow {
    /// The movement in the terms that all providers share.
    ///
    /// Only a charge is money spent, and only a refund gives money back. A hold is undone by its release or replaced by
    /// a charge, a top-up buys credits, and an adjustment has no documented direction, so these have no charge. Aurous
    /// does not document the sign of the amount, so the kind of movement decides the direction.
    public var usageRecord: UsageRecord {
        let magnitude = exactAmount.isNegative ? exactAmount.negated : exactAmount
        let spent: ExactDecimal? =
            switch type {
            case .charge: magnitude
            case .refund: magnitude.negated
            default: nil
            }
        return UsageRecord(
            provider: .aurous, id: id, time: createdAt, type: type.rawValue,
            charge: spent.map { Money(exact: $0, currency: currency) })
    }
}
