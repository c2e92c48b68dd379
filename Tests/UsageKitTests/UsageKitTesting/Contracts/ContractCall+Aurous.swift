import UsageKit
import UsageKitTesting

extension ContractCall {
    static let aurous: [String: ContractCall] = [
        "aurous events": ContractCall { configuration in
            let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration)
            return try await rows(client.events(in: window))
        }
    ]
}
