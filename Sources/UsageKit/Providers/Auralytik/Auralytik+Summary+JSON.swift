// Written by .scripts/generate-rows from Auralytik+Summary.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Auralytik.Summary {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        billingPeriod: BillingPeriod, tier: String? = nil, meters: NamedValues<Auralytik.Summary.Meter>,
        meta: Auralytik.ResponseMeta? = nil
    ) {
        self.billingPeriod = billingPeriod
        self.tier = tier
        self.meters = meters
        self.meta = meta
    }
}

extension Auralytik.Summary: JSONDocument {
    enum Field: String, WireField {
        case billingPeriod, tier
        case meters = "usage"
        case meta
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("billingPeriod", BillingPeriod.kind),
        ModelShape.Member("tier", String.kind),
        ModelShape.Member("usage", NamedValues<Auralytik.Summary.Meter>.kind),
        ModelShape.Member("meta", Auralytik.ResponseMeta.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var billingPeriod: BillingPeriod?
        var tier: String?
        var meters: NamedValues<Auralytik.Summary.Meter>?
        var meta: Auralytik.ResponseMeta?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .billingPeriod: billingPeriod = try BillingPeriod(from: &json)
            case .tier: tier = try .optional(from: &json)
            case .meters: meters = try NamedValues<Auralytik.Summary.Meter>(from: &json)
            case .meta: meta = try .optional(from: &json)
            }
        }
        guard let billingPeriod else { throw json.missing(Field.billingPeriod) }
        guard let meters else { throw json.missing(Field.meters) }
        self.billingPeriod = billingPeriod
        self.tier = tier
        self.meters = meters
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
        object.append(Field.tier, tier) { $0.jsonForm }
        object.append(Field.meters, meters) { $0.jsonForm }
        object.append(Field.meta, meta) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.ResponseMeta {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(requestID: String? = nil, timestamp: Timestamp? = nil) {
        self.requestID = requestID
        self.timestamp = timestamp
    }
}

extension Auralytik.ResponseMeta: JSONDocument {
    enum Field: String, WireField {
        case requestID = "requestId"
        case timestamp
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("requestId", String.kind),
        ModelShape.Member("timestamp", Timestamp.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var requestID: String?
        var timestamp: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .requestID: requestID = try .optional(from: &json)
            case .timestamp: timestamp = try .optional(from: &json)
            }
        }
        self.requestID = requestID
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
        object.append(Field.requestID, requestID) { $0.jsonForm }
        object.append(Field.timestamp, timestamp) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.Summary.Meter {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(used: Decimal? = nil, included: Decimal? = nil, overage: Decimal? = nil) {
        self.used = used
        self.included = included
        self.overage = overage
    }
}

extension Auralytik.Summary.Meter: JSONDocument {
    enum Field: String, WireField {
        case used, included, overage
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("used", Decimal.kind),
        ModelShape.Member("included", Decimal.kind),
        ModelShape.Member("overage", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var used: Decimal?
        var included: Decimal?
        var overage: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .used: used = try .open(Field.used, from: &json, or: &members.unknown)
            case .included: included = try .open(Field.included, from: &json, or: &members.unknown)
            case .overage: overage = try .open(Field.overage, from: &json, or: &members.unknown)
            }
        }
        self.used = used
        self.included = included
        self.overage = overage
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
        object.append(Field.used, orNull: used) { $0.jsonForm }
        object.append(Field.included, orNull: included) { $0.jsonForm }
        object.append(Field.overage, orNull: overage) { $0.jsonForm }
        var unknown = unknown
        if used != nil { unknown.remove(Field.used) }
        if included != nil { unknown.remove(Field.included) }
        if overage != nil { unknown.remove(Field.overage) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
