public import Foundation

extension Tresor {
    /// One successful request, as the router wrote it to the ledger.
    public struct LedgerRow: Hashable, Sendable {
        var fields: LedgerFields<OwnedText>

        /// The stable id.
        public var id: String {
            get { fields.id }
            set { fields.id = newValue }
        }
        /// The routed model.
        public var model: String {
            get { fields.model }
            set { fields.model = newValue }
        }
        /// The kind of request.
        public var modality: Modality {
            get { Modality(rawValue: fields.modality) }
            set { fields.modality = newValue.rawValue }
        }
        /// The upstream that served the request for the router.
        public var upstream: String? {
            get { fields.upstream }
            set { fields.upstream = newValue }
        }
        /// The region of the upstream; nil if it has no region.
        public var region: String? {
            get { fields.region }
            set { fields.region = newValue }
        }
        /// What is billed.
        public var billingUnit: BillingUnit? {
            get { fields.billingUnit.map(BillingUnit.init) }
            set { fields.billingUnit = newValue?.rawValue }
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
        /// The discount in per cent that the cost already includes.
        public var discountPercent: Int? {
            get { fields.discountPercent }
            set { fields.discountPercent = newValue }
        }
        /// The id of the receipt; nil if the caller did not ask for a receipt.
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
        public var createdAt: Timestamp {
            get { fields.createdAt }
            set { fields.createdAt = newValue }
        }
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }

        /// The net amount in euro, discount included.
        public var cost: Money { Money(exact: fields.cost, currency: .eur) }
        /// The length of the audio; it is not necessarily what was billed.
        public var audioSeconds: Decimal? { fields.audioSeconds?.decimal }
    }

    /// The kind of a request.
    public struct Modality: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A chat completion.
        public static let chat = Self(rawValue: "chat")
        /// Audio made into text.
        public static let transcription = Self(rawValue: "transcription")
        /// An embedding.
        public static let embedding = Self(rawValue: "embedding")
    }

    /// What a row bills.
    public struct BillingUnit: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Tokens.
        public static let token = Self(rawValue: "token")
        /// Minutes of audio.
        public static let audioMinute = Self(rawValue: "audio_minute")
        /// Seconds of audio.
        public static let audioSecond = Self(rawValue: "audio_second")
        /// Requests.
        public static let request = Self(rawValue: "request")
    }
}

extension Tresor.LedgerRow: JSONRepresentable {
    enum Field: String, WireField {
        case id, model, modality, provider, region
        case billingUnit = "billing_unit"
        case audioSeconds = "audio_seconds"
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case cost = "cost_eur"
        case discountPercent = "discount_applied_pct"
        case receiptID = "receipt_id"
        case failover
        case keyPrefix = "key_prefix"
        case keyName = "key_name"
        case createdAt = "created_at"
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        fields = try Tresor.LedgerFields(from: &json)
    }

    /// The row under the names of the wire; what the service writes as null is null.
    public var jsonValue: JSONValue {
        var object: JSONObject = ["id": .string(id), "model": .string(model), "modality": .string(modality.rawValue)]
        object.append(Field.provider, upstream, JSONValue.string)
        object.append(Field.region, region, JSONValue.string)
        object.append(Field.billingUnit, billingUnit?.rawValue, JSONValue.string)
        object.append("audio_seconds", JSONValue(fields.audioSeconds))
        object.append(Field.promptTokens, promptTokens) { JSONValue($0) }
        object.append(Field.completionTokens, completionTokens) { JSONValue($0) }
        object.append("cost_eur", JSONValue(fields.cost))
        object.append(Field.discountPercent, discountPercent) { JSONValue($0) }
        object.append("receipt_id", JSONValue(receiptID))
        object.append(Field.failover, isFailover, JSONValue.bool)
        object.append("key_prefix", JSONValue(keyPrefix))
        object.append("key_name", JSONValue(keyName))
        object.append("created_at", JSONValue(createdAt))
        return .object(object.appending(unknown))
    }
}
