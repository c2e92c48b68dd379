import UsageKit
import UsageKitTesting

extension ContractCall {
    static let auralytik: [String: ContractCall] = [:]
}
