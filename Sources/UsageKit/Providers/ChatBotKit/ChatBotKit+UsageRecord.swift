extension ChatBotKit.UsageFields: RowFields {
    /// The record in the words that all providers share: the count is a quantity under the record's type, and nothing
    /// here is money.
    @inline(__always)
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form> {
        var record = RecordFields<Form>(provider: Form.label(known: ChatBotKit.name), id: id, time: createdAt)
        record.type = type
        record.model = Form.label(meta.flatMap { Form.text("model", of: $0) })
        record.bot = botID
        record.conversation = conversationID
        if let count, let type {
            record.quantities.first = RecordQuantity(ExactDecimal(count), unit: Form.label(type))
        }
        return record
    }
}

extension ChatBotKit.UsageItem: DeclaredRow {
    typealias BorrowedFields = ChatBotKit.UsageFields<BorrowedText>

    /// Nothing here is money, but the count is what is billed.
    static var chargeFields: [Field] { [.type, .count] }

    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }
}
