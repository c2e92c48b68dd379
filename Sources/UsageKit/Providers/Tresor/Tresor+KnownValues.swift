// Written by .scripts/generate-rows from the vocabularies of this folder. Do not edit: change the declaration and run it again.

extension Tresor.Modality: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.chat, .transcription, .embedding]
}

extension Tresor.BillingUnit: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.token, .audioMinute, .audioSecond, .request]
}
