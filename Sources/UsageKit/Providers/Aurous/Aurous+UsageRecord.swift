extension Aurous.RequestFields: RowFields {
    /// The request in the words that all providers share.
    ///
    /// Images and seconds of video are quantities under their names on the wire.
    @inline(__always)
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form> {
        var record = RecordFields<Form>(
            provider: Form.label(known: Aurous.name), id: id, requestID: requestID, time: createdAt)
        record.type = type
        record.model = Form.label(model)
        record.apiKey = apiKeyID
        record.user = userID
        record.status = Form.label(status)
        record.tokens = TokenCounts(input: inputTokens, output: outputTokens)
        let images = if let imageCount { ExactDecimal(imageCount) } else { nil as ExactDecimal? }
        record.quantities.first = RecordQuantity(images, unit: Form.label(known: "image_count"))
        record.quantities.second = RecordQuantity(videoSeconds, unit: Form.label(known: "video_seconds"))
        record.charge = RecordCharge(creditsCharged, currency: Form.label(known: Currency.creditsText))
        record.duration = duration
        return record
    }
}

extension Aurous.CreditFields: RowFields {
    /// The movement in the words that all providers share.
    ///
    /// Only a charge spends and only a refund gives back. A hold is undone by its release or replaced by a charge, a
    /// top-up buys, and an adjustment has no documented direction: none of them is money spent. Aurous does not
    /// document the sign of the amount, so the kind decides about the direction and not the sign.
    @inline(__always)
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form> {
        var record = RecordFields<Form>(provider: Form.label(known: Aurous.name), id: id, time: createdAt)
        record.type = type
        // Only a row that does not have a currency means credits.
        guard let type, let amount, !Form.holds("currency", in: unknown) else { return record }
        let magnitude = amount.isNegative ? amount.negated : amount
        let spent: ExactDecimal? = Form.withUTF8(of: type, in: bytes) { type in
            if type.holds("charge") { return magnitude }
            return type.holds("refund") ? magnitude.negated : nil
        }
        let currency = Form.label(currency) ?? Form.label(known: Currency.creditsText)
        record.charge = RecordCharge(spent, currency: currency)
        return record
    }
}

extension Aurous.RequestFields {
    /// Which rows may leave a field out is not documented.
    func field(ofFilter name: String) -> FilteredField<Form.Text> {
        switch name {
        case "type": FilteredField(orUnshown: type)
        case "status": FilteredField(orUnshown: status)
        case "model": FilteredField(orUnshown: model)
        case "api_key_id": FilteredField(orUnshown: apiKeyID)
        case "user_id": FilteredField(orUnshown: userID)
        case "lora_id": FilteredField(orUnshown: loraID)
        default: .unshown
        }
    }
}

extension Aurous.CreditFields {
    func field(ofFilter name: String) -> FilteredField<Form.Text> {
        name == "type" ? FilteredField(orUnshown: type) : .unshown
    }
}

extension Aurous.RequestEvent: DeclaredRow {
    typealias BorrowedFields = Aurous.RequestFields<BorrowedText>

    /// The row's text of a label, one of ``Aurous/labels``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    static var chargeFields: [Field] { [.creditsCharged] }

    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }
}

extension Aurous.CreditEvent: DeclaredRow {
    typealias BorrowedFields = Aurous.CreditFields<BorrowedText>

    /// The row's text of a label, one of ``Aurous/labels``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    static var chargeFields: [Field] { [.type, .amount, .currency] }

    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }
}

extension Aurous.Event: DecodableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    var contentHash: UInt64 {
        switch self {
        case .request(let event): event.contentHash
        case .credit(let event): event.contentHash
        }
    }

    var traits: RowTraits {
        switch self {
        case .request(let event): event.traits
        case .credit(let event): event.traits
        }
    }

    var unreadableFields: [String] {
        switch self {
        case .request(let event): event.unreadableFields
        case .credit(let event): event.unreadableFields
        }
    }

    /// A row shows its contract by its object or its id, and a movement of credits that is read as a request has no
    /// charge.
    func isDecided(by text: DamagedText) -> Bool {
        switch self {
        case .request(let event):
            text.path == "object" || event.isDecided(by: text)
                || text.path == "id" && Aurous.CreditEvent.mayMatch(id: text.text) && event.unknown["amount"] != nil
        case .credit(let event): event.isDecided(by: text)
        }
    }

    func matches(_ condition: RowFilter.Condition) -> Bool? {
        switch self {
        case .request(let event): event.matches(condition)
        case .credit(let event): event.matches(condition)
        }
    }

    /// The row in the vocabulary that all providers share.
    public var usageRecord: UsageRecord {
        switch self {
        case .request(let event): event.usageRecord
        case .credit(let event): event.usageRecord
        }
    }

    /// The row's text of a label, one of ``Aurous/labels``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    func text(of label: RowLabel) -> String? {
        switch self {
        case .request(let event): event.text(of: label)
        case .credit(let event): event.text(of: label)
        }
    }

    /// Reads the fields of either contract; a row that may be of the other one than it seems is read as a row.
    @inline(__always)
    static func readFields(
        from json: inout JSONReader, into receiver: inout some FieldsReceiver
    ) throws(UsageError) -> Bool {
        if json.begins(with: Aurous.CreditEvent.rowPrefix) {
            return try Aurous.CreditEvent.readFields(from: &json, into: &receiver)
        }
        guard let fields = try Aurous.RequestEvent.BorrowedFields(from: &json), fields.unknown == 0,
            !Aurous.CreditEvent.matches(id: fields.id, in: json.bytes)
        else { return false }
        try receiver.receive(fields, in: json.bytes)
        return true
    }
}
