// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Auralytik {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Auralytik.ExportJob": Auralytik.ExportJob.shape,
            "Auralytik.Health": Auralytik.Health.shape,
            "Auralytik.KeyBreakdown": Auralytik.KeyBreakdown.shape,
            "Auralytik.KeyBreakdown.Key": Auralytik.KeyBreakdown.Key.shape,
            "Auralytik.ResponseMeta": Auralytik.ResponseMeta.shape,
            "Auralytik.Summary": Auralytik.Summary.shape,
            "Auralytik.Summary.Meter": Auralytik.Summary.Meter.shape,
            "Auralytik.Webhook": Auralytik.Webhook.shape,
            "Auralytik.WebhookDelivery": Auralytik.WebhookDelivery.shape,
            "Auralytik.WebhookEvent": Auralytik.WebhookEvent.shape,
            "Auralytik.WebhookTest": Auralytik.WebhookTest.shape,
        ]
    }
}
