/// The dimensions of a ledger that have a text column; the currency is part of the charge.
struct TextColumns: Sendable {
    private(set) var provider = TextColumn()
    private(set) var model = TextColumn()
    private(set) var apiKey = TextColumn()
    private(set) var user = TextColumn()
    private(set) var type = TextColumn()
    private(set) var status = TextColumn()
    private(set) var sku = TextColumn()
    private(set) var bot = TextColumn()
    private(set) var conversation = TextColumn()

    init() {}

    mutating func append(_ record: UsageRecord) {
        provider.append(record.provider.rawValue)
        model.append(record.model)
        apiKey.append(record.apiKey)
        user.append(record.user)
        type.append(record.type)
        status.append(record.status?.rawValue)
        sku.append(record.sku)
        bot.append(record.bot)
        conversation.append(record.conversation)
    }

    @inline(__always)
    mutating func append(_ record: borrowing BorrowedRecord, in bytes: borrowing BorrowedBytes) {
        provider.append(repeated: record.provider.rawValue)
        model.append(record.model, in: bytes)
        apiKey.append(record.apiKey, in: bytes)
        user.append(record.user, in: bytes)
        type.append(record.type, in: bytes)
        if record.isCompleted {
            status.append(repeated: UsageStatus.completed.rawValue)
        } else {
            status.append(record.status, in: bytes)
        }
        sku.appendMissing()
        bot.appendMissing()
        conversation.appendMissing()
    }

    mutating func append(contentsOf other: TextColumns) {
        provider.append(contentsOf: other.provider)
        model.append(contentsOf: other.model)
        apiKey.append(contentsOf: other.apiKey)
        user.append(contentsOf: other.user)
        type.append(contentsOf: other.type)
        status.append(contentsOf: other.status)
        sku.append(contentsOf: other.sku)
        bot.append(contentsOf: other.bot)
        conversation.append(contentsOf: other.conversation)
    }

    /// The column of a dimension, or nil for the currency.
    subscript(dimension: UsageDimension) -> TextColumn? {
        switch dimension {
        case .provider: provider
        case .model: model
        case .apiKey: apiKey
        case .user: user
        case .type: type
        case .status: status
        case .currency: nil
        case .sku: sku
        case .bot: bot
        case .conversation: conversation
        }
    }
}
