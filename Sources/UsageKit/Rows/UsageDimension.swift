/// What a report can be split by: one of the dimensions that every ledger has (``all``), or a label.
///
/// A label is what rows say beyond the words that all providers share, such as the region or the name of a key. Each
/// provider lists the labels of its rows, for example ``Tresor/labels``, and a row has their texts
/// (``UsageRow/label(_:)``). A ledger keeps the labels that it is made for (``UsageLedger/init(keeping:)``), and a record
/// has those that it is given (``UsageRow/usageRecord(keeping:)``, ``UsageRecord/labels``). Rows of a type of your own can
/// have labels with names of your own.
///
/// More dimensions may follow in later versions, so a `switch` over them needs a `default`.
public struct UsageDimension: WireValue {
    /// The dimensions of every ledger.
    enum Common: String, CaseIterable {
        case provider, model, apiKey, user, type, status, currency, sku, bot, conversation, account
    }

    /// The labels for which rows of a provider have a field.
    enum Label: String, CaseIterable {
        case region, upstream, failover, keyName, billingUnit, discountPercent, receipt, lora, generation, hold, note
        case message, task, contact, blueprint, dataset, skillset, ability
    }

    /// Nil for a label.
    let common: Common?
    /// Nil for a dimension of every ledger, and for a label for which no row has a field of its own.
    let label: Label?
    private let otherName: String

    private init(_ common: Common) {
        self.common = common
        label = nil
        otherName = ""
    }

    /// Creates a label for which rows have a field.
    init(_ label: Label) {
        common = nil
        self.label = label
        otherName = ""
    }

    /// Creates a dimension from its name.
    public init(rawValue: String) {
        // By bytes: to Swift's equality, a Kelvin sign is a K.
        common = Common(rawValue: rawValue).flatMap { $0.rawValue.utf8.elementsEqual(rawValue.utf8) ? $0 : nil }
        label = Label(rawValue: rawValue).flatMap { $0.rawValue.utf8.elementsEqual(rawValue.utf8) ? $0 : nil }
        otherName = common == nil && label == nil ? rawValue : ""
    }

    /// The name.
    public var rawValue: String { common?.rawValue ?? label?.rawValue ?? otherName }
}

extension UsageDimension {
    /// The provider that reported the event.
    public static let provider = Self(.provider)
    /// The model.
    public static let model = Self(.model)
    /// The public id of the API key.
    public static let apiKey = Self(.apiKey)
    /// The user on whose behalf the call was made.
    public static let user = Self(.user)
    /// The kind of work, in the provider's word.
    public static let type = Self(.type)
    /// How the request ended.
    public static let status = Self(.status)
    /// The currency of the charge.
    public static let currency = Self(.currency)
    /// The product that was billed.
    public static let sku = Self(.sku)
    /// The bot that made the call.
    public static let bot = Self(.bot)
    /// The conversation that the call belongs to.
    public static let conversation = Self(.conversation)
    /// The caller's label of the account whose walk or file brought the row; nil if it has none.
    ///
    /// Rows do not say it: it is ``ClientConfiguration/account`` of the client of a walk, `account` of a file, or
    /// ``UsageRecord/labels`` of a record that is added by itself.
    public static let account = Self(.account)
    /// The dimensions of every ledger.
    public static let all = Common.allCases.map(Self.init)
}
