import UsageKit
import UsageKitTesting

extension ContractCall {
    static let venice: [String: ContractCall] = [:]
}
