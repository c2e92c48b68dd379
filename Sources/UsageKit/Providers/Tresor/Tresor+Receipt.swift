// Document declaration: .scripts/generate-rows writes Tresor+Receipt+JSON.swift from it.

extension Tresor {
    /// The signed receipt of a request (`GET /v1/receipts/{id}`).
    ///
    /// A receipt proves which route was asked for and which one was used, the digests of the request and of the response,
    /// and what is attested of the router and of the upstream. It has no price, so it does not prove a cost.
    public struct Receipt: Identifiable, Sendable {  // document
        /// The id, the same as ``LedgerRow/receiptID``.
        public var id: String  // id
        /// The signed token in its compact form, as it came; ``token`` reads it.
        public var compact: String  // receipt
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The header of a receipt's token.
    public struct ReceiptHeader: Sendable {  // document
        /// How the token is signed; only `ES256` is documented and verified.
        public var algorithm: String  // alg
        /// The id of the key in ``ReceiptKeys``; nil if the header does not name one.
        public var keyID: String?  // kid
        /// The type of the token.
        public var type: String?  // typ, undocumented
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// What a receipt says; only ``ReceiptToken/verifiedClaims(with:by:)`` shows that the router said it.
    ///
    /// The list of claims is open: the digests, and manifests that a receipt may carry, are in ``unknown`` under their
    /// names on the wire. A text or a count of an unexpected form is there, too.
    public struct ReceiptClaims: Sendable {  // document
        /// The id of the receipt.
        public var id: String?  // jti, open
        /// When the receipt was issued, to the second.
        public var issuedAt: Timestamp?  // iat, epochSeconds
        /// The route that the caller asked for, before automatic routing and failover.
        public var requestedRoute: String?  // requested_route, open
        /// The route that was used.
        public var routedModel: String?  // routed_model, open
        /// Tokens of the prompt.
        public var promptTokens: Int?  // prompt_tokens, open
        /// What is attested of the router.
        public var routerAttestation: JSONValue?  // router_attestation
        /// What is attested of the upstream that answered.
        public var inferenceAttestation: JSONValue?  // inference_attestation
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// The public keys of the router (`GET /.well-known/jwks.json`, not below `/v1`).
    public struct ReceiptKeys: Sendable {  // document
        /// The keys; those of other kinds are never used to verify a receipt.
        public var keys: [ReceiptKey]  // keys
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }

    /// A public key in the form of a JSON Web Key (RFC 7517).
    public struct ReceiptKey: Sendable {  // document
        /// The kind of key; `EC` for receipts.
        public var type: String  // kty
        /// The id, which the header of a receipt names.
        public var id: String?  // kid
        /// The curve; `P-256` for receipts.
        public var curve: String?  // crv
        /// The first coordinate of the point, 32 bytes in base64url.
        public var x: String?  // x
        /// The second coordinate of the point, 32 bytes in base64url.
        public var y: String?  // y
        /// The only algorithm that the key is for; nil if the key does not say.
        public var algorithm: String?  // alg
        /// What the key is for, `sig` for signatures; nil if the key does not say.
        public var use: String?  // use
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
