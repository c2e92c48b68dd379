// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Venice {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Venice.APIKey": Venice.APIKey.shape,
            "Venice.APIKey.Limits": Venice.APIKey.Limits.shape,
            "Venice.APIKey.Spend": Venice.APIKey.Spend.shape,
            "Venice.APIKey.Usage": Venice.APIKey.Usage.shape,
            "Venice.Analytics": Venice.Analytics.shape,
            "Venice.Analytics.Day": Venice.Analytics.Day.shape,
            "Venice.Analytics.Key": Venice.Analytics.Key.shape,
            "Venice.Analytics.Model": Venice.Analytics.Model.shape,
            "Venice.Analytics.Part": Venice.Analytics.Part.shape,
            "Venice.Balance": Venice.Balance.shape,
            "Venice.Balance.Amounts": Venice.Balance.Amounts.shape,
            "Venice.BillingEntry": Venice.BillingEntry.shape,
            "Venice.ErrorBody": Venice.ErrorBody.shape,
            "Venice.InferenceDetails": Venice.InferenceDetails.shape,
            "Venice.PaymentRequirements": Venice.PaymentRequirements.shape,
            "Venice.RateLimitLogEntry": Venice.RateLimitLogEntry.shape,
            "Venice.RateLimits": Venice.RateLimits.shape,
            "Venice.RateLimits.Balances": Venice.RateLimits.Balances.shape,
            "Venice.RateLimits.Limit": Venice.RateLimits.Limit.shape,
            "Venice.RateLimits.ModelLimits": Venice.RateLimits.ModelLimits.shape,
            "Venice.RateLimits.Tier": Venice.RateLimits.Tier.shape,
            "Venice.WalletBalance": Venice.WalletBalance.shape,
            "Venice.WalletTransaction": Venice.WalletTransaction.shape,
        ]
    }
}
