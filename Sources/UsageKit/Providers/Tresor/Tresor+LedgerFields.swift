extension Tresor {
    /// The members of a row, with its texts in one of two forms.
    struct LedgerFields<Form: TextForm> {
        let id: Form.Text
        let model: Form.Text
        let modality: Form.Text
        var upstream: Form.Text?
        var region: Form.Text?
        var billingUnit: Form.Text?
        var audioSeconds: ExactDecimal?
        var promptTokens: Int?
        var completionTokens: Int?
        let cost: ExactDecimal
        var discountPercent: Int?
        var receiptID: Form.Text?
        var isFailover: Bool?
        var keyPrefix: Form.Text?
        var keyName: Form.Text?
        let createdAt: Timestamp
        var unknown = JSONObject()
    }
}

extension Tresor.LedgerFields {
    @inline(__always)
    init(from json: inout JSONReader) throws(UsageError) {
        typealias Field = Tresor.LedgerRow.Field
        var id: Form.Text?
        var model: Form.Text?
        var modality: Form.Text?
        var cost: ExactDecimal?
        var createdAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try Form.ownText(&json)
            case .model: model = try Form.repeatedText(&json)
            case .modality: modality = try Form.repeatedText(&json)
            case .provider: upstream = try json.optionalRepeatedText(Form.self)
            case .region: region = try json.optionalRepeatedText(Form.self)
            case .billingUnit: billingUnit = try json.optionalRepeatedText(Form.self)
            case .audioSeconds: audioSeconds = try json.optionalDecimal()
            case .promptTokens: promptTokens = try json.optionalInteger()
            case .completionTokens: completionTokens = try json.optionalInteger()
            case .cost: cost = try json.decimal()
            case .discountPercent: discountPercent = try json.optionalInteger()
            case .receiptID: receiptID = try json.optionalOwnText(Form.self)
            case .failover: isFailover = try json.optionalBool()
            case .keyPrefix: keyPrefix = try json.optionalRepeatedText(Form.self)
            case .keyName: keyName = try json.optionalRepeatedText(Form.self)
            case .createdAt: createdAt = try json.timestamp()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let model else { throw json.missing(Field.model) }
        guard let modality else { throw json.missing(Field.modality) }
        guard let cost else { throw json.missing(Field.cost) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        self.id = id
        self.model = model
        self.modality = modality
        self.cost = cost
        self.createdAt = createdAt
        unknown = members.unknown
    }

    /// A hash of all fields but the id.
    @inline(__always)
    var contentHash: UInt64 {
        var hash = ContentHash()
        hash.add(model, as: Form.self)
        hash.add(modality, as: Form.self)
        hash.add(upstream, as: Form.self)
        hash.add(region, as: Form.self)
        hash.add(billingUnit, as: Form.self)
        hash.add(audioSeconds)
        hash.add(promptTokens)
        hash.add(completionTokens)
        hash.add(cost)
        hash.add(discountPercent)
        hash.add(receiptID, as: Form.self)
        hash.add(isFailover)
        hash.add(keyPrefix, as: Form.self)
        hash.add(keyName, as: Form.self)
        hash.add(createdAt)
        hash.add(unknown)
        return hash.value
    }
}

extension Tresor.LedgerFields where Form == StringForm {
    init(_ row: Tresor.LedgerRow) {
        self.init(
            id: row.id, model: row.model, modality: row.modality.rawValue, upstream: row.upstream, region: row.region,
            billingUnit: row.billingUnit?.rawValue, audioSeconds: row.exactAudioSeconds,
            promptTokens: row.promptTokens, completionTokens: row.completionTokens, cost: row.exactCost,
            discountPercent: row.discountPercent, receiptID: row.receiptID, isFailover: row.isFailover,
            keyPrefix: row.keyPrefix, keyName: row.keyName, createdAt: row.createdAt, unknown: row.unknown)
    }
}

extension Tresor.LedgerRow {
    init(from json: inout JSONReader) throws(UsageError) {
        self.init(try Tresor.LedgerFields<StringForm>(from: &json))
    }

    @inline(__always)
    private init(_ fields: Tresor.LedgerFields<StringForm>) {
        self.init(
            id: fields.id, model: fields.model, modality: Tresor.Modality(rawValue: fields.modality),
            upstream: fields.upstream, region: fields.region,
            billingUnit: fields.billingUnit.map(Tresor.BillingUnit.init), exactAudioSeconds: fields.audioSeconds,
            promptTokens: fields.promptTokens, completionTokens: fields.completionTokens, exactCost: fields.cost,
            discountPercent: fields.discountPercent, receiptID: fields.receiptID, isFailover: fields.isFailover,
            keyPrefix: fields.keyPrefix, keyName: fields.keyName, createdAt: fields.createdAt,
            unknown: fields.unknown)
    }
}
