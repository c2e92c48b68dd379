// The addresses to which Aurous sends webhooks. Requests that change something are sent once.

extension Aurous.Client {
    /// Registers an address for webhooks (`POST /v1/webhook_endpoints`).
    ///
    /// - Parameters:
    ///   - url: The address: https, up to 2048 characters.
    ///   - events: The types of events to send.
    ///   - note: A label for the dashboard.
    ///   - metadata: Texts of yours, up to 50, each up to 500 characters.
    /// - Returns: The registered address, with the secret of its signatures: keep it, it does not come again.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func createWebhookEndpoint(
        url: String, events: [Aurous.WebhookEventType], note: String? = nil, metadata: [String: String] = [:]
    ) async throws -> Aurous.WebhookEndpoint {
        guard url.lowercased().hasPrefix("https://"), url.count <= 2048 else {
            throw UsageError(
                .invalidArgument, "the address of a webhook must begin with https:// and have up to 2048 characters")
        }
        guard !events.isEmpty else { throw UsageError(.invalidArgument, "a webhook needs at least one type of event") }
        guard metadata.count <= 50, metadata.values.allSatisfy({ $0.count <= 500 }) else {
            throw UsageError(
                .invalidArgument, "the metadata of a webhook can have up to 50 texts, each of up to 500 characters")
        }
        var body: JSONObject = ["url": .string(url), "events": .array(events.map { .string($0.rawValue) })]
        if let note { body.append("description", .string(note)) }
        if !metadata.isEmpty {
            let members = metadata.sorted { ByteString($0.key) < ByteString($1.key) }
            body.append("metadata", .object(JSONObject(members.map { JSONObject.Member($0.key, .string($0.value)) })))
        }
        return try await http.document(
            Aurous.WebhookEndpoint.self, "/webhook_endpoints", content: .changing("POST", body))
    }

    /// Fetches the addresses for webhooks (`GET /v1/webhook_endpoints`), without their secrets.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func webhookEndpoints() async throws -> [Aurous.WebhookEndpoint] {
        try await http.documents(below: "data", "/webhook_endpoints")
    }

    /// Fetches an address for webhooks (`GET /v1/webhook_endpoints/{id}`), without its secret.
    ///
    /// - Parameter id: The id, `we_…`.
    /// - Returns: The address.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func webhookEndpoint(id: String) async throws -> Aurous.WebhookEndpoint {
        try await http.document(
            Aurous.WebhookEndpoint.self, "/webhook_endpoints/" + HTTPClient.segment(id)
        ) { (endpoint) throws(UsageError) in
            try UsageError.check(endpoint.id, isAsked: id)
        }
    }

    /// Removes an address for webhooks (`DELETE /v1/webhook_endpoints/{id}`).
    ///
    /// - Parameter id: The id, `we_…`.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func deleteWebhookEndpoint(id: String) async throws {
        try await http.change("/webhook_endpoints/" + HTTPClient.segment(id), content: .changing("DELETE"))
    }

    /// Replaces the secret of an address for webhooks (`POST /v1/webhook_endpoints/{id}/rotate_secret`).
    ///
    /// Whether the old secret stays valid for a while is not documented: verify signatures with both until none comes with
    /// the old one.
    ///
    /// - Parameter id: The id, `we_…`.
    /// - Returns: The address with its new secret: keep it, it does not come again. It is returned whatever its id is, since
    ///   the secret would be lost with an error.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func rotateWebhookSecret(id: String) async throws -> Aurous.WebhookEndpoint {
        let path = try "/webhook_endpoints/" + HTTPClient.segment(id) + "/rotate_secret"
        return try await http.document(Aurous.WebhookEndpoint.self, path, content: .changing("POST"))
    }

    /// Has a webhook sent that tests an address (`POST /v1/webhook_endpoints/{id}/test`).
    ///
    /// - Parameters:
    ///   - id: The id, `we_…`.
    ///   - type: The type of the event, one of those of the address.
    /// - Returns: The id of the event, whose webhook says that it is a test (``Aurous/WebhookEvent/isSynthetic``).
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func testWebhookEndpoint(
        id: String, sending type: Aurous.WebhookEventType
    ) async throws -> Aurous.WebhookTest {
        let path = try "/webhook_endpoints/" + HTTPClient.segment(id) + "/test"
        return try await http.document(
            Aurous.WebhookTest.self, path, content: .changing("POST", ["event_type": .string(type.rawValue)]))
    }
}
