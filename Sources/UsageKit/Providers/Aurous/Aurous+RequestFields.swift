// Row declaration: .scripts/generate-rows writes Aurous+RequestEvent.swift from it.

extension Aurous {
    /// One billed request.
    ///
    /// Not a receipt: it does not have the parts of the charge.
    struct RequestFields<Form: TextForm>: Sendable {  // row RequestEvent
        /// The id of what was made: `cmp_…`, `emb_…`, `img_…` or `vid_…`.
        var id: Form.Text  // id, id
        /// The kind of work.
        var type: Form.Text?  // type, as EventType, required
        /// The model's slug.
        var model: Form.Text?  // model
        /// How the request ended.
        var status: Form.Text?  // status, as UsageStatus
        /// When the request came in.
        var createdAt: Timestamp?  // created_at, required
        /// When it was done; nil while it is pending.
        var completedAt: Timestamp?  // completed_at
        /// How long it took.
        var duration: Duration?  // duration_ms
        /// Tokens of the prompt.
        var inputTokens: Int?  // input_tokens
        /// Tokens of the completion; 0 for embeddings.
        var outputTokens: Int?  // output_tokens
        /// Credits that were charged; nil for a request that is not finished.
        var creditsCharged: ExactDecimal?  // credits_charged
        /// The key that made the call, as `apikey_…`; nil for calls from the dashboard.
        var apiKeyID: Form.Text?  // api_key_id
        /// The user who made the call.
        var userID: Form.Text?  // user_id
        /// The `Aurous-Request-Id` of the response.
        var requestID: Form.Text?  // request_id, own
        /// The LoRA that was used.
        var loraID: Form.Text?  // lora_id
        /// The number of images; nil if the row does not have it.
        var imageCount: Int?  // image_count
        /// The seconds of video; nil if the row does not have it.
        var videoSeconds: ExactDecimal?  // video_seconds
        var unknown: Form.Unknown
    }
}
