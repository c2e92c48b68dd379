internal import UsageKit

extension ContractFixture {
    /// The fixtures of Venice.
    public static let venice: [ContractFixture] = veniceLedgers + veniceAccount + veniceKeys + veniceWallets

    private static let veniceLedgers: [ContractFixture] = [
        ContractFixture(
            .venice, "usage-history", path: "/billing/usage-history", rows: "data",
            optional: [
                "data[].units", "data[].pricePerUnitUsd", "data[].notes", "data[].inferenceDetails",
                "data[].inferenceDetails.promptTokens", "data[].inferenceDetails.completionTokens",
                "data[].inferenceDetails.inferenceExecutionTime",
            ],
            numbers: ["data[].units", "data[].pricePerUnitUsd", "data[].amount"], words: ["data[].currency"],
            instants: ["data[].timestamp"],
            #"""
            {"data":[
              {"timestamp":"2026-03-04T05:06:07.089Z","sku":"sample-llm-output-mtoken","units":0.00031,"pricePerUnitUsd":3.2,
               "amount":-0.000992,"currency":"USD","notes":"API Inference",
               "inferenceDetails":{"requestId":"chatcmpl-77aa","promptTokens":120,"completionTokens":310,
                "inferenceExecutionTime":1450}},
              {"timestamp":"2026-03-04T05:10:00.000Z","sku":"sample-image-unit","units":1,"pricePerUnitUsd":0.04,
               "amount":-0.04,"currency":"DIEM","notes":"API Inference","inferenceDetails":null}],
             "nextCursor":null}
            """#),
        ContractFixture(
            .venice, "usage", path: "/billing/usage", rows: "data",
            optional: ["data[].notes", "data[].inferenceDetails", "data[].inferenceDetails.requestId"],
            numbers: ["data[].amount"], words: ["data[].currency"], instants: ["data[].timestamp"],
            #"""
            {"warningMessage":"This endpoint is deprecated.","data":[
              {"timestamp":"2026-03-04T05:06:07.089Z","sku":"sample-llm-input-mtoken","units":0.00012,"pricePerUnitUsd":0.8,
               "amount":-0.000096,"currency":"VCU","notes":"API Inference",
               "inferenceDetails":{"requestId":"chatcmpl-77aa","promptTokens":120,"completionTokens":310,
                "inferenceExecutionTime":1450}}],
             "pagination":{"limit":500,"page":1,"total":1,"totalPages":1}}
            """#),
    ]

    private static let veniceAccount: [ContractFixture] = [
        ContractFixture(
            .venice, "analytics", path: "/billing/usage-analytics",
            optional: [
                "byModel[].modelType", "byModel[].breakdown", "byKey[].apiKeyId", "byModelDailyUsd", "byKeyDailyUsd",
            ],
            numbers: [
                "byDate[].USD", "byDate[].DIEM", "byModel[].totalUsd", "byModel[].breakdown[].usd", "byKey[].totalDiem",
            ],
            #"""
            {"lookback":"7d","byDate":[{"date":"2026-03-03","USD":0.75,"DIEM":0.25},{"date":"2026-03-04","USD":0,"DIEM":0}],
             "byModel":[{"modelName":"Sample LLM","unitType":"tokens","modelType":"LLM","totalUsd":0.75,"totalDiem":0.25,
               "totalUnits":43000,"breakdown":[{"type":"Input","usd":0.15,"diem":0.05,"units":31000},
               {"type":"Output","usd":0.6,"diem":0.2,"units":12000}]}],
             "byModelDaily":[{"date":1772496000000,"Sample LLM":1}],"topModels":["Sample LLM"],
             "byKey":[{"apiKeyId":"key_31","description":"Batch","totalUsd":0.75,"totalDiem":0.25,"totalUnits":43000}],
             "byKeyDaily":[{"date":1772496000000,"Batch":1}],"topKeyNames":["Batch"],
             "byModelDailyUsd":[{"date":1772496000000,"Sample LLM":0.75}],
             "byKeyDailyUsd":[{"date":1772496000000,"Batch":0.75}]}
            """#),
        ContractFixture(
            .venice, "analytics", "days as dates", path: "/billing/usage-analytics",
            #"""
            {"lookback":"7d","byDate":[],"byModel":[],"byModelDaily":[{"date":"2026-03-03","Sample LLM":1}],"topModels":[],
             "byKey":[],"byKeyDaily":[{"date":"2026-03-03"}],"topKeyNames":[]}
            """#),
        ContractFixture(
            .venice, "balance", path: "/billing/balance",
            optional: [
                "consumptionCurrency", "balances.diem", "balances.usd", "balances.bundledCredits",
                "balances.earnedCredits",
            ],
            numbers: ["balances.diem", "balances.usd", "balances.bundledCredits", "diemEpochAllocation"],
            words: ["consumptionCurrency"],
            #"""
            {"canConsume":true,"consumptionCurrency":"BUNDLED_CREDITS",
             "balances":{"diem":0.125,"usd":18.4375,"bundledCredits":3.5,"earnedCredits":0.75},"diemEpochAllocation":12.5}
            """#),
        ContractFixture(
            .venice, "rate-limits", path: "/api_keys/rate_limits", rows: "data",
            optional: [
                "data.keyExpiration", "data.balances.USD", "data.balances.DIEM", "data.balances.BUNDLED_CREDITS",
                "data.rateLimits[].apiModelId",
            ],
            numbers: ["data.balances.USD", "data.balances.DIEM", "data.rateLimits[].rateLimits[].amount"],
            words: ["data.rateLimits[].rateLimits[].type"],
            instants: ["data.keyExpiration", "data.nextEpochBegins"],
            #"""
            {"data":{"accessPermitted":true,"apiTier":{"id":"paid","isCharged":true},
             "balances":{"USD":18.4375,"DIEM":0.125,"BUNDLED_CREDITS":3.5},"keyExpiration":"2026-12-31T00:00:00.000Z",
             "nextEpochBegins":"2026-03-05T00:00:00.000Z",
             "rateLimits":[{"apiModelId":"sample-llm","rateLimits":[{"amount":60,"type":"RPM"},{"amount":250000,"type":"TPM"}]},
              {"apiModelId":"sample-image","rateLimits":[]}]}}
            """#),
        ContractFixture(
            .venice, "rate-limits", "without the envelope", path: "/api_keys/rate_limits",
            optional: ["keyExpiration"],
            #"""
            {"accessPermitted":false,"apiTier":{"id":"free","isCharged":false},"balances":{},"keyExpiration":null,
             "nextEpochBegins":"2026-03-05T00:00:00Z","rateLimits":[{"rateLimits":[{"amount":15,"type":"RPD"}]}]}
            """#),
        ContractFixture(
            .venice, "rate-limit-log", path: "/api_keys/rate_limits/log", rows: "data",
            words: ["data[].rateLimitType"], instants: ["data[].timestamp"],
            #"""
            {"object":"list","data":[
              {"apiKeyId":"key_31","modelId":"sample-llm","rateLimitTier":"paid","rateLimitType":"FAILED_REQUESTS",
               "timestamp":"2026-03-04T04:00:00.000Z"}]}
            """#),
    ]

    private static let veniceKeys: [ContractFixture] = [
        ContractFixture(
            .venice, "api-keys", path: "/api_keys", rows: "data",
            optional: [
                "data[].description", "data[].createdAt", "data[].expiresAt", "data[].lastUsedAt", "data[].usage",
                "data[].usage.trailingSevenDays.vcu", "data[].currentPeriodUsage", "data[].consumptionLimits.usd",
                "data[].consumptionLimits.diem", "data[].consumptionLimits.vcu",
            ],
            numbers: ["data[].consumptionLimits.usd"],
            words: ["data[].apiKeyType", "data[].limitPeriod", "data[].modelPrivacy"],
            instants: ["data[].createdAt", "data[].expiresAt", "data[].lastUsedAt"],
            #"""
            {"object":"list","data":[
              {"id":"key_31","apiKeyType":"INFERENCE","description":"Batch","last6Chars":"9f0c2e",
               "createdAt":"2026-01-05T10:00:00.000Z","expiresAt":"2026-12-31T00:00:00.000Z",
               "lastUsedAt":"2026-03-04T05:06:07.089Z","consumptionLimits":{"usd":50,"diem":10.5,"vcu":null},
               "limitPeriod":"MONTH","modelPrivacy":"PRIVATE_ONLY",
               "usage":{"trailingSevenDays":{"usd":"0.7500","vcu":"0.0000","diem":"12.0625"}},
               "currentPeriodUsage":{"usd":"1.5000","diem":"0.0001"}}]}
            """#),
        ContractFixture(
            .venice, "api-key", path: "/api_keys/key_31", rows: "data",
            optional: ["data.description", "data.lastUsedAt", "data.usage"],
            words: ["data.apiKeyType"], instants: ["data.createdAt"],
            #"""
            {"data":{"id":"key_31","apiKeyType":"ADMIN","description":"","last6Chars":"9f0c2e",
              "createdAt":"2026-01-05T10:00:00.000Z","expiresAt":null,"lastUsedAt":null,
              "consumptionLimits":{"usd":null,"diem":null},"limitPeriod":"EPOCH","modelPrivacy":"ALL",
              "usage":{"trailingSevenDays":{"usd":"0.0000","vcu":"0.0000","diem":"0.0000"}}}}
            """#),
    ]

    private static let veniceWallets: [ContractFixture] = [
        ContractFixture(
            .venice, "x402-balance", path: "/x402/balance/0x00000000000000000000000000000000000000aa", rows: "data",
            optional: ["data.diemBalanceUsd"], numbers: ["data.balanceUsd", "data.diemBalanceUsd"],
            #"""
            {"success":true,"data":{"walletAddress":"0x00000000000000000000000000000000000000AA","balanceUsd":4.75,
             "canConsume":true,"minimumTopUpUsd":5,"suggestedTopUpUsd":25,"diemBalanceUsd":0.5}}
            """#),
        ContractFixture(
            .venice, "x402-transactions", path: "/x402/transactions/0x00000000000000000000000000000000000000aa",
            rows: "data",
            optional: ["data.transactions[].requestId", "data.transactions[].modelId"],
            numbers: ["data.transactions[].amount", "data.transactions[].balanceAfter"],
            words: ["data.transactions[].type"], instants: ["data.transactions[].createdAt"],
            #"""
            {"success":true,"data":{"walletAddress":"0x00000000000000000000000000000000000000AA","currentBalance":4.75,
             "transactions":[
              {"id":"txn_2","amount":-0.25,"balanceAfter":4.75,"type":"CHARGE","createdAt":"2026-03-04T05:06:07.000Z",
               "requestId":"chatcmpl-88bb","modelId":"sample-llm"},
              {"id":"txn_1","amount":5,"balanceAfter":5,"type":"TOP_UP","createdAt":"2026-03-01T12:00:00.000Z",
               "requestId":null,"modelId":null}],
             "pagination":{"limit":100,"offset":0,"hasMore":false}}}
            """#),
    ]
}
