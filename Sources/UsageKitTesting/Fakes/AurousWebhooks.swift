internal import UsageKit

/// The addresses for webhooks of a fake.
struct AurousWebhooks: Sendable {
    private struct Endpoint: Sendable {
        let id: String
        let members: JSONObject
        var secret: String
        var updatedAt: Timestamp

        func json(showingSecret: Bool = false) -> JSONValue {
            .object(
                JSONObject(
                    members.members + [
                        JSONObject.Member("secret_preview", .string("\(secret.prefix(9))...\(secret.suffix(4))")),
                        JSONObject.Member("secret", showingSecret ? .string(secret) : .null),
                        JSONObject.Member("updated_at", .wire(updatedAt)),
                    ]))
        }
    }

    private var endpoints: [Endpoint] = []

    /// Addresses that are registered for all types of events.
    init(urls: [String], now: Timestamp) {
        for url in urls {
            endpoints.append(
                Self.endpoint(url: url, types: Self.types.map(JSONValue.string), metadata: JSONObject(), note: nil, now)
            )
        }
    }

    private static let types = [
        "image.completed", "image.failed", "image.cancelled", "video.completed", "video.failed", "video.cancelled",
        "usage.balance_low", "webhook.endpoint_disabled", "character.completed", "character.failed",
        "character.cancelled",
    ]

    private static func parts(_ path: String) -> [Substring]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return parts.first == "webhook_endpoints" && parts.allSatisfy({ !$0.isEmpty }) ? Array(parts) : nil
    }

    /// Whether the provider has such a resource.
    static func knows(_ method: String, _ path: String) -> Bool {
        guard let parts = parts(path) else { return false }
        return switch (method, parts.count) {
        case ("GET", 1), ("POST", 1), ("GET", 2), ("DELETE", 2): true
        case ("POST", 3): parts[2] == "rotate_secret" || parts[2] == "test"
        default: false
        }
    }

    /// Answers a request for a resource that it knows.
    ///
    /// - Throws: ``AurousRefusal``.
    mutating func answer(_ method: String, _ path: String, body: [UInt8], now: Timestamp) throws -> TransportResponse {
        let parts = Self.parts(path) ?? []
        guard parts.count > 1 else {
            if method == "POST" { return .json(try create(body, now), status: 201) }
            return .json(["object": "list", "data": .array(endpoints.map { $0.json() }), "has_more": false])
        }
        guard let index = endpoints.firstIndex(where: { $0.id == parts[1] }) else {
            throw AurousRefusal(404, "resource_not_found", "no such webhook endpoint", type: "not_found")
        }
        if method == "DELETE" {
            endpoints.remove(at: index)
            return TransportResponse(status: 204)
        }
        switch parts.count > 2 ? parts[2] : "" {
        case "rotate_secret":
            endpoints[index].secret = Self.newSecret
            endpoints[index].updatedAt = now
            return .json(endpoints[index].json(showingSecret: true))
        case "test": return .json(try test(endpoints[index], body, now))
        default: return .json(endpoints[index].json())
        }
    }

    private static var newSecret: String { RowID.text("whsec_", length: 26) }

    private static func object(_ body: [UInt8]) throws -> JSONObject {
        guard case .object(let object)? = try? JSONValue(json: body) else {
            throw AurousRefusal(400, "invalid_format", "the body must be a JSON object", type: "invalid_request")
        }
        return object
    }

    private mutating func create(_ body: [UInt8], _ now: Timestamp) throws -> JSONValue {
        let body = try Self.object(body)
        guard let url = body["url"]?.string else {
            throw AurousRefusal("missing_field", "url is required", parameter: "url")
        }
        guard url.hasPrefix("https://"), url.count <= 2048 else {
            throw AurousRefusal("invalid_format", "url must be https, up to 2048 characters", parameter: "url")
        }
        guard case .array(let events)? = body["events"], !events.isEmpty else {
            throw AurousRefusal("missing_field", "events is required", parameter: "events")
        }
        // The wildcard means the types of today.
        let types = events == ["*"] ? Self.types.map(JSONValue.string) : events
        guard types.allSatisfy({ $0.string.map(Self.types.contains) ?? false }) else {
            throw AurousRefusal("value_out_of_range", "unknown type of event", parameter: "events")
        }
        var metadata = JSONObject()
        if case .object(let object)? = body["metadata"] { metadata = object }
        guard metadata.members.count <= 50, metadata.members.allSatisfy({ $0.value.string?.count ?? 0 <= 500 }) else {
            throw AurousRefusal("value_out_of_range", "too much metadata", parameter: "metadata")
        }
        let endpoint = Self.endpoint(url: url, types: types, metadata: metadata, note: body["description"], now)
        endpoints.append(endpoint)
        return endpoint.json(showingSecret: true)
    }

    private static func endpoint(
        url: String, types: [JSONValue], metadata: JSONObject, note: JSONValue?, _ now: Timestamp
    ) -> Endpoint {
        let id = RowID.ulid("we_", at: now)
        var members: JSONObject = [
            "id": .string(id), "object": "webhook_endpoint", "url": .string(url), "events": .array(types),
            "is_active": true, "consecutive_failures": 0, "last_success_at": .null, "last_failure_at": .null,
            "metadata": .object(metadata), "created_at": .wire(now),
        ]
        if let note { members.append("description", note) }
        return Endpoint(id: id, members: members, secret: newSecret, updatedAt: now)
    }

    private func test(_ endpoint: Endpoint, _ body: [UInt8], _ now: Timestamp) throws -> JSONValue {
        guard let type = try Self.object(body)["event_type"] else {
            throw AurousRefusal("missing_field", "event_type is required", parameter: "event_type")
        }
        guard case .array(let types)? = endpoint.members["events"], types.contains(type) else {
            throw AurousRefusal(
                "value_out_of_range", "the endpoint is not subscribed to this type", parameter: "event_type")
        }
        return [
            "object": "webhook_test_fire", "endpoint_id": .string(endpoint.id),
            "event_id": .string(RowID.ulid("evt_", at: now)), "enqueued": true,
        ]
    }
}
