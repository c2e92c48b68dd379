import UsageKit
import UsageKitTesting

extension ContractCall {
    static let aurous: [String: ContractCall] = [
        "aurous events": ContractCall { try await rows(client($0).events(in: window)) },
        "aurous credits": ContractCall { try await rows(client($0).creditLedger(in: window)) },
        "aurous buckets": ContractCall { try await rows(client($0).buckets(in: window)) },
        "aurous totals": ContractCall { try await client($0).lifetimeTotals().jsonValue },
        "aurous balance": ContractCall { try await client($0).balance().jsonValue },
        "aurous team": ContractCall { try await client($0).team().jsonValue },
        "aurous pricing": ContractCall { try await client($0).pricing().jsonValue },
        "aurous models": ContractCall { .array(try await client($0).models().map(\.jsonValue)) },
        "aurous image-estimate": ContractCall { try await client($0).imageEstimate(for: ["prompt": "x"]).jsonValue },
        "aurous video-estimate": ContractCall { try await client($0).videoEstimate(for: [:]).jsonValue },
        "aurous embedding-estimate": ContractCall { try await client($0).embeddingEstimate(for: [:]).jsonValue },
        "aurous generation": ContractCall {
            try await client($0).generation(id: "vid_01JZ000000000000000000000K").jsonValue
        },
        "aurous webhook-create": ContractCall {
            showingSecret(
                try await client($0).createWebhookEndpoint(url: "https://example.com", events: [.videoCompleted]))
        },
        "aurous webhook-rotate": ContractCall { showingSecret(try await client($0).rotateWebhookSecret(id: "we_1")) },
        "aurous webhook-endpoints": ContractCall { .array(try await client($0).webhookEndpoints().map(\.jsonValue)) },
        "aurous webhook-endpoint": ContractCall { try await client($0).webhookEndpoint(id: "we_1").jsonValue },
        "aurous webhook-test": ContractCall {
            try await client($0).testWebhookEndpoint(id: "we_1", sending: .videoCompleted).jsonValue
        },
    ]

    private static func client(_ configuration: ClientConfiguration) throws -> Aurous.Client {
        try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration)
    }

    private static func showingSecret(_ endpoint: Aurous.WebhookEndpoint) -> JSONValue {
        endpoint.jsonValue.showing(endpoint.secret, as: "secret")
    }
}

extension JSONValue {
    /// The value with a secret, which no model writes.
    func showing(_ secret: Credential?, as name: String) -> JSONValue {
        guard let secret else { return self }
        return removing(name).adding(name, .string(secret.secret))
    }
}
