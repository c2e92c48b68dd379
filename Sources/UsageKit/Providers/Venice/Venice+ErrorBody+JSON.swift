// Written by .scripts/generate-rows from Venice+ErrorBody.swift. Do not edit: change the declaration and run it again.

extension Venice.ErrorBody {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(error: JSONValue, details: JSONValue? = nil, issues: JSONValue? = nil, code: String? = nil) {
        self.error = error
        self.details = details
        self.issues = issues
        self.code = code
    }
}

extension Venice.ErrorBody: JSONDocument {
    enum Field: String, WireField {
        case error, details, issues, code
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.issues, .code]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("error", JSONValue.kind),
        ModelShape.Member("details", JSONValue.kind),
        ModelShape.Member("issues", JSONValue.kind, isDocumented: false),
        ModelShape.Member("code", String.kind, isDocumented: false),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var error: JSONValue?
        var details: JSONValue?
        var issues: JSONValue?
        var code: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .error: error = try JSONValue(from: &json)
            case .details: details = try .optional(from: &json)
            case .issues: issues = try .optional(from: &json)
            case .code: code = try .optional(from: &json)
            }
        }
        guard let error else { throw json.missing(Field.error) }
        self.error = error
        self.details = details
        self.issues = issues
        self.code = code
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
        object.append(Field.error, error) { $0.jsonForm }
        object.append(Field.details, details) { $0.jsonForm }
        object.append(Field.issues, issues) { $0.jsonForm }
        object.append(Field.code, code) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.PaymentRequirements {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        x402Version: Int, error: String? = nil, resource: JSONValue? = nil, accepts: [JSONObject] = [],
        extensions: JSONValue? = nil, authOptions: JSONValue? = nil
    ) {
        self.x402Version = x402Version
        self.error = error
        self.resource = resource
        self.accepts = accepts
        self.extensions = extensions
        self.authOptions = authOptions
    }
}

extension Venice.PaymentRequirements: JSONDocument {
    enum Field: String, WireField {
        case x402Version, error, resource, accepts, extensions, authOptions
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("x402Version", Int.kind),
        ModelShape.Member("error", String.kind),
        ModelShape.Member("resource", JSONValue.kind),
        ModelShape.Member("accepts", [JSONObject].kind),
        ModelShape.Member("extensions", JSONValue.kind),
        ModelShape.Member("authOptions", JSONValue.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var x402Version: Int?
        var error: String?
        var resource: JSONValue?
        var accepts: [JSONObject]?
        var extensions: JSONValue?
        var authOptions: JSONValue?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .x402Version: x402Version = try Int(from: &json)
            case .error: error = try .optional(from: &json)
            case .resource: resource = try .optional(from: &json)
            case .accepts: accepts = try .optional(from: &json)
            case .extensions: extensions = try .optional(from: &json)
            case .authOptions: authOptions = try .optional(from: &json)
            }
        }
        guard let x402Version else { throw json.missing(Field.x402Version) }
        self.x402Version = x402Version
        self.error = error
        self.resource = resource
        self.accepts = accepts ?? []
        self.extensions = extensions
        self.authOptions = authOptions
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
        object.append(Field.x402Version, x402Version) { $0.jsonForm }
        object.append(Field.error, error) { $0.jsonForm }
        object.append(Field.resource, resource) { $0.jsonForm }
        object.append(Field.accepts, accepts) { $0.jsonForm }
        object.append(Field.extensions, extensions) { $0.jsonForm }
        object.append(Field.authOptions, authOptions) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
