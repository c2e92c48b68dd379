// Written by .scripts/generate-rows from Auralytik+Webhook.swift. Do not edit: change the declaration and run it again.

extension Auralytik.Webhook {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, url: String? = nil, events: [Auralytik.EventName] = [], note: String? = nil, isActive: Bool? = nil,
        signingSecret: Credential? = nil, createdAt: Timestamp? = nil, meta: Auralytik.ResponseMeta? = nil
    ) {
        self.id = id
        self.url = url
        self.events = events
        self.note = note
        self.isActive = isActive
        self.signingSecret = signingSecret
        self.createdAt = createdAt
        self.meta = meta
    }
}

extension Auralytik.Webhook: JSONDocument {
    enum Field: String, WireField {
        case id, url, events
        case note = "description"
        case isActive = "active"
        case signingSecret = "signing_secret"
        case createdAt = "created_at"
        case meta
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("url", String.kind),
        ModelShape.Member("events", [Auralytik.EventName].kind),
        ModelShape.Member("description", String.kind),
        ModelShape.Member("active", Bool.kind),
        ModelShape.Member("signing_secret", Credential.kind),
        ModelShape.Member("created_at", Timestamp.kind),
        ModelShape.Member("meta", Auralytik.ResponseMeta.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var id: String?
        var url: String?
        var events: [Auralytik.EventName]?
        var note: String?
        var isActive: Bool?
        var signingSecret: Credential?
        var createdAt: Timestamp?
        var meta: Auralytik.ResponseMeta?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .url: url = try .optional(from: &json)
            case .events: events = try .optional(from: &json)
            case .note: note = try .optional(from: &json)
            case .isActive: isActive = try .optional(from: &json)
            case .signingSecret: signingSecret = try .optional(from: &json)
            case .createdAt: createdAt = try .open(Field.createdAt, from: &json, or: &members.unknown)
            case .meta: meta = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        self.id = id
        self.url = url
        self.events = events ?? []
        self.note = note
        self.isActive = isActive
        self.signingSecret = signingSecret
        self.createdAt = createdAt
        self.meta = meta
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
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.url, url) { $0.jsonForm }
        object.append(Field.events, events) { $0.jsonForm }
        object.append(Field.note, note) { $0.jsonForm }
        object.append(Field.isActive, isActive) { $0.jsonForm }
        object.append(Field.signingSecret, signingSecret) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { $0.jsonForm }
        object.append(Field.meta, meta) { $0.jsonForm }
        var unknown = unknown
        if createdAt != nil { unknown.remove(Field.createdAt) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.WebhookDelivery {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String? = nil, event: Auralytik.EventName? = nil, status: JSONValue? = nil, timestamp: Timestamp? = nil
    ) {
        self.id = id
        self.event = event
        self.status = status
        self.timestamp = timestamp
    }
}

extension Auralytik.WebhookDelivery: JSONDocument {
    enum Field: String, WireField {
        case id, event, status, timestamp
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.id, .event, .status, .timestamp]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind, isDocumented: false),
        ModelShape.Member("event", Auralytik.EventName.kind, isDocumented: false),
        ModelShape.Member("status", JSONValue.kind, isDocumented: false),
        ModelShape.Member("timestamp", Timestamp.kind, isDocumented: false),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var event: Auralytik.EventName?
        var status: JSONValue?
        var timestamp: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try .open(Field.id, from: &json, or: &members.unknown)
            case .event: event = try .open(Field.event, from: &json, or: &members.unknown)
            case .status: status = try .optional(from: &json)
            case .timestamp: timestamp = try .open(Field.timestamp, from: &json, or: &members.unknown)
            }
        }
        self.id = id
        self.event = event
        self.status = status
        self.timestamp = timestamp
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
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.event, event) { $0.jsonForm }
        object.append(Field.status, status) { $0.jsonForm }
        object.append(Field.timestamp, timestamp) { $0.jsonForm }
        var unknown = unknown
        if id != nil { unknown.remove(Field.id) }
        if event != nil { unknown.remove(Field.event) }
        if timestamp != nil { unknown.remove(Field.timestamp) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.WebhookTest {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(meta: Auralytik.ResponseMeta? = nil) {
        self.meta = meta
    }
}

extension Auralytik.WebhookTest: JSONDocument {
    enum Field: String, WireField {
        case meta
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("meta", Auralytik.ResponseMeta.kind)
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var meta: Auralytik.ResponseMeta?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .meta: meta = try .optional(from: &json)
            }
        }
        self.meta = meta
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
        object.append(Field.meta, meta) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.WebhookEvent {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, name: Auralytik.EventName, timestamp: Timestamp? = nil, data: JSONObject = JSONObject()) {
        self.id = id
        self.name = name
        self.timestamp = timestamp
        self.data = data
    }
}

extension Auralytik.WebhookEvent: JSONDocument {
    enum Field: String, WireField {
        case id
        case name = "event"
        case timestamp, data
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("event", Auralytik.EventName.kind),
        ModelShape.Member("timestamp", Timestamp.kind),
        ModelShape.Member("data", JSONObject.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var name: Auralytik.EventName?
        var timestamp: Timestamp?
        var data: JSONObject?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .name: name = try Auralytik.EventName(from: &json)
            case .timestamp: timestamp = try .open(Field.timestamp, from: &json, or: &members.unknown)
            case .data: data = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let name else { throw json.missing(Field.name) }
        self.id = id
        self.name = name
        self.timestamp = timestamp
        self.data = data ?? JSONObject()
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
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.name, name) { $0.jsonForm }
        object.append(Field.timestamp, timestamp) { $0.jsonForm }
        object.append(Field.data, data) { $0.jsonForm }
        var unknown = unknown
        if timestamp != nil { unknown.remove(Field.timestamp) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
