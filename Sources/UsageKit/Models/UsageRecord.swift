/// One billed event in the vocabulary that all providers share.
///
/// A field that the provider does not report is nil: unknown is not zero. Duplicates are not removed here; a walk does
/// that before it delivers rows.
public struct UsageRecord: UsageRow {
    /// The provider that reported the event.
    public var provider: ProviderID
    /// The provider's id of the row.
    public var id: String?
    /// The id of the request that was billed.
    public var requestID: String?
    /// Whether several rows can describe one request, each repeating the request's tokens and duration.
    ///
    /// If so, rows with the same ``requestID`` count as one request: tokens and duration count once, and each row has
    /// a charge of its own.
    public var repeatsRequest: Bool
    /// When the event happened.
    public var time: Timestamp?
    /// The kind of work, in the provider's term.
    public var type: String?
    /// The model.
    public var model: String?
    /// The public id of the API key, never the key itself.
    public var apiKey: String?
    /// The user on whose behalf the call was made.
    public var user: String?
    /// How the request ended.
    public var status: UsageStatus?
    /// The product that was billed.
    public var sku: String?
    /// The bot that made the call.
    public var bot: String?
    /// The conversation that the call belongs to.
    public var conversation: String?
    /// The tokens of the request.
    public var tokens: TokenCounts
    /// Everything else that was counted.
    public var quantities: [Quantity]
    /// What was charged: positive for money spent.
    public var charge: Money?
    /// How long the request took.
    public var duration: Duration?

    /// Creates a record.
    public init(
        provider: ProviderID, id: String? = nil, requestID: String? = nil, repeatsRequest: Bool = false,
        time: Timestamp? = nil, type: String? = nil, model: String? = nil, apiKey: String? = nil, user: String? = nil,
        status: UsageStatus? = nil, sku: String? = nil, bot: String? = nil, conversation: String? = nil,
        tokens: TokenCounts = .unknown, quantities: [Quantity] = [], charge: Money? = nil, duration: Duration? = nil
    ) {
        self.provider = provider
        self.id = id
        self.requestID = requestID
        self.repeatsRequest = repeatsRequest
        self.time = time
        self.type = type
        self.model = model
        self.apiKey = apiKey
        self.user = user
        self.status = status
        self.sku = sku
        self.bot = bot
        self.conversation = conversation
        self.tokens = tokens
        self.quantities = quantities
        self.charge = charge
        self.duration = duration
    }

    /// The record itself.
    public var usageRecord: UsageRecord { self }
}
