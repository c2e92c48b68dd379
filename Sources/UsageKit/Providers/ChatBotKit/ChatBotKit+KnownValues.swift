// Written by .scripts/generate-rows from the vocabularies of this folder. Do not edit: change the declaration and run it again.

extension ChatBotKit.UsageType: JSONForm {
    /// The values that the provider documents.
    public static let known: [Self] = [
        .conversation, .message, .image, .video, .audio, .fetch, .email, .baseToken, .customToken,
    ]
}
