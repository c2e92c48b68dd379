public import UsageKit

extension TresorFake {
    /// What signs the receipts of a fake.
    public struct ReceiptSigner: Sendable {
        /// The id of the key, which the header of each receipt names.
        public let keyID: String
        /// The public keys as on the wire, in the form of JSON Web Keys.
        public let keys: [JSONValue]
        /// Signs a message: returns *r* and *s*, 32 bytes each, or DER.
        public let sign: @Sendable ([UInt8]) throws -> [UInt8]

        /// Creates a signer, for example with a private key of a library.
        ///
        /// - Parameters:
        ///   - keyID: The id of the key.
        ///   - keys: The public keys as on the wire.
        ///   - sign: Signs a message.
        public init(
            keyID: String, keys: [JSONValue], sign: @escaping @Sendable ([UInt8]) throws -> [UInt8]
        ) {
            self.keyID = keyID
            self.keys = keys
            self.sign = sign
        }

        /// A signer whose signatures have the right form and are wrong: no verifier accepts them.
        ///
        /// Its public key is the one of RFC 7515, appendix A.3.
        public static let placeholder = ReceiptSigner(
            keyID: "router-receipt-1",
            keys: [
                [
                    "kty": "EC", "kid": "router-receipt-1", "crv": "P-256",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "alg": "ES256", "use": "sig",
                ]
            ],
            sign: { message in
                let digest = Digest.sha256(message)
                return digest + Digest.sha256(digest)
            })
    }

    /// The receipt of the row that has this `receipt_id`.
    ///
    /// The claims follow the row: its model is the routed one. The route that was asked for is the same, or the name of
    /// the model alone after a failover.
    func receipt(_ id: String, in ledger: WireLedger) throws -> JSONValue {
        guard let row = ledger.entries.first(where: { $0.row["receipt_id"]?.string == id })?.row else {
            throw Self.refusal(404, "not_found", "no such receipt", type: "invalid_request_error")
        }
        let model = row["model"]?.string ?? ""
        let requested = row["failover"] == true ? model.split(separator: "/").last.map(String.init) ?? model : model
        let header: JSONValue = ["alg": "ES256", "kid": .string(receiptSigner.keyID)]
        let claims: JSONValue = [
            "jti": .string(id), "iat": JSONValue(row["created_at"]?.wireInstant.map { Int($0.seconds) }),
            "requested_route": .string(requested), "routed_model": .string(model),
            "prompt_tokens": row["prompt_tokens"] ?? 0,
        ]
        let input = [header, claims].map { Base64URL.text(Array($0.text.utf8)) }.joined(separator: ".")
        let signature = Base64URL.text(try receiptSigner.sign(Array(input.utf8)))
        return ["id": .string(id), "receipt": .string("\(input).\(signature)")]
    }

    /// The models that pass the filters; without `detail=true`, they have no `tresor`.
    func models(for query: RequestQuery) throws -> JSONValue {
        guard let detail = query["detail"].map({ Bool($0) }) ?? false else {
            throw Self.refusal(400, "invalid_request", "detail is not valid", type: "invalid_request_error")
        }
        let found = models.filter { model in
            ["region", "provider", "type"].allSatisfy { name in
                query[name].map { model["tresor"]?[name]?.string == $0 } ?? true
            }
        }
        return ["object": "list", "data": .array(detail ? found : found.map(Self.withoutDetail))]
    }

    private static func withoutDetail(_ model: JSONValue) -> JSONValue {
        guard case .object(let object) = model else { return model }
        return .object(JSONObject(object.members.filter { $0.name != "tresor" }))
    }
}
