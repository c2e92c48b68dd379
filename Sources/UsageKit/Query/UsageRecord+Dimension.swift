extension UsageRecord {
    /// The record's value of a dimension; nil if it has none.
    func text(for dimension: UsageDimension) -> String? {
        switch dimension.common {
        case .provider: provider.rawValue
        case .model: model
        case .apiKey: apiKey
        case .user: user
        case .type: type
        case .status: status?.rawValue
        case .currency: charge?.currency.rawValue
        case .sku: sku
        case .bot: bot
        case .conversation: conversation
        case .account, nil: labels[dimension]
        }
    }
}
