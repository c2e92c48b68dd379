extension Auralytik {
    /// A webhook that is to be created or changed; what is nil stays as it is, or is left out.
    public struct WebhookSettings: Hashable, Sendable {
        /// The address: https.
        public var url: String?
        /// The events that are to be sent.
        public var events: [EventName]?
        /// A description.
        public var note: String?
        /// Whether events are to be sent; only a webhook that exists has it.
        public var isActive: Bool?

        /// Creates settings.
        public init(
            url: String? = nil, events: [EventName]? = nil, note: String? = nil, isActive: Bool? = nil
        ) {
            self.url = url
            self.events = events
            self.note = note
            self.isActive = isActive
        }

        fileprivate var json: JSONObject {
            var body = JSONObject()
            if let url { body.append("url", .string(url)) }
            if let events { body.append("events", .array(events.map(\.jsonForm))) }
            if let note { body.append("description", .string(note)) }
            if let isActive { body.append("active", .bool(isActive)) }
            return body
        }
    }
}

extension Auralytik.Client {
    /// Fetches all webhooks (`GET /webhooks`), page by page if the response says that there are more.
    ///
    /// It needs the scope `webhooks:manage`, as all methods of webhooks do.
    ///
    /// - Returns: The webhooks.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func webhooks() async throws -> [Auralytik.Webhook] {
        try await list("/webhooks")
    }

    /// Creates a webhook (`POST /webhooks`).
    ///
    /// The request is sent once: after a failure, look at ``webhooks()`` before another try.
    ///
    /// - Parameters:
    ///   - url: The address, which must be https.
    ///   - events: The events that are to be sent, at least one.
    ///   - note: A description.
    /// - Returns: The webhook with ``Auralytik/Webhook/signingSecret``, which never comes again.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func createWebhook(
        url: String, events: [Auralytik.EventName], note: String? = nil
    ) async throws -> Auralytik.Webhook {
        let settings = Auralytik.WebhookSettings(url: url, events: events, note: note)
        return try await http.document(
            Auralytik.Webhook.self, "/webhooks", content: .changing("POST", try Self.checked(settings)))
    }

    /// Changes a webhook (`PATCH /webhooks/{id}`); the request is sent once.
    ///
    /// - Parameters:
    ///   - id: The id of the webhook.
    ///   - settings: What is to be changed, at least one of them.
    /// - Returns: The webhook.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func updateWebhook(
        id: String, _ settings: Auralytik.WebhookSettings
    ) async throws -> Auralytik.Webhook {
        guard settings != Auralytik.WebhookSettings() else {
            throw UsageError(.invalidArgument, "nothing of the webhook is to be changed")
        }
        let path = "/webhooks/\(try HTTPClient.segment(id))"
        return try await http.document(
            Auralytik.Webhook.self, path, content: .changing("PATCH", try Self.checked(settings))
        ) { (webhook) throws(UsageError) in
            try UsageError.check(webhook.id, isAsked: id)
        }
    }

    /// Deletes a webhook (`DELETE /webhooks/{id}`); the request is sent once.
    ///
    /// - Parameter id: The id of the webhook.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func deleteWebhook(id: String) async throws {
        try await http.change("/webhooks/\(try HTTPClient.segment(id))", content: .changing("DELETE"))
    }

    /// Has a test event sent to a webhook (`POST /webhooks/{id}/test`); the request is sent once.
    ///
    /// - Parameter id: The id of the webhook.
    /// - Returns: What the provider says; empty if the response has no body.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func testWebhook(id: String) async throws -> Auralytik.WebhookTest {
        let path = "/webhooks/\(try HTTPClient.segment(id))/test"
        return try await http.fetch(path, content: .changing("POST")) { response in
            if response.body.isEmpty { return Auralytik.WebhookTest() }
            return try response.read { (json, envelope) throws(UsageError) in
                let test = try Auralytik.WebhookTest(from: &json)
                try envelope?.requireContent(of: Auralytik.WebhookTest.self)
                return test
            }
        }
    }

    /// Fetches the deliveries of a webhook (`GET /webhooks/{id}/deliveries`), page by page if the response says that there
    /// are more.
    ///
    /// - Parameter id: The id of the webhook.
    /// - Returns: The deliveries, in the order of the provider.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func webhookDeliveries(id: String) async throws -> [Auralytik.WebhookDelivery] {
        try await list("/webhooks/\(try HTTPClient.segment(id))/deliveries")
    }

    /// Whether the API is up (`GET /health`), for which the provider asks for no key.
    ///
    /// - Returns: What the provider says.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func health() async throws -> Auralytik.Health {
        try await http.document(Auralytik.Health.self, "/health")
    }

    private static func checked(_ settings: Auralytik.WebhookSettings) throws(UsageError) -> JSONObject {
        if let url = settings.url, !url.lowercased().hasPrefix("https://") {
            throw UsageError(.invalidArgument, "the address of a webhook must begin with https://")
        }
        if settings.events?.isEmpty == true {
            throw UsageError(.invalidArgument, "a webhook needs at least one event")
        }
        return settings.json
    }
}
