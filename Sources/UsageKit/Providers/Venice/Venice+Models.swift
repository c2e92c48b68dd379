// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension Venice {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "Venice.Analytics": Venice.Analytics.shape,
            "Venice.Analytics.Day": Venice.Analytics.Day.shape,
            "Venice.Analytics.Key": Venice.Analytics.Key.shape,
            "Venice.Analytics.Model": Venice.Analytics.Model.shape,
            "Venice.Analytics.Part": Venice.Analytics.Part.shape,
            "Venice.BillingEntry": Venice.BillingEntry.shape,
            "Venice.InferenceDetails": Venice.InferenceDetails.shape,
        ]
    }
}
