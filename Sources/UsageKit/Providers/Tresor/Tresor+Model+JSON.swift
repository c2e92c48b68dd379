// Written by .scripts/generate-rows from Tresor+Model.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Tresor.Model {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, kind: String? = nil, ownedBy: String? = nil, route: Tresor.Model.Route? = nil) {
        self.id = id
        self.kind = kind
        self.ownedBy = ownedBy
        self.route = route
    }
}

extension Tresor.Model: JSONDocument {
    enum Field: String, WireField {
        case id
        case kind = "object"
        case ownedBy = "owned_by"
        case route = "tresor"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("object", String.kind),
        ModelShape.Member("owned_by", String.kind),
        ModelShape.Member("tresor", Tresor.Model.Route.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var kind: String?
        var ownedBy: String?
        var route: Tresor.Model.Route?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .kind: kind = try .optional(from: &json)
            case .ownedBy: ownedBy = try .optional(from: &json)
            case .route: route = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        self.id = id
        self.kind = kind
        self.ownedBy = ownedBy
        self.route = route
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
        object.append(Field.kind, kind) { $0.jsonForm }
        object.append(Field.ownedBy, ownedBy) { $0.jsonForm }
        object.append(Field.route, route) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.Routing {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        receiptID: String? = nil, requestedRoute: String? = nil, routedModel: String? = nil, isFailover: Bool? = nil
    ) {
        self.receiptID = receiptID
        self.requestedRoute = requestedRoute
        self.routedModel = routedModel
        self.isFailover = isFailover
    }
}

extension Tresor.Routing: JSONDocument {
    enum Field: String, WireField {
        case receiptID = "receipt_id"
        case requestedRoute = "requested_route"
        case routedModel = "routed_model"
        case isFailover = "failover"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("receipt_id", String.kind),
        ModelShape.Member("requested_route", String.kind),
        ModelShape.Member("routed_model", String.kind),
        ModelShape.Member("failover", Bool.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var receiptID: String?
        var requestedRoute: String?
        var routedModel: String?
        var isFailover: Bool?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .receiptID: receiptID = try .optional(from: &json)
            case .requestedRoute: requestedRoute = try .optional(from: &json)
            case .routedModel: routedModel = try .optional(from: &json)
            case .isFailover: isFailover = try .optional(from: &json)
            }
        }
        self.receiptID = receiptID
        self.requestedRoute = requestedRoute
        self.routedModel = routedModel
        self.isFailover = isFailover
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
        object.append(Field.receiptID, receiptID) { $0.jsonForm }
        object.append(Field.requestedRoute, requestedRoute) { $0.jsonForm }
        object.append(Field.routedModel, routedModel) { $0.jsonForm }
        object.append(Field.isFailover, isFailover) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.Model.Route {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        modelKey: String? = nil, region: String? = nil, upstream: String? = nil, type: Tresor.Modality? = nil,
        pricing: Tresor.Model.Pricing? = nil
    ) {
        self.modelKey = modelKey
        self.region = region
        self.upstream = upstream
        self.type = type
        self.pricing = pricing
    }
}

extension Tresor.Model.Route: JSONDocument {
    enum Field: String, WireField {
        case modelKey = "model_key"
        case region
        case upstream = "provider"
        case type, pricing
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("model_key", String.kind),
        ModelShape.Member("region", String.kind),
        ModelShape.Member("provider", String.kind),
        ModelShape.Member("type", Tresor.Modality.kind),
        ModelShape.Member("pricing", Tresor.Model.Pricing.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var modelKey: String?
        var region: String?
        var upstream: String?
        var type: Tresor.Modality?
        var pricing: Tresor.Model.Pricing?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .modelKey: modelKey = try .optional(from: &json)
            case .region: region = try .optional(from: &json)
            case .upstream: upstream = try .optional(from: &json)
            case .type: type = try .optional(from: &json)
            case .pricing: pricing = try .optional(from: &json)
            }
        }
        self.modelKey = modelKey
        self.region = region
        self.upstream = upstream
        self.type = type
        self.pricing = pricing
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
        object.append(Field.modelKey, modelKey) { $0.jsonForm }
        object.append(Field.region, region) { $0.jsonForm }
        object.append(Field.upstream, upstream) { $0.jsonForm }
        object.append(Field.type, type) { $0.jsonForm }
        object.append(Field.pricing, pricing) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Tresor.Model.Pricing {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        inputPerMillionTokens: Decimal? = nil, outputPerMillionTokens: Decimal? = nil,
        billingUnit: Tresor.BillingUnit? = nil, unitAmount: Decimal? = nil, currency: String? = nil
    ) {
        self.inputPerMillionTokens = inputPerMillionTokens
        self.outputPerMillionTokens = outputPerMillionTokens
        self.billingUnit = billingUnit
        self.unitAmount = unitAmount
        self.currency = currency
    }
}

extension Tresor.Model.Pricing: JSONDocument {
    enum Field: String, WireField {
        case inputPerMillionTokens = "input_per_mtok"
        case outputPerMillionTokens = "output_per_mtok"
        case billingUnit = "billing_unit"
        case unitAmount = "unit_amount"
        case currency
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("input_per_mtok", Decimal.kind),
        ModelShape.Member("output_per_mtok", Decimal.kind),
        ModelShape.Member("billing_unit", Tresor.BillingUnit.kind),
        ModelShape.Member("unit_amount", Decimal.kind),
        ModelShape.Member("currency", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var inputPerMillionTokens: Decimal?
        var outputPerMillionTokens: Decimal?
        var billingUnit: Tresor.BillingUnit?
        var unitAmount: Decimal?
        var currency: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .inputPerMillionTokens: inputPerMillionTokens = try .optional(from: &json)
            case .outputPerMillionTokens: outputPerMillionTokens = try .optional(from: &json)
            case .billingUnit: billingUnit = try .optional(from: &json)
            case .unitAmount: unitAmount = try .optional(from: &json)
            case .currency: currency = try .optional(from: &json)
            }
        }
        self.inputPerMillionTokens = inputPerMillionTokens
        self.outputPerMillionTokens = outputPerMillionTokens
        self.billingUnit = billingUnit
        self.unitAmount = unitAmount
        self.currency = currency
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
        object.append(Field.inputPerMillionTokens, inputPerMillionTokens) { $0.jsonForm }
        object.append(Field.outputPerMillionTokens, outputPerMillionTokens) { $0.jsonForm }
        object.append(Field.billingUnit, billingUnit) { $0.jsonForm }
        object.append(Field.unitAmount, unitAmount) { $0.jsonForm }
        object.append(Field.currency, currency) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
