// Written by .scripts/generate-rows from the vocabularies of this folder. Do not edit: change the declaration and run it again.

extension Aurous.BillingMode: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.metered, .exempt]
}

extension Aurous.BucketWidth: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.minute, .fiveMinutes, .fifteenMinutes, .hour, .day, .sevenDays, .thirtyDays]
}

extension Aurous.BucketDimension: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.type, .model, .apiKey, .user, .status]
}

extension Aurous.CreditEventType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.hold, .release, .charge, .refund, .topup, .adjustment]
}

extension Aurous.EventType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.chat, .embedding, .image, .video]
}

extension Aurous.GenerationStatus: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [
        .pending, .processing, .succeeded, .failed, .cancelled, .expired, .moderationRejected,
    ]
}

extension Aurous.WebhookEventType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [
        .imageCompleted, .imageFailed, .imageCancelled, .videoCompleted, .videoFailed, .videoCancelled,
        .characterCompleted, .characterFailed, .characterCancelled, .balanceLow, .endpointDisabled,
    ]
}
