internal import UsageKit

extension ContractFixture {
    /// The fixtures of Auralytik: each list in both of its envelopes, and each object as it is.
    ///
    /// The members of a row of `/usage/details` and of a delivery are not published, so those here are invented.
    public static let auralytik: [ContractFixture] = [
        ContractFixture(
            .auralytik, "details", "flat envelope", path: "/usage/details", rows: "data",
            optional: ["data[].timestamp", "data[].keyId", "data[].requestId", "data[].type", "data[].model"],
            instants: ["data[].timestamp"],
            """
            {"data":[{"id":"usg_4f1c","timestamp":"2026-06-03T10:00:01.250Z","requestId":"req_9","keyId":"ak_stg_7",
             "type":"calls","model":"example-2","quantity":3}],"page":1,"pageSize":100,"totalCount":1}
            """),
        ContractFixture(
            .auralytik, "details", "nested envelope", path: "/usage/details", rows: "data",
            optional: ["data[].createdAt"], instants: ["data[].createdAt"],
            """
            {"data":[{"id":81,"createdAt":"2026-06-04T10:00:01Z","amount":{"value":2}}],
             "meta":{"requestId":"req_5","timestamp":"2026-06-05T00:00:00Z"},
             "pagination":{"page":1,"pageSize":100,"totalCount":1,"totalPages":1}}
            """),
        ContractFixture(
            .auralytik, "summary", path: "/usage/summary",
            optional: ["tier", "usage.*.used", "usage.*.included", "usage.*.overage"],
            numbers: ["usage.*.used", "usage.*.included", "usage.*.overage"], words: ["tier"],
            """
            {"billingPeriod":"2026-06","tier":"starter","usage":{"calls":{"used":1301,"included":1200,"overage":101},
             "storage_gb":{"used":0.75,"included":2.5,"overage":0},"seats":{"used":4,"included":5,"overage":0}}}
            """),
        ContractFixture(
            .auralytik, "summary", "words instead of numbers", path: "/usage/summary",
            optional: ["usage.calls.overage"], words: ["usage.calls.included"],
            """
            {"billingPeriod":"2026-07","tier":"enterprise","usage":{
             "calls":{"used":9000000,"included":"unlimited","overage":"none"},
             "webhooks":{"used":"unknown","included":true,"overage":{"value":1}}}}
            """),
        ContractFixture(
            .auralytik, "by-key", path: "/usage/by-key", optional: ["keys[].name", "keys[].lastUsedAt"],
            numbers: ["keys[].calls"], instants: ["keys[].lastUsedAt"],
            """
            {"billingPeriod":"2026-06","keys":[
             {"keyId":"ak_night_1","name":"Night jobs","calls":870,"lastUsedAt":"2026-06-29T22:10:00.5Z"},
             {"keyId":"ak_idle_2","name":"Idle","calls":0,"lastUsedAt":null}]}
            """),
        ContractFixture(
            .auralytik, "health", path: "/health", optional: ["status"],
            """
            {"status":"healthy","version":"4.2","checks":{"db":"up"}}
            """),
        ContractFixture(
            .auralytik, "webhooks", "flat envelope", path: "/webhooks", rows: "data",
            optional: [
                "data[].url", "data[].description", "data[].active", "data[].created_at",
            ],
            words: ["data[].events[]"], instants: ["data[].created_at"],
            """
            {"data":[{"id":"wh_77aa","url":"https://hooks.example.org/a","events":["export.ready","api-key.rotated"],
             "description":"Night jobs","active":false,"created_at":"2026-03-30T14:22:00Z"}],
             "page":1,"pageSize":25,"totalCount":1}
            """),
        ContractFixture(
            .auralytik, "webhooks", "nested envelope", path: "/webhooks", rows: "data",
            """
            {"data":[{"id":"wh_77ab","url":"https://hooks.example.org/b","events":["usage.quota_warning"],"active":true}],
             "meta":{"requestId":"req_6","timestamp":"2026-06-05T00:00:00Z"},
             "pagination":{"page":1,"pageSize":25,"totalCount":1,"totalPages":1}}
            """),
        ContractFixture(
            .auralytik, "create-webhook", method: "POST", path: "/webhooks",
            optional: ["url", "description", "active", "signing_secret", "created_at"],
            words: ["events[]"], instants: ["created_at"],
            """
            {"id":"wh_9","url":"https://hooks.example.org/c","events":["usage.quota_warning"],"description":"Quota",
             "active":true,"signing_secret":"whsec_0123456789abcdef","created_at":"2026-06-05T08:00:00Z"}
            """),
        ContractFixture(
            .auralytik, "update-webhook", method: "PATCH", path: "/webhooks/wh_9",
            """
            {"id":"wh_9","url":"https://hooks.example.org/d","events":["usage.quota_warning"],"active":false}
            """),
        ContractFixture(
            .auralytik, "test-webhook", method: "POST", path: "/webhooks/wh_9/test",
            """
            {"success":true,"statusCode":200}
            """),
        ContractFixture(
            .auralytik, "deliveries", path: "/webhooks/wh_9/deliveries", rows: "data",
            optional: ["data[].id", "data[].event", "data[].status", "data[].timestamp"], words: ["data[].event"],
            instants: ["data[].timestamp"],
            """
            {"data":[{"id":"dlv_1","event":"usage.quota_warning","status":"delivered","timestamp":"2026-06-05T09:00:00Z",
             "attempts":1},{"id":2,"event":null,"status":500,"timestamp":1780000000}],
             "pagination":{"page":1,"pageSize":25,"totalCount":2,"totalPages":1}}
            """),
        ContractFixture(
            .auralytik, "start-export", method: "POST", path: "/exports/ai-calls", optional: ["status"],
            words: ["status"],
            """
            {"jobId":"job_31","status":"queued"}
            """),
        ContractFixture(
            .auralytik, "export", path: "/exports/job_31",
            optional: ["status", "progress", "downloadUrl", "error"], numbers: ["progress"], words: ["status"],
            """
            {"jobId":"job_31","status":"completed","progress":100,
             "downloadUrl":"https://files.example.org/job_31.csv?sig=abc","error":{"message":"one row was left out"}}
            """),
    ]
}
