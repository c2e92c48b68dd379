import UsageKit

/// Small ledgers with rows as on the wire.
enum Ledgers {
    static let window = ["--start", "2026-05-20T00:00:00Z", "--end", "2026-05-22T00:00:00Z"]

    static let aurous: [JSONValue] = [
        aurous(
            "cmp_1", "m", "completed", "2026-05-20T09:00:00.000Z",
            [
                "duration_ms": 810, "input_tokens": 320, "output_tokens": 80, "credits_charged": number("0.0212"),
                "api_key_id": "apikey_1",
            ]),
        aurous(
            "cmp_2", "m", "completed", "2026-05-20T10:00:00.000Z",
            [
                "duration_ms": 1602, "input_tokens": 339, "output_tokens": 23, "credits_charged": number("0.00867"),
                "api_key_id": "apikey_1",
            ]),
        aurous(
            "cmp_3", "m", "failed", "2026-05-20T11:00:00.000Z",
            [
                "duration_ms": 99, "input_tokens": 7, "credits_charged": number("1e-9"),
            ]),
        aurous(
            "vid_4", "v", "processing", "2026-05-21T23:59:59.999Z",
            [
                "image_count": 2, "video_seconds": number("1.50"),
            ]),
        aurous("cmp_5", "m", "completed", "2026-05-22T00:00:00.000Z", ["credits_charged": 1]),
    ]

    static let venice: [JSONValue] = [
        venice("2026-05-20T08:00:00.000Z", "example-llm-input-mtoken", "0.0003", "-0.0005", "USD", "chatcmpl-1"),
        venice("2026-05-20T08:00:00.000Z", "example-llm-output-mtoken", "0.0005", "-0.001", "USD", "chatcmpl-1"),
        venice("2026-05-20T09:00:00.000Z", "example-image-unit", "1", "-0.05", "BUNDLED_CREDITS", nil),
        venice("2026-05-20T10:00:00.000Z", "credit-purchase", "1", "9", "USD", nil),
    ]

    static let tresor: [JSONValue] = [
        tresor(
            "1", "2026-05-20T10:52:02Z",
            [
                "region": "global", "audio_seconds": nil, "prompt_tokens": 42, "completion_tokens": 128,
                "cost_eur": number("0.000182"), "key_prefix": "tr-live-1", "key_name": "Default",
            ]),
        tresor(
            "2", "2026-05-21T07:20:11Z",
            [
                "audio_seconds": number("61.5"), "prompt_tokens": 0, "completion_tokens": 0,
                "cost_eur": number("0.0062"),
                "key_prefix": nil, "key_name": nil,
            ]),
        tresor(
            "3", "2026-05-22T00:00:00Z",
            [
                "audio_seconds": nil, "prompt_tokens": 1, "completion_tokens": 1, "cost_eur": 5, "key_prefix": nil,
                "key_name": nil,
            ]),
    ]

    static let chatBotKit: [JSONValue] = [
        chatBotKit("use_1", "CHATBOTKIT_MESSAGE", 1, bot: "bot_2", at: 1_779_260_000_000),
        chatBotKit("use_2", "EXAMPLE_TOKEN", -20, bot: "bot_2", at: 1_779_260_000_000),
        chatBotKit("use_3", "EXAMPLE_TOKEN", 500, bot: nil, at: 1_779_270_000_000),
    ]

    static let auralytik: [JSONValue] = [
        ["id": "rec_1", "timestamp": "2026-05-20T01:00:00Z", "keyId": "ak_1", "calls": 3],
        ["id": "rec_2", "timestamp": "2026-05-21T01:00:00Z", "keyId": "ak_2", "calls": 4],
    ]

    private static func aurous(
        _ id: String, _ model: String, _ status: String, _ createdAt: String, _ rest: JSONObject
    ) -> JSONValue {
        joined(
            [
                "id": .string(id), "type": "chat", "model": .string(model), "status": .string(status),
                "created_at": .string(createdAt),
            ], rest)
    }

    private static func venice(
        _ timestamp: String, _ sku: String, _ units: String, _ amount: String, _ currency: String, _ request: String?
    ) -> JSONValue {
        let details: JSONValue? = request.map {
            [
                "requestId": .string($0), "promptTokens": 300, "completionTokens": 500,
                "inferenceExecutionTime": 2100,
            ]
        }
        return [
            "timestamp": .string(timestamp), "sku": .string(sku), "units": number(units), "pricePerUnitUsd": 2,
            "amount": number(amount), "currency": .string(currency), "notes": "API Inference",
            "inferenceDetails": details ?? nil,
        ]
    }

    private static func tresor(_ id: String, _ createdAt: String, _ rest: JSONObject) -> JSONValue {
        joined(
            [
                "id": .string(id), "model": "eu/example/a", "modality": "chat", "provider": "example",
                "billing_unit": "token", "discount_applied_pct": 0, "receipt_id": nil, "failover": false,
                "created_at": .string(createdAt),
            ], rest)
    }

    private static func chatBotKit(
        _ id: String, _ type: String, _ count: Int, bot: String?, at milliseconds: Int
    ) -> JSONValue {
        [
            "id": .string(id), "type": .string(type), "count": .number(JSONNumber(count)),
            "botId": bot.map(JSONValue.string) ?? nil, "meta": nil,
            "createdAt": .number(JSONNumber(milliseconds)), "updatedAt": .number(JSONNumber(milliseconds)),
        ]
    }

    private static func joined(_ first: JSONObject, _ second: JSONObject) -> JSONValue {
        .object(JSONObject(first.members + second.members))
    }

    private static func number(_ literal: String) -> JSONValue {
        JSONNumber(literal).map(JSONValue.number) ?? nil
    }
}
