// Written by .scripts/generate-rows from Auralytik+KeyBreakdown.swift. Do not edit: change the declaration and run it again.

extension Auralytik.KeyBreakdown {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(billingPeriod: BillingPeriod, keys: [Auralytik.KeyBreakdown.Key], meta: Auralytik.ResponseMeta? = nil) {
        self.billingPeriod = billingPeriod
        self.keys = keys
        self.meta = meta
    }
}

extension Auralytik.KeyBreakdown: JSONDocument {
    enum Field: String, WireField {
        case billingPeriod, keys, meta
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("billingPeriod", BillingPeriod.kind),
        ModelShape.Member("keys", [Auralytik.KeyBreakdown.Key].kind),
        ModelShape.Member("meta", Auralytik.ResponseMeta.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var billingPeriod: BillingPeriod?
        var keys: [Auralytik.KeyBreakdown.Key]?
        var meta: Auralytik.ResponseMeta?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .billingPeriod: billingPeriod = try BillingPeriod(from: &json)
            case .keys: keys = try [Auralytik.KeyBreakdown.Key](from: &json)
            case .meta: meta = try .optional(from: &json)
            }
        }
        guard let billingPeriod else { throw json.missing(Field.billingPeriod) }
        guard let keys else { throw json.missing(Field.keys) }
        self.billingPeriod = billingPeriod
        self.keys = keys
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
        object.append(Field.billingPeriod, billingPeriod) { $0.jsonForm }
        object.append(Field.keys, keys) { $0.jsonForm }
        object.append(Field.meta, meta) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.KeyBreakdown.Key {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, name: String? = nil, calls: Int, lastUsedAt: Timestamp? = nil) {
        self.id = id
        self.name = name
        self.calls = calls
        self.lastUsedAt = lastUsedAt
    }
}

extension Auralytik.KeyBreakdown.Key: JSONDocument {
    enum Field: String, WireField {
        case id = "keyId"
        case name, calls, lastUsedAt
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("keyId", String.kind),
        ModelShape.Member("name", String.kind),
        ModelShape.Member("calls", Int.kind),
        ModelShape.Member("lastUsedAt", Timestamp.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var name: String?
        var calls: Int?
        var lastUsedAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .name: name = try .optional(from: &json)
            case .calls: calls = try Int(from: &json)
            case .lastUsedAt: lastUsedAt = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let calls else { throw json.missing(Field.calls) }
        self.id = id
        self.name = name
        self.calls = calls
        self.lastUsedAt = lastUsedAt
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
        object.append(Field.calls, calls) { $0.jsonForm }
        object.append(Field.lastUsedAt, orNull: lastUsedAt) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
