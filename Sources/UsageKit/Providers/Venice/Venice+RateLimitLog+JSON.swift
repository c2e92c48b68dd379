// Written by .scripts/generate-rows from Venice+RateLimitLog.swift. Do not edit: change the declaration and run it again.

extension Venice.RateLimitLogEntry {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        apiKeyID: String, modelID: String, rateLimitTier: String, rateLimitType: Venice.LimitType, timestamp: Timestamp
    ) {
        self.apiKeyID = apiKeyID
        self.modelID = modelID
        self.rateLimitTier = rateLimitTier
        self.rateLimitType = rateLimitType
        self.timestamp = timestamp
    }
}

extension Venice.RateLimitLogEntry: JSONDocument {
    enum Field: String, WireField {
        case apiKeyID = "apiKeyId"
        case modelID = "modelId"
        case rateLimitTier, rateLimitType, timestamp
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("apiKeyId", String.kind),
        ModelShape.Member("modelId", String.kind),
        ModelShape.Member("rateLimitTier", String.kind),
        ModelShape.Member("rateLimitType", Venice.LimitType.kind),
        ModelShape.Member("timestamp", Timestamp.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var apiKeyID: String?
        var modelID: String?
        var rateLimitTier: String?
        var rateLimitType: Venice.LimitType?
        var timestamp: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .apiKeyID: apiKeyID = try String(from: &json)
            case .modelID: modelID = try String(from: &json)
            case .rateLimitTier: rateLimitTier = try String(from: &json)
            case .rateLimitType: rateLimitType = try Venice.LimitType(from: &json)
            case .timestamp: timestamp = try Timestamp(from: &json)
            }
        }
        guard let apiKeyID else { throw json.missing(Field.apiKeyID) }
        guard let modelID else { throw json.missing(Field.modelID) }
        guard let rateLimitTier else { throw json.missing(Field.rateLimitTier) }
        guard let rateLimitType else { throw json.missing(Field.rateLimitType) }
        guard let timestamp else { throw json.missing(Field.timestamp) }
        self.apiKeyID = apiKeyID
        self.modelID = modelID
        self.rateLimitTier = rateLimitTier
        self.rateLimitType = rateLimitType
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
        object.append(Field.apiKeyID, apiKeyID) { $0.jsonForm }
        object.append(Field.modelID, modelID) { $0.jsonForm }
        object.append(Field.rateLimitTier, rateLimitTier) { $0.jsonForm }
        object.append(Field.rateLimitType, rateLimitType) { $0.jsonForm }
        object.append(Field.timestamp, timestamp) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
