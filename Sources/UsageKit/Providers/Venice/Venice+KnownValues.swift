// Written by .scripts/generate-rows from the vocabularies of this folder. Do not edit: change the declaration and run it again.

extension Venice.APIKey.KeyType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.inference, .admin]
}

extension Venice.APIKey.LimitPeriod: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.epoch, .month, .lifetime]
}

extension Venice.APIKey.ModelPrivacy: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.all, .privateText, .privateOnly]
}

extension Venice.LimitType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [
        .requestsPerMinute, .requestsPerDay, .tokensPerMinute, .failedRequests, .unsupportedFeatureRequests,
    ]
}

extension Venice.WalletTransactionType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.topUp, .charge, .refund]
}
