// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Aurous {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Aurous.Balance": Aurous.Balance.shape,
            "Aurous.Bucket": Aurous.Bucket.shape,
            "Aurous.Bucket.Group": Aurous.Bucket.Group.shape,
            "Aurous.BucketMetrics": Aurous.BucketMetrics.shape,
            "Aurous.ChatPricing": Aurous.ChatPricing.shape,
            "Aurous.ChatUsage": Aurous.ChatUsage.shape,
            "Aurous.ChatUsage.Breakdown": Aurous.ChatUsage.Breakdown.shape,
            "Aurous.CostBreakdown": Aurous.CostBreakdown.shape,
            "Aurous.CreditEvent": Aurous.CreditEvent.shape,
            "Aurous.EmbeddingEstimate": Aurous.EmbeddingEstimate.shape,
            "Aurous.EmbeddingEstimate.Tokens": Aurous.EmbeddingEstimate.Tokens.shape,
            "Aurous.EmbeddingPricing": Aurous.EmbeddingPricing.shape,
            "Aurous.EmbeddingUsage": Aurous.EmbeddingUsage.shape,
            "Aurous.EmbeddingUsage.Breakdown": Aurous.EmbeddingUsage.Breakdown.shape,
            "Aurous.EmbeddingUsage.Input": Aurous.EmbeddingUsage.Input.shape,
            "Aurous.Estimate": Aurous.Estimate.shape,
            "Aurous.Estimate.Cost": Aurous.Estimate.Cost.shape,
            "Aurous.Generation": Aurous.Generation.shape,
            "Aurous.Generation.Cost": Aurous.Generation.Cost.shape,
            "Aurous.Generation.LoRA": Aurous.Generation.LoRA.shape,
            "Aurous.LifetimeTotals": Aurous.LifetimeTotals.shape,
            "Aurous.Model": Aurous.Model.shape,
            "Aurous.Pricing": Aurous.Pricing.shape,
            "Aurous.Pricing.Image": Aurous.Pricing.Image.shape,
            "Aurous.Pricing.Video": Aurous.Pricing.Video.shape,
            "Aurous.RequestEvent": Aurous.RequestEvent.shape,
            "Aurous.Team": Aurous.Team.shape,
            "Aurous.TokenRate": Aurous.TokenRate.shape,
            "Aurous.WebhookEndpoint": Aurous.WebhookEndpoint.shape,
            "Aurous.WebhookTest": Aurous.WebhookTest.shape,
        ]
    }
}
