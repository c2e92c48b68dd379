public import UsageKit

extension AurousFake {
    /// Returns a row of the event stream.
    ///
    /// ```swift
    /// let fake = AurousFake(events: [AurousFake.event(at: noon, model: "example-chat-1", credits: 0.0312)])
    /// let event = try Aurous.RequestEvent(AurousFake.event(at: noon, credits: 0, status: .failed))
    /// ```
    ///
    /// - Parameters:
    ///   - instant: When the request came in.
    ///   - model: The model's slug.
    ///   - credits: What was charged; nil for a request that is not finished.
    ///   - type: The kind of work.
    ///   - status: How the request ended.
    ///   - inputTokens: Tokens of the prompt; nil for a row without them.
    ///   - outputTokens: Tokens of the completion; nil for a row without them.
    ///   - duration: How long it took; nil while it is pending.
    ///   - apiKeyID: The key that made the call; nil for the dashboard.
    ///   - id: The id; nil for one that no other row has.
    ///   - members: Members to add or replace, by their names on the wire.
    /// - Returns: The row as on the wire.
    public static func event(
        at instant: Timestamp, model: String = "example-chat-1", credits: WireNumber? = 0.0312,
        type: Aurous.EventType = .chat, status: UsageStatus = .completed, inputTokens: Int? = 320,
        outputTokens: Int? = 80, duration: Duration? = .milliseconds(1500),
        apiKeyID: String? = "apikey_01JX00000000000000000000AA", id: String? = nil, with members: JSONObject = [:]
    ) -> JSONValue {
        let prefixes: [Aurous.EventType: String] = [.embedding: "emb_", .image: "img_", .video: "vid_"]
        return .row(
            [
                "id": .string(id ?? RowID.ulid(prefixes[type] ?? "cmp_", at: instant)),
                "type": .string(type.rawValue), "model": .string(model), "status": .string(status.rawValue),
                "created_at": .wire(instant),
                "completed_at": duration.map { .wire(instant.advanced(by: $0)) } ?? .null,
                "duration_ms": duration.map { JSONValue(milliseconds: $0) } ?? .null,
                "input_tokens": inputTokens.map { .integer($0) }, "output_tokens": outputTokens.map { .integer($0) },
                "credits_charged": JSONValue(credits), "api_key_id": JSONValue(apiKeyID), "user_id": .null,
                "request_id": .string(RowID.ulid("req_", at: instant)),
            ], replacing: members)
    }

    /// Returns a row of the credit ledger.
    ///
    /// - Parameters:
    ///   - instant: When the credits moved.
    ///   - amount: How many credits; the sign is not documented, and the published sample is positive.
    ///   - type: The kind of movement.
    ///   - holdID: The hold that it belongs to; nil for none.
    ///   - id: The id; nil for one that no other row has.
    ///   - members: Members to add or replace, by their names on the wire.
    /// - Returns: The row as on the wire.
    public static func creditEvent(
        at instant: Timestamp, amount: WireNumber = 1.5, type: Aurous.CreditEventType = .charge, holdID: String? = nil,
        id: String? = nil, with members: JSONObject = [:]
    ) -> JSONValue {
        .row(
            [
                "id": .string(id ?? RowID.ulid("uev_", at: instant)), "object": "usage_event",
                "type": .string(type.rawValue), "amount": JSONValue(amount), "currency": "credit",
                "created_at": .wire(instant), "generation_id": .null, "hold_id": JSONValue(holdID),
                "description": .string("Example \(type.rawValue)"),
            ], replacing: members)
    }
}
