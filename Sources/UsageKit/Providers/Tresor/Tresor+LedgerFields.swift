// Row declaration: .scripts/generate-rows writes Tresor+LedgerRow.swift from it.

extension Tresor {
    /// One successful request, as the router wrote it to the ledger.
    struct LedgerFields<Form: TextForm>: Sendable {  // row LedgerRow
        /// The stable id.
        var id: Form.Text  // id, id
        /// The routed model.
        var model: Form.Text?  // model, required
        /// The kind of request.
        var modality: Form.Text?  // modality, as Modality, required
        /// The provider that served the request for the router.
        var upstream: Form.Text?  // provider
        /// The region of the upstream; nil if it has none.
        var region: Form.Text?  // region
        /// What is billed.
        var billingUnit: Form.Text?  // billing_unit, as BillingUnit
        /// The length of the audio in seconds; it is not necessarily what was billed.
        var audioSeconds: ExactDecimal?  // audio_seconds, null
        /// Billed tokens of the prompt.
        var promptTokens: Int?  // prompt_tokens
        /// Billed tokens of the completion.
        var completionTokens: Int?  // completion_tokens
        /// The net amount in euro, discount included.
        var cost: ExactDecimal?  // cost_eur, money .eur, required
        /// The discount in per cent that the cost already includes.
        var discountPercent: Int?  // discount_applied_pct
        /// The id of the receipt; nil if the caller wanted none.
        var receiptID: Form.Text?  // receipt_id, own, null
        /// Whether routing moved the request to a secondary route.
        var isFailover: Bool?  // failover
        /// The visible prefix of the key; nil once the key is deleted.
        var keyPrefix: Form.Text?  // key_prefix, null
        /// The name of the key; nil once the key is deleted.
        var keyName: Form.Text?  // key_name, null
        /// When the row was written.
        var createdAt: Timestamp?  // created_at, required
        var unknown: Form.Unknown
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
