/// What a report can be split by.
public enum UsageDimension: String, Hashable, Sendable, CaseIterable {
    /// The provider that reported the event.
    case provider
    /// The model.
    case model
    /// The public id of the API key.
    case apiKey
    /// The user on whose behalf the call was made.
    case user
    /// The kind of work, in the provider's word.
    case type
    /// How the request ended.
    case status
    /// The currency of the charge.
    case currency
    /// The product that was billed.
    case sku
    /// The bot that made the call.
    case bot
    /// The conversation that the call belongs to.
    case conversation
}
