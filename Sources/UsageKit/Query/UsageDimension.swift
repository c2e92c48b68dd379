/// What a report can be split by.
///
/// More dimensions may follow in later versions, so a `switch` over them needs a `default`.
public struct UsageDimension: WireValue {
    /// The dimensions that the columns of a ledger hold.
    enum Common: String, CaseIterable {
        case provider, model, apiKey, user, type, status, currency, sku, bot, conversation
    }

    /// Nil for a name that this version does not know.
    let common: Common?
    private let otherName: String

    private init(_ common: Common) {
        self.common = common
        otherName = ""
    }

    /// Creates a dimension from its name.
    public init(rawValue: String) {
        // By bytes: to Swift's equality, a Kelvin sign is a K.
        common = Common(rawValue: rawValue).flatMap { $0.rawValue.utf8.elementsEqual(rawValue.utf8) ? $0 : nil }
        otherName = common == nil ? rawValue : ""
    }

    /// The name.
    public var rawValue: String { common?.rawValue ?? otherName }
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
    /// The dimensions of every ledger.
    public static let all = Common.allCases.map(Self.init)
}

extension UsageError {
    /// The error for a dimension that rows do not have.
    static func unknownDimension(_ dimension: UsageDimension) -> UsageError {
        let known = UsageDimension.all.map(\.rawValue).joined(separator: ", ")
        return UsageError(
            .invalidArgument, "there is no dimension '\(dimension)'; the dimensions are \(known)")
    }
}
