public import UsageKit

extension TresorFake {
    /// Returns a row of the ledger.
    ///
    /// - Parameters:
    ///   - instant: When the row was written.
    ///   - model: The routed model.
    ///   - cost: The net amount in euro.
    ///   - modality: The kind of request.
    ///   - upstream: The provider that served the request.
    ///   - region: The region of the upstream; nil for a row without one.
    ///   - billingUnit: What is billed.
    ///   - audioSeconds: The length of the audio; nil for a request without audio.
    ///   - promptTokens: Billed tokens of the prompt.
    ///   - completionTokens: Billed tokens of the completion.
    ///   - keyPrefix: The visible prefix of the key; nil for a key that was deleted.
    ///   - keyName: The name of the key; nil for a key that was deleted.
    ///   - id: The id; nil for one that no other row has.
    ///   - members: Members to add or replace, by their names on the wire.
    /// - Returns: The row as on the wire.
    public static func row(
        at instant: Timestamp, model: String = "eu/example/model-a", cost: WireNumber = 0.000182,
        modality: Tresor.Modality = .chat, upstream: String = "example", region: String? = "eu",
        billingUnit: Tresor.BillingUnit = .token, audioSeconds: WireNumber? = nil, promptTokens: Int = 42,
        completionTokens: Int = 128, keyPrefix: String? = "tr-live-00000001", keyName: String? = "Default",
        id: String? = nil, with members: JSONObject = [:]
    ) -> JSONValue {
        .row(
            [
                "id": .string(id ?? RowID.uuid()), "model": .string(model), "modality": .string(modality.rawValue),
                "provider": .string(upstream), "region": region.map(JSONValue.string),
                "billing_unit": .string(billingUnit.rawValue), "audio_seconds": JSONValue(audioSeconds),
                "prompt_tokens": .integer(promptTokens), "completion_tokens": .integer(completionTokens),
                "cost_eur": JSONValue(cost), "discount_applied_pct": 0, "receipt_id": .null, "failover": false,
                "key_prefix": JSONValue(keyPrefix), "key_name": JSONValue(keyName), "created_at": JSONValue(instant),
            ], replacing: members)
    }
}
