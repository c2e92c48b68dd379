/// One billed event in the vocabulary that all providers share.
///
/// A field that the provider does not report is nil: unknown is not zero. A record does not detect duplicates; a walk
/// removes them before it delivers rows.
public struct UsageRecord: UsageRow {
    var fields: RecordFields<OwnedText>
    /// The quantities after the first two.
    private(set) var moreQuantities: [RecordQuantity<OwnedText>] = []

    init(_ fields: RecordFields<OwnedText>) {
        self.fields = fields
    }

    /// The provider that reported the event.
    public var provider: ProviderID {
        get { ProviderID(rawValue: fields.provider) }
        set { fields.provider = newValue.rawValue }
    }
    /// The provider's id of the row.
    public var id: String? {
        get { fields.id }
        set { fields.id = newValue }
    }
    /// The id of the request that was billed.
    public var requestID: String? {
        get { fields.requestID }
        set { fields.requestID = newValue }
    }
    /// Whether several rows can describe one request, each repeating the request's tokens and duration.
    ///
    /// If it is true, rows with the same ``requestID`` count as one request, whose tokens and duration are counted
    /// once. Each row has its own charge.
    public var repeatsRequest: Bool {
        get { fields.repeatsRequest }
        set { fields.repeatsRequest = newValue }
    }
    /// When the event happened.
    public var time: Timestamp? {
        get { fields.time }
        set { fields.time = newValue }
    }
    /// The kind of work, in the provider's terminology.
    public var type: String? {
        get { fields.type }
        set { fields.type = newValue }
    }
    /// The model.
    public var model: String? {
        get { fields.model }
        set { fields.model = newValue }
    }
    /// The public id of the API key, never the key itself.
    public var apiKey: String? {
        get { fields.apiKey }
        set { fields.apiKey = newValue }
    }
    /// The user on whose behalf the call was made.
    public var user: String? {
        get { fields.user }
        set { fields.user = newValue }
    }
    /// How the request ended.
    public var status: UsageStatus? {
        get { fields.status.map(UsageStatus.init(rawValue:)) }
        set { fields.status = newValue?.rawValue }
    }
    /// The product that was billed.
    public var sku: String? {
        get { fields.sku }
        set { fields.sku = newValue }
    }
    /// The bot that made the call.
    public var bot: String? {
        get { fields.bot }
        set { fields.bot = newValue }
    }
    /// The conversation that the call belongs to.
    public var conversation: String? {
        get { fields.conversation }
        set { fields.conversation = newValue }
    }
    /// The tokens of the request.
    public var tokens: TokenCounts {
        get { fields.tokens }
        set { fields.tokens = newValue }
    }
    /// What was counted apart from tokens and money.
    public var quantities: [Quantity] {
        get {
            [fields.quantities.first, fields.quantities.second].compactMap { $0.map(Quantity.init) }
                + moreQuantities.map(Quantity.init)
        }
        set {
            let quantities = newValue.compactMap { RecordQuantity<OwnedText>($0.exact, unit: $0.unit.rawValue) }
            fields.quantities = RecordQuantities(first: quantities.first, second: quantities.dropFirst().first)
            moreQuantities = Array(quantities.dropFirst(2))
        }
    }
    /// The amount charged; positive for money spent.
    public var charge: Money? {
        get { fields.charge.map { Money(exact: $0.amount, currency: Currency(rawValue: $0.currency)) } }
        set { fields.charge = RecordCharge(newValue?.exact, currency: newValue?.currency.rawValue ?? "") }
    }
    /// How long the request took.
    public var duration: Duration? {
        get { fields.duration }
        set { fields.duration = newValue }
    }
    /// What the row says beyond the other fields, and the caller's label of its account (``UsageDimension/account``).
    ///
    /// A record of a row has the labels that it is asked for, by ``UsageRow/usageRecord(keeping:)``, and a label without
    /// a text is missing. Only labels and the account have an effect; the other dimensions have fields of their own.
    public var labels: [UsageDimension: String] = [:]

    /// Creates a record.
    public init(
        provider: ProviderID, id: String? = nil, requestID: String? = nil, repeatsRequest: Bool = false,
        time: Timestamp? = nil, type: String? = nil, model: String? = nil, apiKey: String? = nil, user: String? = nil,
        status: UsageStatus? = nil, sku: String? = nil, bot: String? = nil, conversation: String? = nil,
        tokens: TokenCounts = .unknown, quantities: [Quantity] = [], charge: Money? = nil, duration: Duration? = nil,
        labels: [UsageDimension: String] = [:]
    ) {
        fields = RecordFields(
            provider: provider.rawValue, id: id, requestID: requestID, repeatsRequest: repeatsRequest, time: time,
            type: type,
            model: model, apiKey: apiKey, user: user, status: status?.rawValue, sku: sku, bot: bot,
            conversation: conversation, tokens: tokens, duration: duration)
        self.quantities = quantities
        self.charge = charge
        self.labels = labels
    }

    /// The record itself.
    public var usageRecord: UsageRecord { self }
}

extension Quantity {
    fileprivate init(_ quantity: RecordQuantity<OwnedText>) {
        self.init(exact: quantity.count, unit: UsageUnit(rawValue: quantity.unit))
    }
}
