extension Tresor {
    /// What rows say beyond the dimensions of every ledger: ``UsageDimension/region``, ``UsageDimension/upstream``,
    /// ``UsageDimension/failover``, ``UsageDimension/keyName``, ``UsageDimension/billingUnit``,
    /// ``UsageDimension/discountPercent`` and ``UsageDimension/receipt``.
    public static let labels: [UsageDimension] = [
        .region, .upstream, .failover, .keyName, .billingUnit, .discountPercent, .receipt,
    ]
}

extension Tresor.LedgerFields {
    func label(_ label: RowLabel, in bytes: borrowing BorrowedBytes) -> LabelText<Form>? {
        switch label {
        case .field(.region): LabelText(region)
        case .field(.upstream): LabelText(upstream)
        case .field(.failover): LabelText(isFailover)
        case .field(.keyName): LabelText(keyName)
        case .field(.billingUnit): LabelText(billingUnit)
        case .field(.discountPercent): LabelText(discountPercent)
        case .field(.receipt): LabelText(receiptID)
        default: nil
        }
    }
}
