import UsageKit
import UsageKitTesting

extension ContractCall {
    static let tresor: [String: ContractCall] = [:]
}
