@testable import UsageKit

extension ExactColumn {
    /// Appends an amount under a label that is a string of its own.
    mutating func append(_ amount: ExactDecimal, label: String) {
        BorrowedBytes.withNone { append(amount, label: label, of: OwnedText.self, in: $0) }
    }
}
