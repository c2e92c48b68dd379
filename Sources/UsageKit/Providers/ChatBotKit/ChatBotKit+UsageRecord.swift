extension ChatBotKit.UsageFields: RowFields {
    /// The record in the words that all providers share: the count is a quantity under the record's type, and nothing
    /// here is money.
    @inline(__always)
    func record(in bytes: borrowing BorrowedBytes) -> RecordFields<Form> {
        var record = RecordFields<Form>(provider: .chatBotKit, id: id, time: createdAt)
        record.type = type
        record.model = (meta?["model"]?.string).map { Form.label(known: $0) }
        record.bot = botID
        record.conversation = conversationID
        record.quantities.append(ExactDecimal(count), unit: Form.label(type))
        return record
    }
}

extension ChatBotKit.UsageItem: DeclaredRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    @inline(__always)
    static func borrowedFields(from json: inout JSONReader) throws(UsageError) -> ChatBotKit.UsageFields<BorrowedText>?
    {
        try ChatBotKit.UsageFields(from: &json)
    }
}
