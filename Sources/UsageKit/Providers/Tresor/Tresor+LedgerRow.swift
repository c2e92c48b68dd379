// Written by .scripts/generate-rows from Tresor+LedgerFields.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Tresor {
    /// One successful request, as the router wrote it to the ledger.
    public struct LedgerRow: Hashable, Identifiable, Sendable {
        var fields: LedgerFields<OwnedText>

        /// The stable id.
        public var id: String {
            get { fields.id }
            set { fields.id = newValue }
        }

        /// The routed model.
        public var model: String? {
            get { fields.model }
            set { fields.model = newValue }
        }

        /// The kind of request.
        public var modality: Modality? {
            get { fields.modality.map(Modality.init) }
            set { fields.modality = newValue?.rawValue }
        }

        /// The provider that served the request for the router.
        public var upstream: String? {
            get { fields.upstream }
            set { fields.upstream = newValue }
        }

        /// The region of the upstream; nil if it has none.
        public var region: String? {
            get { fields.region }
            set { fields.region = newValue }
        }

        /// What is billed.
        public var billingUnit: BillingUnit? {
            get { fields.billingUnit.map(BillingUnit.init) }
            set { fields.billingUnit = newValue?.rawValue }
        }

        /// The length of the audio in seconds; it is not necessarily what was billed.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var audioSeconds: Decimal? {
            get { fields.audioSeconds?.decimal }
            set { fields.audioSeconds = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// Billed tokens of the prompt.
        public var promptTokens: Int? {
            get { fields.promptTokens }
            set { fields.promptTokens = newValue }
        }

        /// Billed tokens of the completion.
        public var completionTokens: Int? {
            get { fields.completionTokens }
            set { fields.completionTokens = newValue }
        }

        /// The net amount in euro, discount included.
        ///
        /// It can be set to an amount in ``Currency/eur`` only.
        public var cost: Money? {
            get { fields.cost.map { Money(exact: $0, currency: .eur) } }
            set { fields.cost = newValue.map { ExactDecimal(setting: $0, in: .eur) } }
        }

        /// The discount in per cent that the cost already includes.
        public var discountPercent: Int? {
            get { fields.discountPercent }
            set { fields.discountPercent = newValue }
        }

        /// The id of the receipt; nil if the caller wanted none.
        public var receiptID: String? {
            get { fields.receiptID }
            set { fields.receiptID = newValue }
        }

        /// Whether routing moved the request to a secondary route.
        public var isFailover: Bool? {
            get { fields.isFailover }
            set { fields.isFailover = newValue }
        }

        /// The visible prefix of the key; nil once the key is deleted.
        public var keyPrefix: String? {
            get { fields.keyPrefix }
            set { fields.keyPrefix = newValue }
        }

        /// The name of the key; nil once the key is deleted.
        public var keyName: String? {
            get { fields.keyName }
            set { fields.keyName = newValue }
        }

        /// When the row was written.
        public var createdAt: Timestamp? {
            get { fields.createdAt }
            set { fields.createdAt = newValue }
        }

        /// Members that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }
    }
}

extension Tresor.LedgerRow {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.fields, right.fields)
        if ByteString(left.id) != ByteString(right.id) { return false }
        if left.model.map(ByteString.init) != right.model.map(ByteString.init) { return false }
        if left.modality.map(ByteString.init) != right.modality.map(ByteString.init) { return false }
        if left.upstream.map(ByteString.init) != right.upstream.map(ByteString.init) { return false }
        if left.region.map(ByteString.init) != right.region.map(ByteString.init) { return false }
        if left.billingUnit.map(ByteString.init) != right.billingUnit.map(ByteString.init) { return false }
        if left.audioSeconds != right.audioSeconds { return false }
        if left.promptTokens != right.promptTokens { return false }
        if left.completionTokens != right.completionTokens { return false }
        if left.cost != right.cost { return false }
        if left.discountPercent != right.discountPercent { return false }
        if left.receiptID.map(ByteString.init) != right.receiptID.map(ByteString.init) { return false }
        if left.isFailover != right.isFailover { return false }
        if left.keyPrefix.map(ByteString.init) != right.keyPrefix.map(ByteString.init) { return false }
        if left.keyName.map(ByteString.init) != right.keyName.map(ByteString.init) { return false }
        if left.createdAt != right.createdAt { return false }
        return left.unknown == right.unknown
    }

    /// Feeds the row to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(fields.id))
        hasher.combine(fields.contentHash)
    }
}

extension Tresor.LedgerRow {
    /// The names on the wire, in the order in which they usually come.
    enum Field: String, WireField {
        case id, model, modality
        case upstream = "provider"
        case region
        case billingUnit = "billing_unit"
        case audioSeconds = "audio_seconds"
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case cost = "cost_eur"
        case discountPercent = "discount_applied_pct"
        case receiptID = "receipt_id"
        case isFailover = "failover"
        case keyPrefix = "key_prefix"
        case keyName = "key_name"
        case createdAt = "created_at"
        static let table = FieldTable<Self>()
    }
}

