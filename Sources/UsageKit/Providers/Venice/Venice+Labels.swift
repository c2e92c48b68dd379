extension Venice {
    /// What entries say beyond the dimensions of every ledger: ``UsageDimension/note``.
    public static let labels: [UsageDimension] = [.note]
}

extension Venice.BillingFields {
    func label(_ label: RowLabel, in bytes: borrowing BorrowedBytes) -> LabelText<Form>? {
        label == .field(.note) ? LabelText(notes) : nil
    }
}
