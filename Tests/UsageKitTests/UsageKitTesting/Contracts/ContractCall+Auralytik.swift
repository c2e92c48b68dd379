import UsageKit
import UsageKitTesting

extension ContractCall {
    static let auralytik: [String: ContractCall] = [
        "auralytik details": ContractCall { configuration in
            try await rows(try client(configuration).details(for: try BillingPeriod("2026-06")))
        },
        "auralytik summary": ContractCall { try await client($0).summary().jsonValue },
        "auralytik by-key": ContractCall { try await client($0).usageByKey().jsonValue },
        "auralytik health": ContractCall { try await client($0).health().jsonValue },
        "auralytik webhooks": ContractCall { .array(try await client($0).webhooks().map(\.jsonValue)) },
        "auralytik create-webhook": ContractCall { configuration in
            let webhook = try await client(configuration).createWebhook(
                url: "https://hooks.example.org/c", events: [.quotaWarning])
            return webhook.jsonValue.showing(webhook.signingSecret, as: "signing_secret")
        },
        "auralytik update-webhook": ContractCall { configuration in
            let settings = Auralytik.WebhookSettings(isActive: false)
            return try await client(configuration).updateWebhook(id: "wh_9", settings).jsonValue
        },
        "auralytik test-webhook": ContractCall { try await client($0).testWebhook(id: "wh_9").jsonValue },
        "auralytik deliveries": ContractCall {
            .array(try await client($0).webhookDeliveries(id: "wh_9").map(\.jsonValue))
        },
        "auralytik start-export": ContractCall { configuration in
            let query = Auralytik.ExportQuery(from: "2026-06-01", through: "2026-06-30")
            return try await client(configuration).startExport(of: query).jsonValue
        },
        "auralytik export": ContractCall { try await client($0).export(id: "job_31").jsonValue },
    ]

    private static func client(_ configuration: ClientConfiguration) throws -> Auralytik.Client {
        try Auralytik.Client(apiKey: AuralytikFake.testKey, configuration: configuration)
    }
}
