extension Tresor {
    /// The members of a row, with texts owned or borrowed.
    struct LedgerFields<Form: TextForm>: Hashable, Sendable {
        var id: Form.Text
        var model: Form.Text
        var modality: Form.Text
        var upstream: Form.Text?
        var region: Form.Text?
        var billingUnit: Form.Text?
        var audioSeconds: ExactDecimal?
        var promptTokens: Int?
        var completionTokens: Int?
        var cost: ExactDecimal
        var discountPercent: Int?
        var receiptID: Form.Text?
        var isFailover: Bool?
        var keyPrefix: Form.Text?
        var keyName: Form.Text?
        var createdAt: Timestamp
        var unknown: Form.Unknown
    }
}

extension Tresor.LedgerFields {
    @inline(__always)
    init(from json: inout JSONReader) throws(UsageError) {
        typealias Field = Tresor.LedgerRow.Field
        var id: Form.Text?
        var model: Form.Text?
        var modality: Form.Text?
        var upstream: Form.Text?
        var region: Form.Text?
        var billingUnit: Form.Text?
        var audioSeconds: ExactDecimal?
        var promptTokens: Int?
        var completionTokens: Int?
        var cost: ExactDecimal?
        var discountPercent: Int?
        var receiptID: Form.Text?
        var isFailover: Bool?
        var keyPrefix: Form.Text?
        var keyName: Form.Text?
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
        self.init(
            id: id, model: model, modality: modality, upstream: upstream, region: region, billingUnit: billingUnit,
            audioSeconds: audioSeconds, promptTokens: promptTokens, completionTokens: completionTokens, cost: cost,
            discountPercent: discountPercent, receiptID: receiptID, isFailover: isFailover, keyPrefix: keyPrefix,
            keyName: keyName, createdAt: createdAt, unknown: Form.unknown(members.unknown))
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
        hash.add(unknown: unknown, as: Form.self)
        return hash.value
    }
}
