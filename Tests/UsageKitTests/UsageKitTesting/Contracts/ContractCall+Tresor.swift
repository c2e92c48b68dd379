import UsageKit
import UsageKitTesting

extension ContractCall {
    static let tresor: [String: ContractCall] = [
        "tresor usage": ContractCall { configuration in try await rows(try client(configuration).usage(in: window)) },
        "tresor receipt": ContractCall { configuration in
            try await client(configuration).receipt(id: "5c0c2f6e-0b1d-4a7e-9f3a-2b4c6d8e0f12").jsonValue
        },
        "tresor models": ContractCall { configuration in
            .array(try await client(configuration).models().map(\.jsonValue))
        },
        "tresor keys": ContractCall { configuration in try await client(configuration).receiptKeys().jsonValue },
    ]

    private static func client(_ configuration: ClientConfiguration) throws -> Tresor.Client {
        try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
    }
}
