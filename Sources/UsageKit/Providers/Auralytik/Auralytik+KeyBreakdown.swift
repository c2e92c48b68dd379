// Document declaration: .scripts/generate-rows writes Auralytik+KeyBreakdown+JSON.swift from it.

extension Auralytik {
    /// The calls of each key in a billing period (`GET /usage/by-key`).
    ///
    /// The other meters are not split by key.
    public struct KeyBreakdown: Sendable {  // document, wrapped data
        /// The period.
        public var billingPeriod: BillingPeriod  // billingPeriod
        /// The keys.
        public var keys: [Key]  // keys
        /// What the envelope says of the response; nil for a bare response.
        public var meta: ResponseMeta?  // meta
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Auralytik.KeyBreakdown {
    /// What one key did.
    public struct Key: Identifiable, Sendable {  // document
        /// The public id of the key.
        public var id: String  // keyId
        /// The name of the key.
        public var name: String?  // name
        /// How many calls it made.
        public var calls: Int  // calls
        /// When the key was last used; nil if it never was.
        public var lastUsedAt: Timestamp?  // lastUsedAt, null
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
