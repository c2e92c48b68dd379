internal import UsageKit

extension ContractFixture {
    /// The fixtures of Aurous.
    public static let aurous: [ContractFixture] = aurousListings + aurousDocuments + aurousWebhooks

    private static let aurousListings: [ContractFixture] = [
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
            """),
        ContractFixture(
            .aurous, "credits", path: "/usage/events", rows: "data",
            optional: [
                "data[].object", "data[].currency", "data[].generation_id", "data[].hold_id", "data[].description",
            ],
            numbers: ["data[].amount"], words: ["data[].type"], instants: ["data[].created_at"],
            """
            {"object":"list","data":[{"id":"uev_01JZ000000000000000000000E","object":"usage_event","type":"charge",
             "amount":2.375,"currency":"credit","created_at":"2026-06-03T10:00:04Z",
             "generation_id":"vid_01JZ000000000000000000000F","hold_id":"hold_01JZ000000000000000000000G",
             "description":"Video generation"}],"has_more":false,"next_cursor":null}
            """),
        ContractFixture(
            .aurous, "buckets", path: "/usage", rows: "data",
            optional: [
                "data[].groups[].metrics.request_count", "data[].groups[].metrics.successful_count",
                "data[].groups[].metrics.failed_count", "data[].groups[].metrics.cancelled_count",
                "data[].groups[].metrics.credits_used", "data[].groups[].metrics.duration_ms_p50",
                "data[].groups[].metrics.duration_ms_p95", "data[].groups[].metrics.image_count",
                "data[].groups[].metrics.video_seconds", "data[].groups[].metrics.total_input_tokens",
                "data[].groups[].metrics.total_output_tokens",
            ],
            numbers: [
                "data[].groups[].metrics.request_count", "data[].groups[].metrics.credits_used",
                "data[].groups[].metrics.duration_ms_p95", "data[].groups[].metrics.video_seconds",
            ], instants: ["data[].bucket_start", "data[].bucket_end"],
            """
            {"object":"list","data":[{"object":"usage.bucket","bucket_start":"2026-06-03T10:00:00.000Z",
             "bucket_end":"2026-06-03T11:00:00.000Z","groups":[
              {"key":{"type":"t2v","status":"completed"},"metrics":{"request_count":9,"successful_count":6,
               "failed_count":1,"cancelled_count":1,"credits_used":40.125,"duration_ms_p50":30125.5,
               "duration_ms_p95":61000.75,"image_count":0,"video_seconds":42.5,"total_input_tokens":0,
               "total_output_tokens":0}}]}],"has_more":false,"next_page":null}
            """),
    ]

    private static let aurousDocuments: [ContractFixture] = [
        ContractFixture(
            .aurous, "totals", path: "/usage", numbers: ["total_generations", "total_credits_used"],
            """
            {"total_generations":8123,"total_credits_used":15320.875}
            """),
        ContractFixture(
            .aurous, "balance", path: "/balance",
            optional: ["held_credits", "available_credits", "currency", "billing_mode"],
            numbers: ["credits", "held_credits", "available_credits"], words: ["currency", "billing_mode"],
            """
            {"credits":811.4,"held_credits":11.15,"available_credits":800.25,"currency":"credit","billing_mode":"exempt"}
            """),
        ContractFixture(
            .aurous, "team", path: "/team", optional: ["billing_email"], numbers: ["credits"], instants: ["created_at"],
            """
            {"id":"team_01JZ000000000000000000000H","name":"Größe & Co","credits":811.4,
             "created_at":"2025-11-02T08:15:30.125Z","billing_email":"billing@example.com"}
            """),
        ContractFixture(
            .aurous, "pricing", path: "/pricing",
            optional: [
                "currency", "description", "image", "image.base", "image.enhance_prompt_multiplier",
                "image.reference_image_per_image", "video", "video.base_per_second", "video.resolution_factor",
            ],
            numbers: ["image.base", "video.base_per_second"], words: ["currency"],
            """
            {"object":"pricing","version":"2026-05-15","currency":"credit","description":"Baseline rates.",
             "image":{"base":1.25,"enhance_prompt_multiplier":2,"reference_image_per_image":0},
             "video":{"base_per_second":0.75,"resolution_factor":{"480p":1,"720p":1.5,"1080p":2.5,"4k":6}}}
            """),
        ContractFixture(
            .aurous, "models", path: "/models", rows: "data",
            optional: [
                "data[].created", "data[].owned_by", "data[].chat_pricing", "data[].chat_pricing.input",
                "data[].chat_pricing.output", "data[].embedding_pricing", "data[].embedding_pricing.text",
                "data[].embedding_pricing.visual", "data[].embedding_pricing.video", "data[].aurous_metadata",
            ],
            numbers: ["data[].chat_pricing.input.credits_per_M", "data[].embedding_pricing.text.credits_per_M"],
            """
            {"object":"list","data":[
             {"id":"example-chat-2","object":"model","created":1779000000,"owned_by":"example",
              "chat_pricing":{"input":{"credits_per_M":62.5},"output":{"credits_per_M":375}},"embedding_pricing":null,
              "aurous_metadata":{"context_window":262144,"capabilities":["tools"]}},
             {"id":"example-embed-3","object":"model","chat_pricing":null,"embedding_pricing":{
              "text":{"credits_per_M":18.75},"visual":{"credits_per_M":48.75},"video":{"credits_per_M":9}}}]}
            """),
        ContractFixture(
            .aurous, "image-estimate", method: "POST", path: "/images/estimate",
            optional: [
                "currency", "estimated_cost.breakdown", "estimated_cost.breakdown.base",
                "estimated_cost.breakdown.enhance",
            ], numbers: ["estimated_cost.amount", "estimated_cost.breakdown.base"], words: ["currency"],
            """
            {"object":"estimate","estimated_cost":{"amount":3.75,"breakdown":{"base":2.5,"enhance":1.25}},
             "currency":"credit"}
            """),
        ContractFixture(
            .aurous, "video-estimate", method: "POST", path: "/videos/estimate",
            optional: ["currency", "estimated_cost.breakdown", "estimated_cost.breakdown.enhance"],
            numbers: ["estimated_cost.amount"],
            """
            {"object":"estimate","estimated_cost":{"amount":5.625,"breakdown":{"base":5.625,"enhance":0}},
             "currency":"credit"}
            """),
        ContractFixture(
            .aurous, "embedding-estimate", method: "POST", path: "/embeddings/estimate",
            optional: [
                "estimated", "tokens", "tokens.text", "tokens.image", "tokens.video", "tokens.total", "breakdown",
                "breakdown.model",
            ],
            numbers: ["credits_estimated", "tokens.total", "breakdown.input.visual"],
            """
            {"estimated":true,"tokens":{"text":4000,"image":3000,"video":0,"total":7000},"credits_estimated":0.22125,
             "breakdown":{"input":{"text":0.075,"visual":0.14625,"video":0},"model":"example-embed-3"}}
            """),
        ContractFixture(
            .aurous, "generation", path: "/images/vid_01JZ000000000000000000000K",
            optional: [
                "prompt", "created_at", "media_type", "negative_prompt", "output_urls", "output_video_url",
                "reference_image_urls", "error_message", "duration_ms", "cost", "cost.currency", "cost.breakdown",
                "cost.breakdown.base", "cost.breakdown.enhance", "width", "height", "image_count", "size_preset",
                "inference_type", "seed", "video_duration", "video_resolution", "video_ratio", "video_camera_fixed",
                "character_id", "bundle_name", "loras", "loras[].name", "aurous_version", "creation_request_id",
                "completed_at",
            ],
            numbers: ["duration_ms", "cost.amount", "width", "image_count", "video_duration"],
            words: ["status", "media_type", "cost.currency"], instants: ["created_at", "completed_at"],
            """
            {"id":"vid_01JZ000000000000000000000K","status":"succeeded","prompt":"A harbour at dawn",
             "created_at":"2026-06-03T10:00:00Z","media_type":"video","negative_prompt":"fog","output_urls":[],
             "output_video_url":"https://api.example.com/v1/videos/vid_01JZ/output","reference_image_urls":[],
             "error_message":"None","duration_ms":41250,
             "cost":{"amount":5.625,"currency":"credit","breakdown":{"base":5.625,"enhance":0}},
             "width":1280,"height":720,"image_count":1,"size_preset":"hd","inference_type":"t2v","seed":-1,
             "video_duration":5,"video_resolution":"720p","video_ratio":"16:9","video_camera_fixed":true,
             "character_id":"char_01JZ000000000000000000000L","bundle_name":"Harbour",
             "loras":[{"id":"lora_01JZ000000000000000000000M","name":"Dawn"}],"aurous_version":"2026-05-15",
             "creation_request_id":"req_01JZ000000000000000000000N","completed_at":"2026-06-03T10:00:41.250Z"}
            """),
    ]

    private static let aurousWebhookOptional = [
        "secret_preview", "is_active", "consecutive_failures", "last_success_at", "last_failure_at", "metadata",
        "created_at", "updated_at", "description",
    ]
    private static let aurousWebhookInstants = ["last_success_at", "last_failure_at", "created_at", "updated_at"]

    /// An address with a secret, or null in its place.
    private static func aurousWebhook(secret: String) -> String {
        """
        {"id":"we_1","object":"webhook_endpoint","url":"https://example.com/hooks/aurous",
         "events":["video.completed","usage.balance_low"],"secret_preview":"whsec_3fT...zZ9q","secret":\(secret),
         "is_active":false,"consecutive_failures":21,"last_success_at":"2026-06-01T00:00:00Z",
         "last_failure_at":"2026-06-02T00:30:00Z","metadata":{"env":"staging"},"created_at":"2026-05-01T00:00:00Z",
         "updated_at":"2026-06-02T00:30:00Z","description":"Staging"}
        """
    }

    private static let aurousWebhooks: [ContractFixture] = [
        ContractFixture(
            .aurous, "webhook-create", method: "POST", path: "/webhook_endpoints",
            optional: aurousWebhookOptional + ["secret"], numbers: ["consecutive_failures"], words: ["events[]"],
            instants: aurousWebhookInstants, aurousWebhook(secret: "\"whsec_3fTexample0zZ9q\"")),
        ContractFixture(
            .aurous, "webhook-rotate", method: "POST", path: "/webhook_endpoints/we_1/rotate_secret",
            optional: ["secret"], aurousWebhook(secret: "\"whsec_9kLexample1aB2c\"")),
        ContractFixture(
            .aurous, "webhook-endpoints", path: "/webhook_endpoints", rows: "data",
            optional: aurousWebhookOptional.map { "data[].\($0)" },
            instants: aurousWebhookInstants.map { "data[].\($0)" },
            "{\"object\":\"list\",\"data\":[\(aurousWebhook(secret: "null"))],\"has_more\":false}"),
        ContractFixture(
            .aurous, "webhook-endpoint", path: "/webhook_endpoints/we_1", optional: aurousWebhookOptional,
            instants: aurousWebhookInstants, aurousWebhook(secret: "null")),
        ContractFixture(
            .aurous, "webhook-test", method: "POST", path: "/webhook_endpoints/we_1/test",
            optional: ["endpoint_id", "event_id", "enqueued"],
            """
            {"object":"webhook_test_fire","endpoint_id":"we_1","event_id":"evt_01JZ000000000000000000000Q",
             "enqueued":true}
            """),
    ]
}
