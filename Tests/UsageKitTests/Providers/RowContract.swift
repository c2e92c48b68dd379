import Foundation
import Testing

@testable import UsageKit

/// The contract of a provider's row: required fields, nullable fields, and numbers.
struct RowContract: Sendable, CustomTestStringConvertible {
    /// A decoded row of any type.
    struct Read {
        let value: AnyHashable
        let json: JSONValue
    }

    let name: String
    /// Whether a field that cannot be read leaves the rest of the row; then only an id must be readable.
    var survivesBadFields: Bool {
        [
            "Aurous request", "Aurous credit", "Venice entry", "Venice inference", "Tresor row", "ChatBotKit item",
        ].contains(name)
    }
    /// The fields that must be readable.
    var essential: [String] { survivesBadFields ? required.filter { $0 == "id" } : required }
    /// A row that has every field.
    let sample: String
    var required: [String]
    var nullable: [String] = []
    var numbers: [String] = []
    let read: @Sendable ([UInt8]) throws -> Read

    var testDescription: String { name }

    init<Row: Hashable & JSONRepresentable>(
        _ name: String, _ sample: String, required: [String], nullable: [String] = [], numbers: [String] = [],
        _ row: @escaping @Sendable (inout JSONReader) throws(UsageError) -> Row
    ) {
        self.name = name
        self.sample = sample
        self.required = required
        self.nullable = nullable
        self.numbers = numbers
        read = { bytes in
            let row = try JSONReader.read(bytes, row)
            return Read(value: AnyHashable(row), json: row.jsonValue)
        }
    }

    var json: JSONValue {
        get throws { try JSONValue(json: Array(sample.utf8)) }
    }

    func read(_ json: JSONValue) throws -> Read {
        try read(Array(json.text.utf8))
    }
}

