internal import UsageKit

extension ContractFixture {
    /// The fixtures of Tresor.
    public static let tresor: [ContractFixture] = [
        ContractFixture(
            .tresor, "usage", path: "/usage", rows: "data",
            optional: [
                "data[].region", "data[].billing_unit", "data[].audio_seconds", "data[].prompt_tokens",
                "data[].completion_tokens", "data[].discount_applied_pct", "data[].receipt_id", "data[].failover",
                "data[].key_prefix", "data[].key_name",
            ],
            numbers: [
                "data[].audio_seconds", "data[].prompt_tokens", "data[].completion_tokens", "data[].cost_eur",
                "data[].discount_applied_pct",
            ],
            words: ["data[].modality", "data[].billing_unit"], instants: ["data[].created_at"],
            """
            {"data":[{"id":"3d1f0c52-7b0e-4c11-9a52-0c6d1f3e8a01","model":"eu/example/voice-2",
             "modality":"transcription","provider":"example","region":"eu","billing_unit":"audio_second",
             "audio_seconds":12.25,"prompt_tokens":7,"completion_tokens":31,"cost_eur":0.001225,
             "discount_applied_pct":10,"receipt_id":"9a41d7c0-55aa-4f0b-8f6e-1d2c3b4a5960","failover":true,
             "key_prefix":"tr-live-5f6e7d8c","key_name":"Night jobs","created_at":"2026-06-03T10:00:01Z"}],
             "total_count":1,"limit":1000,"offset":0}
            """),
        ContractFixture(
            .tresor, "receipt", path: "/receipts/5c0c2f6e-0b1d-4a7e-9f3a-2b4c6d8e0f12",
            """
            {"id":"5c0c2f6e-0b1d-4a7e-9f3a-2b4c6d8e0f12",
             "receipt":"eyJhbGciOiJFUzI1NiJ9.e30.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-Pw"}
            """),
        ContractFixture(
            .tresor, "models", path: "/models", rows: "data",
            optional: [
                "data[].object", "data[].owned_by", "data[].tresor", "data[].tresor.model_key", "data[].tresor.region",
                "data[].tresor.provider", "data[].tresor.type", "data[].tresor.pricing",
                "data[].tresor.pricing.input_per_mtok", "data[].tresor.pricing.output_per_mtok",
                "data[].tresor.pricing.billing_unit", "data[].tresor.pricing.unit_amount",
                "data[].tresor.pricing.currency",
            ],
            numbers: [
                "data[].tresor.pricing.input_per_mtok", "data[].tresor.pricing.output_per_mtok",
                "data[].tresor.pricing.unit_amount",
            ],
            words: ["data[].tresor.type", "data[].tresor.pricing.billing_unit"],
            """
            {"object":"list","data":[
             {"id":"eu/example/chat-9b","object":"model","owned_by":"example","tresor":{"model_key":"chat-9b","region":"eu",
              "provider":"example","type":"chat","pricing":{"input_per_mtok":0.155,"output_per_mtok":0.62,"currency":"eur"}}},
             {"id":"eu/example/voice-2","object":"model","owned_by":"example","tresor":{"model_key":"voice-2","region":"eu",
              "provider":"example","type":"transcription",
              "pricing":{"billing_unit":"audio_minute","unit_amount":0.0135,"currency":"eur"}}}]}
            """),
        ContractFixture(
            .tresor, "keys", path: "/.well-known/jwks.json",
            optional: ["keys[].kid", "keys[].crv", "keys[].x", "keys[].y", "keys[].alg", "keys[].use"],
            """
            {"keys":[{"kty":"EC","kid":"router-receipt-7","crv":"P-256",
             "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
             "alg":"ES256","use":"sig","key_ops":["verify"]},
             {"kty":"RSA","kid":"other","n":"AQAB","e":"AQAB"}]}
            """),
    ]
}
