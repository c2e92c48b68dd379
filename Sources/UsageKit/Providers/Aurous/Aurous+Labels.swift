extension Aurous {
    /// What rows say beyond the dimensions of every ledger: ``UsageDimension/lora`` of request events, and
    /// ``UsageDimension/generation``, ``UsageDimension/hold`` and ``UsageDimension/note`` of the credit ledger.
    public static let labels: [UsageDimension] = [.lora, .generation, .hold, .note]
}

extension Aurous.RequestFields {
    func label(_ label: RowLabel, in bytes: borrowing BorrowedBytes) -> LabelText<Form>? {
        label == .field(.lora) ? LabelText(loraID) : nil
    }
}

extension Aurous.CreditFields {
    func label(_ label: RowLabel, in bytes: borrowing BorrowedBytes) -> LabelText<Form>? {
        switch label {
        case .field(.generation): LabelText(generationID)
        case .field(.hold): LabelText(holdID)
        case .field(.note): LabelText(note)
        default: nil
        }
    }
}
