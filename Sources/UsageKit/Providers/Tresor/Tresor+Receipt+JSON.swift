// Written by .scripts/generate-rows from Tresor+Receipt.swift. Do not edit: change the declaration and run it again.

extension Tresor.Receipt {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, compact: String) {
        self.id = id
        self.compact = compact
    }
}

extension Tresor.Receipt: JSONDocument {
    enum Field: String, WireField {
        case id
        case compact = "receipt"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("receipt", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var compact: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .compact: compact = try String(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let compact else { throw json.missing(Field.compact) }
        self.id = id
        self.compact = compact
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
        object.append(Field.compact, compact) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.ReceiptHeader {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(algorithm: String, keyID: String? = nil, type: String? = nil) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.type = type
    }
}

extension Tresor.ReceiptHeader: JSONDocument {
    enum Field: String, WireField {
        case algorithm = "alg"
        case keyID = "kid"
        case type = "typ"
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.type]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("alg", String.kind),
        ModelShape.Member("kid", String.kind),
        ModelShape.Member("typ", String.kind, isDocumented: false),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var algorithm: String?
        var keyID: String?
        var type: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .algorithm: algorithm = try String(from: &json)
            case .keyID: keyID = try .optional(from: &json)
            case .type: type = try .optional(from: &json)
            }
        }
        guard let algorithm else { throw json.missing(Field.algorithm) }
        self.algorithm = algorithm
        self.keyID = keyID
        self.type = type
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
        object.append(Field.algorithm, algorithm) { $0.jsonForm }
        object.append(Field.keyID, keyID) { $0.jsonForm }
        object.append(Field.type, type) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.ReceiptClaims {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String? = nil, issuedAt: Timestamp? = nil, requestedRoute: String? = nil, routedModel: String? = nil,
        promptTokens: Int? = nil, routerAttestation: JSONValue? = nil, inferenceAttestation: JSONValue? = nil
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.requestedRoute = requestedRoute
        self.routedModel = routedModel
        self.promptTokens = promptTokens
        self.routerAttestation = routerAttestation
        self.inferenceAttestation = inferenceAttestation
    }
}

extension Tresor.ReceiptClaims: JSONDocument {
    enum Field: String, WireField {
        case id = "jti"
        case issuedAt = "iat"
        case requestedRoute = "requested_route"
        case routedModel = "routed_model"
        case promptTokens = "prompt_tokens"
        case routerAttestation = "router_attestation"
        case inferenceAttestation = "inference_attestation"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("jti", String.kind),
        ModelShape.Member("iat", .value),
        ModelShape.Member("requested_route", String.kind),
        ModelShape.Member("routed_model", String.kind),
        ModelShape.Member("prompt_tokens", Int.kind),
        ModelShape.Member("router_attestation", JSONValue.kind),
        ModelShape.Member("inference_attestation", JSONValue.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var issuedAt: Timestamp?
        var requestedRoute: String?
        var routedModel: String?
        var promptTokens: Int?
        var routerAttestation: JSONValue?
        var inferenceAttestation: JSONValue?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try .open(Field.id, from: &json, or: &members.unknown)
            case .issuedAt: issuedAt = json.null() ? nil : try json.secondsSince1970()
            case .requestedRoute: requestedRoute = try .open(Field.requestedRoute, from: &json, or: &members.unknown)
            case .routedModel: routedModel = try .open(Field.routedModel, from: &json, or: &members.unknown)
            case .promptTokens: promptTokens = try .open(Field.promptTokens, from: &json, or: &members.unknown)
            case .routerAttestation: routerAttestation = try .optional(from: &json)
            case .inferenceAttestation: inferenceAttestation = try .optional(from: &json)
            }
        }
        self.id = id
        self.issuedAt = issuedAt
        self.requestedRoute = requestedRoute
        self.routedModel = routedModel
        self.promptTokens = promptTokens
        self.routerAttestation = routerAttestation
        self.inferenceAttestation = inferenceAttestation
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
        object.append(Field.issuedAt, issuedAt) { JSONValue(secondsSince1970: $0) }
        object.append(Field.requestedRoute, requestedRoute) { $0.jsonForm }
        object.append(Field.routedModel, routedModel) { $0.jsonForm }
        object.append(Field.promptTokens, promptTokens) { $0.jsonForm }
        object.append(Field.routerAttestation, routerAttestation) { $0.jsonForm }
        object.append(Field.inferenceAttestation, inferenceAttestation) { $0.jsonForm }
        var unknown = unknown
        if id != nil { unknown.remove(Field.id) }
        if requestedRoute != nil { unknown.remove(Field.requestedRoute) }
        if routedModel != nil { unknown.remove(Field.routedModel) }
        if promptTokens != nil { unknown.remove(Field.promptTokens) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.ReceiptKeys {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(keys: [Tresor.ReceiptKey]) {
        self.keys = keys
    }
}

extension Tresor.ReceiptKeys: JSONDocument {
    enum Field: String, WireField {
        case keys
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("keys", [Tresor.ReceiptKey].kind)
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var keys: [Tresor.ReceiptKey]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .keys: keys = try [Tresor.ReceiptKey](from: &json)
            }
        }
        guard let keys else { throw json.missing(Field.keys) }
        self.keys = keys
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
        object.append(Field.keys, keys) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.ReceiptKey {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        type: String, id: String? = nil, curve: String? = nil, x: String? = nil, y: String? = nil,
        algorithm: String? = nil, use: String? = nil
    ) {
        self.type = type
        self.id = id
        self.curve = curve
        self.x = x
        self.y = y
        self.algorithm = algorithm
        self.use = use
    }
}

extension Tresor.ReceiptKey: JSONDocument {
    enum Field: String, WireField {
        case type = "kty"
        case id = "kid"
        case curve = "crv"
        case x, y
        case algorithm = "alg"
        case use
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("kty", String.kind),
        ModelShape.Member("kid", String.kind),
        ModelShape.Member("crv", String.kind),
        ModelShape.Member("x", String.kind),
        ModelShape.Member("y", String.kind),
        ModelShape.Member("alg", String.kind),
        ModelShape.Member("use", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var type: String?
        var id: String?
        var curve: String?
        var x: String?
        var y: String?
        var algorithm: String?
        var use: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .type: type = try String(from: &json)
            case .id: id = try .optional(from: &json)
            case .curve: curve = try .optional(from: &json)
            case .x: x = try .optional(from: &json)
            case .y: y = try .optional(from: &json)
            case .algorithm: algorithm = try .optional(from: &json)
            case .use: use = try .optional(from: &json)
            }
        }
        guard let type else { throw json.missing(Field.type) }
        self.type = type
        self.id = id
        self.curve = curve
        self.x = x
        self.y = y
        self.algorithm = algorithm
        self.use = use
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
        object.append(Field.type, type) { $0.jsonForm }
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.curve, curve) { $0.jsonForm }
        object.append(Field.x, x) { $0.jsonForm }
        object.append(Field.y, y) { $0.jsonForm }
        object.append(Field.algorithm, algorithm) { $0.jsonForm }
        object.append(Field.use, use) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
