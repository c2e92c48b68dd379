// Written by .scripts/generate-rows from Venice+APIKey.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice.APIKey {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, apiKeyType: Venice.APIKey.KeyType, keyDescription: String? = nil, last6Characters: String,
        createdAt: Timestamp? = nil, expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil,
        consumptionLimits: Venice.APIKey.Limits, limitPeriod: Venice.APIKey.LimitPeriod,
        modelPrivacy: Venice.APIKey.ModelPrivacy, usage: Venice.APIKey.Usage? = nil,
        currentPeriodUsage: Venice.APIKey.Spend? = nil
    ) {
        self.id = id
        self.apiKeyType = apiKeyType
        self.keyDescription = keyDescription
        self.last6Characters = last6Characters
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.consumptionLimits = consumptionLimits
        self.limitPeriod = limitPeriod
        self.modelPrivacy = modelPrivacy
        self.usage = usage
        self.currentPeriodUsage = currentPeriodUsage
    }
}

extension Venice.APIKey: JSONDocument {
    enum Field: String, WireField {
        case id, apiKeyType
        case keyDescription = "description"
        case last6Characters = "last6Chars"
        case createdAt, expiresAt, lastUsedAt, consumptionLimits, limitPeriod, modelPrivacy, usage
        case currentPeriodUsage
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("apiKeyType", Venice.APIKey.KeyType.kind),
        ModelShape.Member("description", String.kind),
        ModelShape.Member("last6Chars", String.kind),
        ModelShape.Member("createdAt", Timestamp.kind),
        ModelShape.Member("expiresAt", Timestamp.kind),
        ModelShape.Member("lastUsedAt", Timestamp.kind),
        ModelShape.Member("consumptionLimits", Venice.APIKey.Limits.kind),
        ModelShape.Member("limitPeriod", Venice.APIKey.LimitPeriod.kind),
        ModelShape.Member("modelPrivacy", Venice.APIKey.ModelPrivacy.kind),
        ModelShape.Member("usage", Venice.APIKey.Usage.kind),
        ModelShape.Member("currentPeriodUsage", Venice.APIKey.Spend.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var id: String?
        var apiKeyType: Venice.APIKey.KeyType?
        var keyDescription: String?
        var last6Characters: String?
        var createdAt: Timestamp?
        var expiresAt: Timestamp?
        var lastUsedAt: Timestamp?
        var consumptionLimits: Venice.APIKey.Limits?
        var limitPeriod: Venice.APIKey.LimitPeriod?
        var modelPrivacy: Venice.APIKey.ModelPrivacy?
        var usage: Venice.APIKey.Usage?
        var currentPeriodUsage: Venice.APIKey.Spend?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .apiKeyType: apiKeyType = try Venice.APIKey.KeyType(from: &json)
            case .keyDescription: keyDescription = try .optional(from: &json)
            case .last6Characters: last6Characters = try String(from: &json)
            case .createdAt: createdAt = try .optional(from: &json)
            case .expiresAt: expiresAt = try .optional(from: &json)
            case .lastUsedAt: lastUsedAt = try .optional(from: &json)
            case .consumptionLimits: consumptionLimits = try Venice.APIKey.Limits(from: &json)
            case .limitPeriod: limitPeriod = try Venice.APIKey.LimitPeriod(from: &json)
            case .modelPrivacy: modelPrivacy = try Venice.APIKey.ModelPrivacy(from: &json)
            case .usage: usage = try .optional(from: &json)
            case .currentPeriodUsage: currentPeriodUsage = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let apiKeyType else { throw json.missing(Field.apiKeyType) }
        guard let last6Characters else { throw json.missing(Field.last6Characters) }
        guard let consumptionLimits else { throw json.missing(Field.consumptionLimits) }
        guard let limitPeriod else { throw json.missing(Field.limitPeriod) }
        guard let modelPrivacy else { throw json.missing(Field.modelPrivacy) }
        self.id = id
        self.apiKeyType = apiKeyType
        self.keyDescription = keyDescription
        self.last6Characters = last6Characters
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.consumptionLimits = consumptionLimits
        self.limitPeriod = limitPeriod
        self.modelPrivacy = modelPrivacy
        self.usage = usage
        self.currentPeriodUsage = currentPeriodUsage
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
        object.append(Field.apiKeyType, apiKeyType) { $0.jsonForm }
        object.append(Field.keyDescription, keyDescription) { $0.jsonForm }
        object.append(Field.last6Characters, last6Characters) { $0.jsonForm }
        object.append(Field.createdAt, orNull: createdAt) { $0.jsonForm }
        object.append(Field.expiresAt, orNull: expiresAt) { $0.jsonForm }
        object.append(Field.lastUsedAt, orNull: lastUsedAt) { $0.jsonForm }
        object.append(Field.consumptionLimits, consumptionLimits) { $0.jsonForm }
        object.append(Field.limitPeriod, limitPeriod) { $0.jsonForm }
        object.append(Field.modelPrivacy, modelPrivacy) { $0.jsonForm }
        object.append(Field.usage, usage) { $0.jsonForm }
        object.append(Field.currentPeriodUsage, currentPeriodUsage) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.APIKey.Limits {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(usd: Decimal? = nil, diem: Decimal? = nil, vcu: Decimal? = nil) {
        self.usd = usd
        self.diem = diem
        self.vcu = vcu
    }
}

extension Venice.APIKey.Limits: JSONDocument {
    enum Field: String, WireField {
        case usd, diem, vcu
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("usd", Decimal.kind),
        ModelShape.Member("diem", Decimal.kind),
        ModelShape.Member("vcu", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var usd: Decimal?
        var diem: Decimal?
        var vcu: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .usd: usd = try .optional(from: &json)
            case .diem: diem = try .optional(from: &json)
            case .vcu: vcu = try .optional(from: &json)
            }
        }
        self.usd = usd
        self.diem = diem
        self.vcu = vcu
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
        object.append(Field.usd, orNull: usd) { $0.jsonForm }
        object.append(Field.diem, orNull: diem) { $0.jsonForm }
        object.append(Field.vcu, orNull: vcu) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.APIKey.Usage {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(trailingSevenDays: Venice.APIKey.Spend) {
        self.trailingSevenDays = trailingSevenDays
    }
}

extension Venice.APIKey.Usage: JSONDocument {
    enum Field: String, WireField {
        case trailingSevenDays
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("trailingSevenDays", Venice.APIKey.Spend.kind)
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var trailingSevenDays: Venice.APIKey.Spend?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .trailingSevenDays: trailingSevenDays = try Venice.APIKey.Spend(from: &json)
            }
        }
        guard let trailingSevenDays else { throw json.missing(Field.trailingSevenDays) }
        self.trailingSevenDays = trailingSevenDays
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
        object.append(Field.trailingSevenDays, trailingSevenDays) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.APIKey.Spend {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(usd: Decimal, vcu: Decimal? = nil, diem: Decimal) {
        self.usd = usd
        self.vcu = vcu
        self.diem = diem
    }
}

extension Venice.APIKey.Spend: JSONDocument {
    enum Field: String, WireField {
        case usd, vcu, diem
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("usd", Decimal.kind),
        ModelShape.Member("vcu", Decimal.kind),
        ModelShape.Member("diem", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var usd: Decimal?
        var vcu: Decimal?
        var diem: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .usd: usd = try Decimal(from: &json)
            case .vcu: vcu = try .optional(from: &json)
            case .diem: diem = try Decimal(from: &json)
            }
        }
        guard let usd else { throw json.missing(Field.usd) }
        guard let diem else { throw json.missing(Field.diem) }
        self.usd = usd
        self.vcu = vcu
        self.diem = diem
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
        object.append(Field.usd, usd) { JSONValue(text: $0, decimals: 4) }
        object.append(Field.vcu, vcu) { JSONValue(text: $0, decimals: 4) }
        object.append(Field.diem, diem) { JSONValue(text: $0, decimals: 4) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
