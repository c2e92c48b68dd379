// Written by .scripts/generate-rows from ChatBotKit+PlatformReport.swift. Do not edit: change the declaration and run it again.

extension ChatBotKit.PlatformReport {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, name: String? = nil, reportDescription: String? = nil, meta: JSONObject? = nil,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.reportDescription = reportDescription
        self.meta = meta
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension ChatBotKit.PlatformReport: JSONDocument {
    enum Field: String, WireField {
        case id, name
        case reportDescription = "description"
        case meta, createdAt, updatedAt
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("name", String.kind),
        ModelShape.Member("description", String.kind),
        ModelShape.Member("meta", JSONObject.kind),
        ModelShape.Member("createdAt", .value),
        ModelShape.Member("updatedAt", .value),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var name: String?
        var reportDescription: String?
        var meta: JSONObject?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .name: name = try .optional(from: &json)
            case .reportDescription: reportDescription = try .optional(from: &json)
            case .meta: meta = try .optional(from: &json)
            case .createdAt: createdAt = try json.milliseconds()
            case .updatedAt: updatedAt = try json.milliseconds()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        guard let updatedAt else { throw json.missing(Field.updatedAt) }
        self.id = id
        self.name = name
        self.reportDescription = reportDescription
        self.meta = meta
        self.createdAt = createdAt
        self.updatedAt = updatedAt
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
        object.append(Field.reportDescription, reportDescription) { $0.jsonForm }
        object.append(Field.meta, orNull: meta) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { JSONValue(millisecondsSince1970: $0) }
        object.append(Field.updatedAt, updatedAt) { JSONValue(millisecondsSince1970: $0) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