extension Tresor.LedgerFields {
    static var members: RowMembers {
        RowMembers(
            provider: "Tresor", essential: ["id"],
            required: ["model", "modality", "cost_eur", "created_at"],
            all: Tresor.LedgerRow.Field.allCases.map(\.rawValue))
    }
}

extension Tresor.LedgerRow: ShapedModel {
    /// What the provider documents of the row.
    public static let shape = ModelShape([
        ModelShape.Member("id"),
        ModelShape.Member("model"),
        ModelShape.Member("modality", .words(Tresor.Modality.known.map(\.rawValue))),
        ModelShape.Member("provider"),
        ModelShape.Member("region"),
        ModelShape.Member("billing_unit", .words(Tresor.BillingUnit.known.map(\.rawValue))),
        ModelShape.Member("audio_seconds"),
        ModelShape.Member("prompt_tokens"),
        ModelShape.Member("completion_tokens"),
        ModelShape.Member("cost_eur"),
        ModelShape.Member("discount_applied_pct"),
        ModelShape.Member("receipt_id"),
        ModelShape.Member("failover"),
        ModelShape.Member("key_prefix"),
        ModelShape.Member("key_name"),
        ModelShape.Member("created_at"),
    ])

    /// What the provider documents of the row.
    public var shape: ModelShape { Self.shape }
}

extension Tresor.LedgerFields {
    /// Reads the fields; nil if the form cannot hold one of the texts.
    @inline(__always)
    init?(from json: inout JSONReader) throws(UsageError) {
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
            case .id:
                guard let value = try Form.ownText(&json) else { return nil }
                id = value
            case .model:
                if !json.repairedNull() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    model = value
                }
            case .modality:
                if !json.repairedNull() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    modality = value
                }
            case .upstream:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    upstream = value
                }
            case .region:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    region = value
                }
            case .billingUnit:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    billingUnit = value
                }
            case .audioSeconds: audioSeconds = try json.optionalDecimal()
            case .promptTokens: promptTokens = try json.optionalCount()
            case .completionTokens: completionTokens = try json.optionalCount()
            case .cost: if !json.repairedNull() { cost = try json.decimal() }
            case .discountPercent: discountPercent = try json.optionalCount()
            case .receiptID:
                if !json.null() {
                    guard let value = try Form.ownText(&json) else { return nil }
                    receiptID = value
                }
            case .isFailover: isFailover = try json.optionalBool()
            case .keyPrefix:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    keyPrefix = value
                }
            case .keyName:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    keyName = value
                }
            case .createdAt: if !json.repairedNull() { createdAt = try json.instant() }
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard members.hasSeen(1) else { throw json.missing(Field.model) }
        guard members.hasSeen(2) else { throw json.missing(Field.modality) }
        guard members.hasSeen(9) else { throw json.missing(Field.cost) }
        guard members.hasSeen(15) else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, model: model, modality: modality, upstream: upstream, region: region, billingUnit: billingUnit,
            audioSeconds: audioSeconds, promptTokens: promptTokens, completionTokens: completionTokens, cost: cost,
            discountPercent: discountPercent, receiptID: receiptID, isFailover: isFailover, keyPrefix: keyPrefix,
            keyName: keyName, createdAt: createdAt, unknown: Form.unknown(members.unknown))
    }
}

extension Tresor.LedgerFields {
    /// A hash of all fields but the id, which is the same in either form of the texts.
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

extension Tresor.LedgerRow: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        fields = try json.ownedFields(Tresor.LedgerFields<OwnedText>.self)
    }

    /// Reads a row under the names of the wire, as the rows of a page are read.
    ///
    /// - Throws: ``UsageError`` if the value is not such a row.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The row under the names of the wire, with the members that this version does not know at the end.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.id, fields.id, JSONValue.string)
        object.append(Field.model, fields.model, JSONValue.string)
        object.append(Field.modality, fields.modality, JSONValue.string)
        object.append(Field.upstream, fields.upstream, JSONValue.string)
        object.append(Field.region, fields.region, JSONValue.string)
        object.append(Field.billingUnit, fields.billingUnit, JSONValue.string)
        object.append(Field.audioSeconds, orNull: fields.audioSeconds) { JSONValue($0) }
        object.append(Field.promptTokens, fields.promptTokens) { JSONValue($0) }
        object.append(Field.completionTokens, fields.completionTokens) { JSONValue($0) }
        object.append(Field.cost, fields.cost) { JSONValue($0) }
        object.append(Field.discountPercent, fields.discountPercent) { JSONValue($0) }
        object.append(Field.receiptID, orNull: fields.receiptID, JSONValue.string)
        object.append(Field.isFailover, fields.isFailover, JSONValue.bool)
        object.append(Field.keyPrefix, orNull: fields.keyPrefix, JSONValue.string)
        object.append(Field.keyName, orNull: fields.keyName, JSONValue.string)
        object.append(Field.createdAt, fields.createdAt) { JSONValue($0) }
        return .object(object.appending(unknown))
    }
}
