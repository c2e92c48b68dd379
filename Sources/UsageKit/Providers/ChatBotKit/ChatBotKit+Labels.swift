extension ChatBotKit {
    /// What records say beyond the dimensions of every ledger: the relations other than bot and conversation, and
    /// ``UsageDimension/reason``.
    ///
    /// Any other member of the metadata is a label, too: ``UsageDimension/meta(_:)``.
    public static let labels: [UsageDimension] = [
        .message, .task, .contact, .blueprint, .dataset, .skillset, .ability, .reason,
    ]
}

extension ChatBotKit.UsageFields {
    func label(_ label: RowLabel, in bytes: borrowing BorrowedBytes) -> LabelText<Form>? {
        switch label {
        case .field(.message): LabelText(messageID)
        case .field(.task): LabelText(taskID)
        case .field(.contact): LabelText(contactID)
        case .field(.blueprint): LabelText(blueprintID)
        case .field(.dataset): LabelText(datasetID)
        case .field(.skillset): LabelText(skillsetID)
        case .field(.ability): LabelText(abilityID)
        case .meta(let path): LabelText(made: meta.flatMap { Form.labelText(at: path, of: $0, in: bytes) })
        default: nil
        }
    }
}
