// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Aurous {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Aurous.Bucket": Aurous.Bucket.shape,
            "Aurous.Bucket.Group": Aurous.Bucket.Group.shape,
            "Aurous.BucketMetrics": Aurous.BucketMetrics.shape,
            "Aurous.CreditEvent": Aurous.CreditEvent.shape,
            "Aurous.RequestEvent": Aurous.RequestEvent.shape,
        ]
    }
}
