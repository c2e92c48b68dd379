// Written by .scripts/generate-rows from Aurous+Account.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.Balance {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        credits: Decimal, heldCredits: Decimal? = nil, availableCredits: Decimal? = nil, currency: Currency? = nil,
        billingMode: Aurous.BillingMode? = nil
    ) {
        self.credits = credits
        self.heldCredits = heldCredits
        self.availableCredits = availableCredits
        self.currency = currency
        self.billingMode = billingMode
    }
}

extension Aurous.Balance: JSONDocument {
    enum Field: String, WireField {
        case credits
        case heldCredits = "held_credits"
        case availableCredits = "available_credits"
        case currency
        case billingMode = "billing_mode"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("credits", Decimal.kind),
        ModelShape.Member("held_credits", Decimal.kind),
        ModelShape.Member("available_credits", Decimal.kind),
        ModelShape.Member("currency", Currency.kind),
        ModelShape.Member("billing_mode", Aurous.BillingMode.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var credits: Decimal?
        var heldCredits: Decimal?
        var availableCredits: Decimal?
        var currency: Currency?
        var billingMode: Aurous.BillingMode?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .credits: credits = try Decimal(from: &json)
            case .heldCredits: heldCredits = try .optional(from: &json)
            case .availableCredits: availableCredits = try .optional(from: &json)
            case .currency: currency = try .optional(from: &json)
            case .billingMode: billingMode = try .optional(from: &json)
            }
        }
        guard let credits else { throw json.missing(Field.credits) }
        self.credits = credits
        self.heldCredits = heldCredits
        self.availableCredits = availableCredits
        self.currency = currency
        self.billingMode = billingMode
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
        object.append(Field.credits, credits) { $0.jsonForm }
        object.append(Field.heldCredits, heldCredits) { $0.jsonForm }
        object.append(Field.availableCredits, availableCredits) { $0.jsonForm }
        object.append(Field.currency, currency) { $0.jsonForm }
        object.append(Field.billingMode, billingMode) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Team {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, name: String, credits: Decimal, createdAt: Timestamp, billingEmail: String? = nil) {
        self.id = id
        self.name = name
        self.credits = credits
        self.createdAt = createdAt
        self.billingEmail = billingEmail
    }
}

extension Aurous.Team: JSONDocument {
    enum Field: String, WireField {
        case id, name, credits
        case createdAt = "created_at"
        case billingEmail = "billing_email"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("name", String.kind),
        ModelShape.Member("credits", Decimal.kind),
        ModelShape.Member("created_at", Timestamp.kind),
        ModelShape.Member("billing_email", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var name: String?
        var credits: Decimal?
        var createdAt: Timestamp?
        var billingEmail: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .name: name = try String(from: &json)
            case .credits: credits = try Decimal(from: &json)
            case .createdAt: createdAt = try Timestamp(from: &json)
            case .billingEmail: billingEmail = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let name else { throw json.missing(Field.name) }
        guard let credits else { throw json.missing(Field.credits) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        self.id = id
        self.name = name
        self.credits = credits
        self.createdAt = createdAt
        self.billingEmail = billingEmail
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
        object.append(Field.credits, credits) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { $0.jsonForm }
        object.append(Field.billingEmail, billingEmail) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.LifetimeTotals {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(generations: Decimal, creditsUsed: Decimal) {
        self.generations = generations
        self.creditsUsed = creditsUsed
    }
}

extension Aurous.LifetimeTotals: JSONDocument {
    enum Field: String, WireField {
        case generations = "total_generations"
        case creditsUsed = "total_credits_used"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("total_generations", Decimal.kind),
        ModelShape.Member("total_credits_used", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var generations: Decimal?
        var creditsUsed: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .generations: generations = try Decimal(from: &json)
            case .creditsUsed: creditsUsed = try Decimal(from: &json)
            }
        }
        guard let generations else { throw json.missing(Field.generations) }
        guard let creditsUsed else { throw json.missing(Field.creditsUsed) }
        self.generations = generations
        self.creditsUsed = creditsUsed
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
        object.append(Field.generations, generations) { $0.jsonForm }
        object.append(Field.creditsUsed, creditsUsed) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
