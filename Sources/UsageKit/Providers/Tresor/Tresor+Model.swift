// Document declaration: .scripts/generate-rows writes Tresor+Model+JSON.swift from it.

public import Foundation

extension Tresor {
    /// A model that the router offers (`GET /v1/models`).
    public struct Model: Identifiable, Sendable {  // document
        /// The route, which the rows of the ledger have as ``LedgerRow/model``.
        public var id: String  // id
        /// The kind of object; always `model`.
        public var kind: String?  // object
        /// The company that offers the model.
        public var ownedBy: String?  // owned_by
        /// The route and its prices; nil in a list without details.
        public var route: Route?  // tresor
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// How the router answered a request: the member `tresor` of a response to an inference request, and of the last chunk
    /// of a stream.
    public struct Routing: Sendable {  // document
        /// The id of the receipt; nil if the caller wanted none.
        public var receiptID: String?  // receipt_id
        /// The route that the caller asked for.
        public var requestedRoute: String?  // requested_route
        /// The route that was used; with automatic routing it may differ from the requested one without a failover.
        public var routedModel: String?  // routed_model
        /// Whether routing moved the request to a secondary route.
        public var isFailover: Bool?  // failover
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}

extension Tresor.Model {
    /// Where a model is offered, and for how much.
    public struct Route: Sendable {  // document
        /// The model without its route.
        public var modelKey: String?  // model_key
        /// The region.
        public var region: String?  // region
        /// The provider that serves requests for the router.
        public var upstream: String?  // provider
        /// The kind of requests.
        public var type: Tresor.Modality?  // type
        /// The prices of today.
        public var pricing: Pricing?  // pricing
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The prices of a model, before any discount: for tokens, or for another unit.
    public struct Pricing: Sendable {  // document
        /// The price of a million tokens of the prompt; nil for a model that is not priced by tokens.
        public var inputPerMillionTokens: Decimal?  // input_per_mtok
        /// The price of a million tokens of the completion; nil for a model that is not priced by tokens.
        public var outputPerMillionTokens: Decimal?  // output_per_mtok
        /// What ``unitAmount`` is the price of; nil for a model that is priced by tokens.
        public var billingUnit: Tresor.BillingUnit?  // billing_unit
        /// The price of one ``billingUnit``.
        public var unitAmount: Decimal?  // unit_amount
        /// The currency as it is written on the wire, for example `eur`; nil if the prices do not say.
        public var currency: String?  // currency
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
