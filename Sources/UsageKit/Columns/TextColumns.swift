/// The dimensions of each ledger that have a text column; the currency is part of the charge.
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

    @inline(__always)
    mutating func append<Form: ColumnText>(_ record: RecordFields<Form>, in bytes: borrowing BorrowedBytes) {
        provider.append(label: record.provider, of: Form.self, in: bytes)
        model.append(label: record.model, of: Form.self, in: bytes)
        apiKey.append(record.apiKey, of: Form.self, in: bytes)
        user.append(record.user, of: Form.self, in: bytes)
        type.append(record.type, of: Form.self, in: bytes)
        status.append(label: record.status, of: Form.self, in: bytes)
        sku.append(record.sku, of: Form.self, in: bytes)
        bot.append(record.bot, of: Form.self, in: bytes)
        conversation.append(record.conversation, of: Form.self, in: bytes)
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

    /// The number of columns.
    static let count = 9

    /// The dimensions of the columns, in the order of ``all``.
    static let dimensions: [UsageDimension] = [
        .provider, .model, .apiKey, .user, .type, .status, .sku, .bot, .conversation,
    ]

    /// All columns in one order.
    var all: [TextColumn] { [provider, model, apiKey, user, type, status, sku, bot, conversation] }

    /// Changes a column, by its place in ``all``.
    mutating func withColumn<Value>(_ index: Int, _ body: (inout TextColumn) -> Value) -> Value {
        switch index {
        case 0: body(&provider)
        case 1: body(&model)
        case 2: body(&apiKey)
        case 3: body(&user)
        case 4: body(&type)
        case 5: body(&status)
        case 6: body(&sku)
        case 7: body(&bot)
        default: body(&conversation)
        }
    }

    /// The column of a dimension; nil for the currency, the account and labels.
    subscript(dimension: UsageDimension) -> TextColumn? {
        switch dimension.common {
        case .provider: provider
        case .model: model
        case .apiKey: apiKey
        case .user: user
        case .type: type
        case .status: status
        case .sku: sku
        case .bot: bot
        case .conversation: conversation
        case .currency, .account, nil: nil
        }
    }
}
