public import Foundation

extension Tresor {
    /// One successful request, as the router wrote it to the ledger.
    public struct LedgerRow: Hashable, Sendable {
        /// The stable id.
        public var id: String
        /// The routed model.
        public var model: String
        /// The kind of request.
        public var modality: Modality
        /// Who served the request behind the router.
        public var upstream: String?
        /// The region of the upstream; nil where it has none.
        public var region: String?
        /// What is billed.
        public var billingUnit: BillingUnit?
        var exactAudioSeconds: ExactDecimal?
        /// Billed tokens of the prompt.
        public var promptTokens: Int?
        /// Billed tokens of the completion.
        public var completionTokens: Int?
        var exactCost: ExactDecimal
        /// The discount in per cent that the cost already includes.
        public var discountPercent: Int?
        /// The id of the receipt; nil where the caller wanted none.
        public var receiptID: String?
        /// Whether routing moved the request to a secondary route.
        public var isFailover: Bool?
        /// The visible prefix of the key; nil once the key is deleted.
        public var keyPrefix: String?
        /// The name of the key; nil once the key is deleted.
        public var keyName: String?
        /// When the row was written.
        public var createdAt: Timestamp
        /// Members that this version does not know.
        public var unknown: JSONObject

        /// The net amount in euro, discount included.
        public var cost: Money { Money(exact: exactCost, currency: .eur) }
        /// The length of the audio; it is not necessarily what was billed.
        public var audioSeconds: Decimal? { exactAudioSeconds?.decimal }
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

    /// The row under the names of the wire; what the service writes as null is null.
    public var jsonValue: JSONValue {
        var object: JSONObject = ["id": .string(id), "model": .string(model), "modality": .string(modality.rawValue)]
        object.append(Field.provider, upstream, JSONValue.string)
        object.append(Field.region, region, JSONValue.string)
        object.append(Field.billingUnit, billingUnit?.rawValue, JSONValue.string)
        object.append("audio_seconds", JSONValue(exactAudioSeconds))
        object.append(Field.promptTokens, promptTokens) { JSONValue($0) }
        object.append(Field.completionTokens, completionTokens) { JSONValue($0) }
        object.append("cost_eur", JSONValue(exactCost))
        object.append(Field.discountPercent, discountPercent) { JSONValue($0) }
        object.append("receipt_id", JSONValue(receiptID))
        object.append(Field.failover, isFailover, JSONValue.bool)
        object.append("key_prefix", JSONValue(keyPrefix))
        object.append("key_name", JSONValue(keyName))
        object.append("created_at", JSONValue(createdAt))
        return .object(object.appending(unknown))
    }
}
