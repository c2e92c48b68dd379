extension UsageRecord {
    /// The names of the columns that an export of records has, in their order; those of labels follow them.
    static let exportedColumns = [
        "provider", "id", "requestID", "time", "type", "model", "apiKey", "user", "status", "sku", "bot",
        "conversation", "inputTokens", "outputTokens", "units", "charge", "currency", "durationMS",
    ]
}
