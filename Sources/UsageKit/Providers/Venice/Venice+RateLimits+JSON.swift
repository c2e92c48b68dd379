// Written by .scripts/generate-rows from Venice+RateLimits.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice.RateLimits {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        accessPermitted: Bool, apiTier: Venice.RateLimits.Tier, balances: Venice.RateLimits.Balances,
        keyExpiration: Timestamp? = nil, nextEpochBegins: Timestamp, rateLimits: [Venice.RateLimits.ModelLimits]
    ) {
        self.accessPermitted = accessPermitted
        self.apiTier = apiTier
        self.balances = balances
        self.keyExpiration = keyExpiration
        self.nextEpochBegins = nextEpochBegins
        self.rateLimits = rateLimits
    }
}

extension Venice.RateLimits: JSONDocument {
    enum Field: String, WireField {
        case accessPermitted, apiTier, balances, keyExpiration, nextEpochBegins, rateLimits
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("accessPermitted", Bool.kind),
        ModelShape.Member("apiTier", Venice.RateLimits.Tier.kind),
        ModelShape.Member("balances", Venice.RateLimits.Balances.kind),
        ModelShape.Member("keyExpiration", Timestamp.kind),
        ModelShape.Member("nextEpochBegins", Timestamp.kind),
        ModelShape.Member("rateLimits", [Venice.RateLimits.ModelLimits].kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var accessPermitted: Bool?
        var apiTier: Venice.RateLimits.Tier?
        var balances: Venice.RateLimits.Balances?
        var keyExpiration: Timestamp?
        var nextEpochBegins: Timestamp?
        var rateLimits: [Venice.RateLimits.ModelLimits]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .accessPermitted: accessPermitted = try Bool(from: &json)
            case .apiTier: apiTier = try Venice.RateLimits.Tier(from: &json)
            case .balances: balances = try Venice.RateLimits.Balances(from: &json)
            case .keyExpiration: keyExpiration = try .optional(from: &json)
            case .nextEpochBegins: nextEpochBegins = try Timestamp(from: &json)
            case .rateLimits: rateLimits = try [Venice.RateLimits.ModelLimits](from: &json)
            }
        }
        guard let accessPermitted else { throw json.missing(Field.accessPermitted) }
        guard let apiTier else { throw json.missing(Field.apiTier) }
        guard let balances else { throw json.missing(Field.balances) }
        guard let nextEpochBegins else { throw json.missing(Field.nextEpochBegins) }
        guard let rateLimits else { throw json.missing(Field.rateLimits) }
        self.accessPermitted = accessPermitted
        self.apiTier = apiTier
        self.balances = balances
        self.keyExpiration = keyExpiration
        self.nextEpochBegins = nextEpochBegins
        self.rateLimits = rateLimits
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
        object.append(Field.accessPermitted, accessPermitted) { $0.jsonForm }
        object.append(Field.apiTier, apiTier) { $0.jsonForm }
        object.append(Field.balances, balances) { $0.jsonForm }
        object.append(Field.keyExpiration, orNull: keyExpiration) { $0.jsonForm }
        object.append(Field.nextEpochBegins, nextEpochBegins) { $0.jsonForm }
        object.append(Field.rateLimits, rateLimits) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.RateLimits.Tier {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, isCharged: Bool) {
        self.id = id
        self.isCharged = isCharged
    }
}

extension Venice.RateLimits.Tier: JSONDocument {
    enum Field: String, WireField {
        case id, isCharged
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("isCharged", Bool.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var isCharged: Bool?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .isCharged: isCharged = try Bool(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let isCharged else { throw json.missing(Field.isCharged) }
        self.id = id
        self.isCharged = isCharged
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
        object.append(Field.isCharged, isCharged) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.RateLimits.Balances {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(usd: Decimal? = nil, diem: Decimal? = nil, bundledCredits: Decimal? = nil) {
        self.usd = usd
        self.diem = diem
        self.bundledCredits = bundledCredits
    }
}

extension Venice.RateLimits.Balances: JSONDocument {
    enum Field: String, WireField {
        case usd = "USD"
        case diem = "DIEM"
        case bundledCredits = "BUNDLED_CREDITS"
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.bundledCredits]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("USD", Decimal.kind),
        ModelShape.Member("DIEM", Decimal.kind),
        ModelShape.Member("BUNDLED_CREDITS", Decimal.kind, isDocumented: false),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var usd: Decimal?
        var diem: Decimal?
        var bundledCredits: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .usd: usd = try .optional(from: &json)
            case .diem: diem = try .optional(from: &json)
            case .bundledCredits: bundledCredits = try .optional(from: &json)
            }
        }
        self.usd = usd
        self.diem = diem
        self.bundledCredits = bundledCredits
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
        object.append(Field.usd, usd) { $0.jsonForm }
        object.append(Field.diem, diem) { $0.jsonForm }
        object.append(Field.bundledCredits, bundledCredits) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.RateLimits.ModelLimits {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(apiModelID: String? = nil, rateLimits: [Venice.RateLimits.Limit]) {
        self.apiModelID = apiModelID
        self.rateLimits = rateLimits
    }
}

extension Venice.RateLimits.ModelLimits: JSONDocument {
    enum Field: String, WireField {
        case apiModelID = "apiModelId"
        case rateLimits
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("apiModelId", String.kind),
        ModelShape.Member("rateLimits", [Venice.RateLimits.Limit].kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var apiModelID: String?
        var rateLimits: [Venice.RateLimits.Limit]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .apiModelID: apiModelID = try .optional(from: &json)
            case .rateLimits: rateLimits = try [Venice.RateLimits.Limit](from: &json)
            }
        }
        guard let rateLimits else { throw json.missing(Field.rateLimits) }
        self.apiModelID = apiModelID
        self.rateLimits = rateLimits
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
        object.append(Field.apiModelID, apiModelID) { $0.jsonForm }
        object.append(Field.rateLimits, rateLimits) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.RateLimits.Limit {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(amount: Decimal, type: Venice.LimitType) {
        self.amount = amount
        self.type = type
    }
}

extension Venice.RateLimits.Limit: JSONDocument {
    enum Field: String, WireField {
        case amount, type
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("amount", Decimal.kind),
        ModelShape.Member("type", Venice.LimitType.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var amount: Decimal?
        var type: Venice.LimitType?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .amount: amount = try Decimal(from: &json)
            case .type: type = try Venice.LimitType(from: &json)
            }
        }
        guard let amount else { throw json.missing(Field.amount) }
        guard let type else { throw json.missing(Field.type) }
        self.amount = amount
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
        object.append(Field.amount, amount) { $0.jsonForm }
        object.append(Field.type, type) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
