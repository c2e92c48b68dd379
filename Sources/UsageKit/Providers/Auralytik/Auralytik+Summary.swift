// Document declaration: .scripts/generate-rows writes Auralytik+Summary+JSON.swift from it.

public import Foundation

extension Auralytik {
    /// The meters of a billing period (`GET /usage/summary`).
    public struct Summary: Sendable {  // document, wrapped data
        /// The period.
        public var billingPeriod: BillingPeriod  // billingPeriod
        /// The plan, for example `professional`.
        public var tier: String?  // tier
        /// The meters by name, in the order of the wire: `calls`, `webhooks`, `storage_gb` and any other.
        public var meters: NamedValues<Meter>  // usage
        /// What the envelope says of the response; nil for a bare response.
        public var meta: ResponseMeta?  // meta
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What the envelope of a response says of it.
    public struct ResponseMeta: Sendable {  // document
        /// The id of the request.
        public var requestID: String?  // requestId
        /// When the server answered.
        public var timestamp: Timestamp?  // timestamp
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Auralytik.Summary {
    /// The use of one metered resource.
    public struct Meter: Sendable {  // document
        /// How much was used.
        public var used: Decimal?  // used, null, open
        /// How much the plan includes; nil if it is not known, as for an unlimited meter.
        ///
        /// How the provider writes a meter without a limit is not documented. A word such as `unlimited` is
        /// ``includedWord``.
        public var included: Decimal?  // included, null, open
        /// How much was used beyond what the plan includes.
        public var overage: Decimal?  // overage, null, open
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
