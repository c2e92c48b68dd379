internal import UsageKit

extension ContractFixture {
    /// The fixtures of Aurous.
    public static let aurous: [ContractFixture] = [
        ContractFixture(
            .aurous, "events", path: "/usage/events", rows: "data",
            optional: [
                "data[].model", "data[].status", "data[].completed_at", "data[].duration_ms", "data[].input_tokens",
                "data[].output_tokens", "data[].credits_charged", "data[].api_key_id", "data[].user_id",
                "data[].request_id", "data[].lora_id",
            ],
            numbers: ["data[].duration_ms", "data[].input_tokens", "data[].output_tokens", "data[].credits_charged"],
            words: ["data[].type", "data[].status"], instants: ["data[].created_at", "data[].completed_at"],
            """
            {"object":"list","data":[{"id":"cmp_01JZ000000000000000000000A","type":"chat","model":"example-chat-2",
             "status":"completed","created_at":"2026-06-03T10:00:01.250Z","completed_at":"2026-06-03T10:00:03.000Z",
             "duration_ms":1750,"input_tokens":410,"output_tokens":95,"credits_charged":0.0417,
             "api_key_id":"apikey_01JZ000000000000000000000B","user_id":"5f0c7f3e-0000-4000-8000-000000000003",
             "request_id":"req_01JZ000000000000000000000C","lora_id":"lora_01JZ000000000000000000000D"}],
             "has_more":false,"next_cursor":null}
            """)
    ]
}
