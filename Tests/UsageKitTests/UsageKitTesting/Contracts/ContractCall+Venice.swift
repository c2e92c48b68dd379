import UsageKit
import UsageKitTesting

extension ContractCall {
    static let venice: [String: ContractCall] = [
        "venice usage-history": veniceCall { try await rows($0.history(in: window)) },
        "venice usage": veniceCall { try await rows($0.retiredUsage(in: window)) },
        "venice analytics": veniceCall { try await $0.analytics().jsonValue },
        "venice balance": veniceCall { try await $0.balance().jsonValue },
        "venice rate-limits": veniceCall { try await $0.rateLimits().jsonValue },
        "venice rate-limit-log": veniceCall { .array(try await $0.rateLimitLog().map(\.jsonValue)) },
        "venice api-keys": veniceCall { .array(try await $0.apiKeys().map(\.jsonValue)) },
        "venice api-key": veniceCall { try await $0.apiKey(id: "key_31").jsonValue },
        "venice x402-balance": walletCall { wallet in
            // The member beside the envelope counts as one of the balance.
            try await wallet.balance().jsonValue.removing("success")
        },
        "venice x402-transactions": walletCall { wallet in
            [
                "walletAddress": "0x00000000000000000000000000000000000000AA",
                "currentBalance": .number(JSONNumber("4.75") ?? JSONNumber(0)),
                "transactions": try await rows(wallet.transactions(in: window)),
                "pagination": ["limit": 100, "offset": 0, "hasMore": false],
            ]
        },
    ]

    private static func veniceCall(
        _ call: @escaping @Sendable (Venice.Client) async throws -> JSONValue
    ) -> ContractCall {
        ContractCall { configuration in
            try await call(Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration))
        }
    }

    private static func walletCall(
        _ call: @escaping @Sendable (Venice.WalletClient) async throws -> JSONValue
    ) -> ContractCall {
        ContractCall { configuration in
            try await call(
                Venice.WalletClient(
                    address: "0x00000000000000000000000000000000000000aa", configuration: configuration
                ) { "signature" })
        }
    }
}
