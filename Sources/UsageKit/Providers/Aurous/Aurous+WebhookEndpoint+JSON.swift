// Written by .scripts/generate-rows from Aurous+WebhookEndpoint.swift. Do not edit: change the declaration and run it again.

extension Aurous.WebhookEndpoint {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, url: String, events: [Aurous.WebhookEventType], secretPreview: String? = nil,
        secret: Credential? = nil, isActive: Bool? = nil, consecutiveFailures: Int? = nil,
        lastSuccessAt: Timestamp? = nil, lastFailureAt: Timestamp? = nil, metadata: JSONObject? = nil,
        createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil, note: String? = nil
    ) {
        self.id = id
        self.url = url
        self.events = events
        self.secretPreview = secretPreview
        self.secret = secret
        self.isActive = isActive
        self.consecutiveFailures = consecutiveFailures
        self.lastSuccessAt = lastSuccessAt
        self.lastFailureAt = lastFailureAt
        self.metadata = metadata
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.note = note
    }
}

extension Aurous.WebhookEndpoint: JSONDocument {
    enum Field: String, WireField {
        case object, id, url, events
        case secretPreview = "secret_preview"
        case secret
        case isActive = "is_active"
        case consecutiveFailures = "consecutive_failures"
        case lastSuccessAt = "last_success_at"
        case lastFailureAt = "last_failure_at"
        case metadata
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case note = "description"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("object", .words(["webhook_endpoint"])),
        ModelShape.Member("id", String.kind),
        ModelShape.Member("url", String.kind),
        ModelShape.Member("events", [Aurous.WebhookEventType].kind),
        ModelShape.Member("secret_preview", String.kind),
        ModelShape.Member("secret", Credential.kind),
        ModelShape.Member("is_active", Bool.kind),
        ModelShape.Member("consecutive_failures", Int.kind),
        ModelShape.Member("last_success_at", Timestamp.kind),
        ModelShape.Member("last_failure_at", Timestamp.kind),
        ModelShape.Member("metadata", JSONObject.kind),
        ModelShape.Member("created_at", Timestamp.kind),
        ModelShape.Member("updated_at", Timestamp.kind),
        ModelShape.Member("description", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var url: String?
        var events: [Aurous.WebhookEventType]?
        var secretPreview: String?
        var secret: Credential?
        var isActive: Bool?
        var consecutiveFailures: Int?
        var lastSuccessAt: Timestamp?
        var lastFailureAt: Timestamp?
        var metadata: JSONObject?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
        var note: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: try json.skipValue()
            case .id: id = try String(from: &json)
            case .url: url = try String(from: &json)
            case .events: events = try [Aurous.WebhookEventType](from: &json)
            case .secretPreview: secretPreview = try .optional(from: &json)
            case .secret: secret = try .optional(from: &json)
            case .isActive: isActive = try .optional(from: &json)
            case .consecutiveFailures: consecutiveFailures = try .optional(from: &json)
            case .lastSuccessAt: lastSuccessAt = try .optional(from: &json)
            case .lastFailureAt: lastFailureAt = try .optional(from: &json)
            case .metadata: metadata = try .optional(from: &json)
            case .createdAt: createdAt = try .optional(from: &json)
            case .updatedAt: updatedAt = try .optional(from: &json)
            case .note: note = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let url else { throw json.missing(Field.url) }
        guard let events else { throw json.missing(Field.events) }
        self.id = id
        self.url = url
        self.events = events
        self.secretPreview = secretPreview
        self.secret = secret
        self.isActive = isActive
        self.consecutiveFailures = consecutiveFailures
        self.lastSuccessAt = lastSuccessAt
        self.lastFailureAt = lastFailureAt
        self.metadata = metadata
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.note = note
        unknown = members.unknown
    }

    /// Reads a value under the names of the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` and the path if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The value under the names of the wire, with the members that this version does not know at the end.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.object, "webhook_endpoint") { .string($0) }
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.url, url) { $0.jsonForm }
        object.append(Field.events, events) { $0.jsonForm }
        object.append(Field.secretPreview, secretPreview) { $0.jsonForm }
        object.append(Field.secret, orNull: secret) { $0.jsonForm }
        object.append(Field.isActive, isActive) { $0.jsonForm }
        object.append(Field.consecutiveFailures, consecutiveFailures) { $0.jsonForm }
        object.append(Field.lastSuccessAt, orNull: lastSuccessAt) { $0.jsonForm }
        object.append(Field.lastFailureAt, orNull: lastFailureAt) { $0.jsonForm }
        object.append(Field.metadata, metadata) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { $0.jsonForm }
        object.append(Field.updatedAt, updatedAt) { $0.jsonForm }
        object.append(Field.note, note) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.WebhookTest {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(endpointID: String? = nil, eventID: String? = nil, isEnqueued: Bool? = nil) {
        self.endpointID = endpointID
        self.eventID = eventID
        self.isEnqueued = isEnqueued
    }
}

extension Aurous.WebhookTest: JSONDocument {
    enum Field: String, WireField {
        case object
        case endpointID = "endpoint_id"
        case eventID = "event_id"
        case isEnqueued = "enqueued"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("object", .words(["webhook_test_fire"])),
        ModelShape.Member("endpoint_id", String.kind),
        ModelShape.Member("event_id", String.kind),
        ModelShape.Member("enqueued", Bool.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var endpointID: String?
        var eventID: String?
        var isEnqueued: Bool?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: try json.skipValue()
            case .endpointID: endpointID = try .optional(from: &json)
            case .eventID: eventID = try .optional(from: &json)
            case .isEnqueued: isEnqueued = try .optional(from: &json)
            }
        }
        self.endpointID = endpointID
        self.eventID = eventID
        self.isEnqueued = isEnqueued
        unknown = members.unknown
    }

    /// Reads a value under the names of the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` and the path if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The value under the names of the wire, with the members that this version does not know at the end.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.object, "webhook_test_fire") { .string($0) }
        object.append(Field.endpointID, endpointID) { $0.jsonForm }
        object.append(Field.eventID, eventID) { $0.jsonForm }
        object.append(Field.isEnqueued, isEnqueued) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
