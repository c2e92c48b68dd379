// Written by .scripts/generate-rows from the vocabularies of this folder. Do not edit: change the declaration and run it again.

extension Auralytik.ExportStatus: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.queued, .processing, .completed, .failed]
}

extension Auralytik.ExportFormat: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [.csv, .xlsx]
}

extension Auralytik.EventName: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [
        .evaluationCompleted, .audioTranscribed, .audioProcessed, .voiceCallCompleted, .exportReady, .quotaWarning,
        .keyRotated,
    ]
}
