import Foundation

@testable import UsageKit

extension UsageFilter {
    /// A condition with a number without unit.
    static func compares(_ field: UsageField, _ comparison: Comparison, _ number: Decimal) -> Self {
        guard let exact = try? ExactDecimal(number) else { preconditionFailure("expected a number of up to 38 digits") }
        return .compares(field, comparison, exact)
    }
}

extension UsageDimension {
    /// A dimension that rows do not have.
    static let planet = Self(rawValue: "planet")
}
