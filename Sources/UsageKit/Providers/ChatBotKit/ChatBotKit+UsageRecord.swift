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

extension ChatBotKit.UsageFields {
    /// Relations that are not set are null.
    ///
    /// Fields that are borrowed do not hold all of the metadata.
    func field(ofFilter name: String) -> FilteredField<Form.Text> {
        switch name {
        case "type": FilteredField(orUnshown: type)
        case "conversationId": FilteredField(orNone: conversationID)
        case "messageId": FilteredField(orNone: messageID)
        case "taskId": FilteredField(orNone: taskID)
        case "contactId": FilteredField(orNone: contactID)
        case "blueprintId": FilteredField(orNone: blueprintID)
        case "botId": FilteredField(orNone: botID)
        case "datasetId": FilteredField(orNone: datasetID)
        case "skillsetId": FilteredField(orNone: skillsetID)
        case "abilityId": FilteredField(orNone: abilityID)
        default: .unshown
        }
    }
}

extension ChatBotKit.UsageItem: DeclaredRow {
    typealias BorrowedFields = ChatBotKit.UsageFields<BorrowedText>

    /// The row's text of a label, one of ``ChatBotKit/labels`` or ``UsageDimension/meta(_:)``; nil if it has none.
    public func label(_ dimension: UsageDimension) -> String? { text(of: RowLabel(dimension)) }

    /// Nothing here is money, but the count is what is billed.
    static var chargeFields: [Field] { [.type, .count] }

    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    func matches(_ condition: RowFilter.Condition) -> Bool? {
        guard condition.name.hasPrefix("meta[") else {
            return BorrowedBytes.withNone { fields.matches(condition, in: $0) }
        }
        return ChatBotKit.MetaFilter.matches(meta, condition)
    }
}
