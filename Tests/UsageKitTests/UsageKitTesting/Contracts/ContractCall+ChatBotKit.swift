import UsageKit
import UsageKitTesting

extension ContractCall {
    static let chatBotKit: [String: ContractCall] = [:]
}