extension RowContract {
    static let all: [RowContract] = [
        RowContract(
            "Aurous request",
            #"""
            {"id":"cmp_1","type":"chat","model":"m","status":"completed","created_at":"2026-06-02T09:00:01.250Z",
             "completed_at":"2026-06-02T09:00:02.750Z","duration_ms":1500.25,"input_tokens":320,"output_tokens":80,
             "credits_charged":0.0312,"api_key_id":"apikey_1","user_id":"u","request_id":"req_1","lora_id":"lora_1",
             "image_count":2,"video_seconds":4.5}
            """#,
            required: ["id", "type", "created_at"],
            nullable: [
                "model", "status", "completed_at", "duration_ms", "input_tokens", "output_tokens", "credits_charged",
                "api_key_id", "user_id", "request_id", "lora_id", "image_count", "video_seconds",
            ],
            numbers: [
                "duration_ms", "input_tokens", "output_tokens", "credits_charged", "image_count", "video_seconds",
            ]
        ) { (json) throws(UsageError) in try Aurous.Event(from: &json) },
        RowContract(
            "Aurous credit",
            #"""
            {"id":"uev_1","object":"usage_event","type":"charge","amount":1.5,"currency":"credit",
             "created_at":"2026-06-02T09:00:02Z","generation_id":"img_1","hold_id":"hold_1","description":"Image"}
            """#,
            required: ["id", "type", "amount", "created_at"], nullable: ["generation_id", "hold_id", "description"],
            numbers: ["amount"]
        ) { (json) throws(UsageError) in try Aurous.Event(from: &json) },
        RowContract(
            "Aurous bucket",
            #"""
            {"object":"usage.bucket","bucket_start":"2026-06-02T00:00:00.000Z","bucket_end":"2026-06-03T00:00:00Z",
             "groups":[{"key":{"type":"t2i"},"metrics":{"request_count":12}}]}
            """#,
            required: ["bucket_start", "bucket_end", "groups"]
        ) { (json) throws(UsageError) in try Aurous.Bucket(from: &json) },
        RowContract(
            "Aurous metrics",
            #"""
            {"request_count":12,"successful_count":10,"failed_count":1,"cancelled_count":0,"credits_used":3.25,
             "duration_ms_p50":1450.5,"duration_ms_p95":3980.25,"image_count":10,"video_seconds":0.5,
             "total_input_tokens":1,"total_output_tokens":2}
            """#,
            required: [],
            nullable: [
                "request_count", "successful_count", "failed_count", "cancelled_count", "credits_used",
                "duration_ms_p50", "duration_ms_p95", "image_count", "video_seconds", "total_input_tokens",
                "total_output_tokens",
            ],
            numbers: ["request_count", "credits_used", "duration_ms_p50", "duration_ms_p95", "video_seconds"]
        ) { (json) throws(UsageError) in try Aurous.BucketMetrics(from: &json) },
        RowContract(
            "Venice entry",
            #"""
            {"timestamp":"2026-10-02T08:15:30.120Z","sku":"m-llm-output-mtoken","units":0.0005,"pricePerUnitUsd":2,
             "amount":-0.001,"currency":"USD","notes":"API Inference","inferenceDetails":{"requestId":"r",
             "promptTokens":300,"completionTokens":500,"inferenceExecutionTime":2100}}
            """#,
            required: ["timestamp", "sku", "amount", "currency"],
            nullable: ["units", "pricePerUnitUsd", "notes", "inferenceDetails"],
            numbers: ["units", "pricePerUnitUsd", "amount"]
        ) { (json) throws(UsageError) in try Venice.BillingEntry(from: &json) },
        RowContract(
            "Venice inference",
            #"{"requestId":"r","promptTokens":300,"completionTokens":500,"inferenceExecutionTime":2100}"#,
            required: [], nullable: ["requestId", "promptTokens", "completionTokens", "inferenceExecutionTime"],
            numbers: ["promptTokens", "completionTokens", "inferenceExecutionTime"]
        ) { (json) throws(UsageError) in try Venice.InferenceDetails(from: &json) },
        RowContract(
            "Venice analytics model",
            #"""
            {"modelName":"M","unitType":"tokens","modelType":"LLM","totalUsd":1.5,"totalDiem":0.25,"totalUnits":9,
             "breakdown":[{"type":"Input","usd":0.5,"diem":0,"units":6}]}
            """#,
            required: ["modelName", "unitType", "totalUsd", "totalDiem", "totalUnits"],
            nullable: ["modelType", "breakdown"], numbers: ["totalUsd", "totalDiem", "totalUnits"]
        ) { (json) throws(UsageError) in try Venice.Analytics.Model(from: &json) },
        RowContract(
            "Venice analytics key",
            #"{"apiKeyId":"k","description":"Web App","totalUsd":1.5,"totalDiem":0.25,"totalUnits":9}"#,
            required: ["description", "totalUsd", "totalDiem", "totalUnits"], nullable: ["apiKeyId"],
            numbers: ["totalUsd", "totalDiem", "totalUnits"]
        ) { (json) throws(UsageError) in try Venice.Analytics.Key(from: &json) },
        RowContract(
            "Venice analytics day", #"{"date":"2026-11-01","USD":1.5,"DIEM":0.5}"#,
            required: ["date", "USD", "DIEM"], numbers: ["USD", "DIEM"]
        ) { (json) throws(UsageError) in try Venice.Analytics.Day(from: &json) },
        RowContract(
            "Tresor row",
            #"""
            {"id":"8a1b","model":"m","modality":"chat","provider":"p","region":"eu","billing_unit":"token",
             "audio_seconds":61.5,"prompt_tokens":42,"completion_tokens":128,"cost_eur":0.000182,
             "discount_applied_pct":10,"receipt_id":"r","failover":true,"key_prefix":"tr-live-a","key_name":"Default",
             "created_at":"2026-05-06T10:52:02Z"}
            """#,
            required: ["id", "model", "modality", "cost_eur", "created_at"],
            nullable: [
                "provider", "region", "billing_unit", "audio_seconds", "prompt_tokens", "completion_tokens",
                "discount_applied_pct", "receipt_id", "failover", "key_prefix", "key_name",
            ],
            numbers: ["audio_seconds", "prompt_tokens", "completion_tokens", "cost_eur", "discount_applied_pct"]
        ) { (json) throws(UsageError) in try Tresor.LedgerRow(from: &json) },
        RowContract(
            "ChatBotKit item",
            #"""
            {"id":"use_b","type":"CHATBOTKIT_MESSAGE","count":3,"conversationId":"c","messageId":"m","taskId":"t",
             "contactId":"o","blueprintId":"b","botId":"x","datasetId":"d","skillsetId":"s","abilityId":"a",
             "meta":{"reason":"conversation/complete"},"createdAt":1791000000000,"updatedAt":1791000000001}
            """#,
            required: ["id", "type", "count", "createdAt"],
            nullable: [
                "conversationId", "messageId", "taskId", "contactId", "blueprintId", "botId", "datasetId", "skillsetId",
                "abilityId", "meta", "updatedAt",
            ],
            numbers: ["count", "createdAt", "updatedAt"]
        ) { (json) throws(UsageError) in try ChatBotKit.UsageItem(from: &json) },
        RowContract(
            "Auralytik summary",
            #"""
            {"billingPeriod":"2026-10","tier":"starter","usage":{"calls":{"used":1200,"included":1000,"overage":200}}}
            """#,
            required: ["billingPeriod", "usage"], nullable: ["tier"]
        ) { (json) throws(UsageError) in try Auralytik.Summary(from: &json) },
        RowContract(
            "Auralytik breakdown",
            #"{"billingPeriod":"2026-10","keys":[{"keyId":"k","name":"n","calls":900,"lastUsedAt":null}]}"#,
            required: ["billingPeriod", "keys"]
        ) { (json) throws(UsageError) in try Auralytik.KeyBreakdown(from: &json) },
        RowContract(
            "Auralytik key",
            #"{"keyId":"k","name":"n","calls":900,"lastUsedAt":"2026-10-30T18:00:00Z"}"#,
            required: ["keyId", "calls"], nullable: ["name", "lastUsedAt"], numbers: ["calls"]
        ) { (json) throws(UsageError) in try Auralytik.KeyBreakdown.Key(from: &json) },
    ]
}
