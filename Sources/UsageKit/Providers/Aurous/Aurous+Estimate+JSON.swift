// Written by .scripts/generate-rows from Aurous+Estimate.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.Estimate {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(cost: Aurous.Estimate.Cost, currency: Currency? = nil) {
        self.cost = cost
        self.currency = currency
    }
}

extension Aurous.Estimate: JSONDocument {
    enum Field: String, WireField {
        case object
        case cost = "estimated_cost"
        case currency
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("object", .words(["estimate"])),
        ModelShape.Member("estimated_cost", Aurous.Estimate.Cost.kind),
        ModelShape.Member("currency", Currency.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var cost: Aurous.Estimate.Cost?
        var currency: Currency?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: try json.skipValue()
            case .cost: cost = try Aurous.Estimate.Cost(from: &json)
            case .currency: currency = try .optional(from: &json)
            }
        }
        guard let cost else { throw json.missing(Field.cost) }
        self.cost = cost
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
        object.append(Field.object, "estimate") { .string($0) }
        object.append(Field.cost, cost) { $0.jsonForm }
        object.append(Field.currency, currency) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.CostBreakdown {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(base: Decimal? = nil, enhance: Decimal? = nil) {
        self.base = base
        self.enhance = enhance
    }
}

extension Aurous.CostBreakdown: JSONDocument {
    enum Field: String, WireField {
        case base, enhance
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("base", Decimal.kind),
        ModelShape.Member("enhance", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var base: Decimal?
        var enhance: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .base: base = try .optional(from: &json)
            case .enhance: enhance = try .optional(from: &json)
            }
        }
        self.base = base
        self.enhance = enhance
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
        object.append(Field.base, base) { $0.jsonForm }
        object.append(Field.enhance, enhance) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.EmbeddingEstimate {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        isEstimated: Bool? = nil, tokens: Aurous.EmbeddingEstimate.Tokens? = nil, credits: Decimal,
        breakdown: Aurous.EmbeddingUsage.Breakdown? = nil
    ) {
        self.isEstimated = isEstimated
        self.tokens = tokens
        self.credits = credits
        self.breakdown = breakdown
    }
}

extension Aurous.EmbeddingEstimate: JSONDocument {
    enum Field: String, WireField {
        case isEstimated = "estimated"
        case tokens
        case credits = "credits_estimated"
        case breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("estimated", Bool.kind),
        ModelShape.Member("tokens", Aurous.EmbeddingEstimate.Tokens.kind),
        ModelShape.Member("credits_estimated", Decimal.kind),
        ModelShape.Member("breakdown", Aurous.EmbeddingUsage.Breakdown.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var isEstimated: Bool?
        var tokens: Aurous.EmbeddingEstimate.Tokens?
        var credits: Decimal?
        var breakdown: Aurous.EmbeddingUsage.Breakdown?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .isEstimated: isEstimated = try .optional(from: &json)
            case .tokens: tokens = try .optional(from: &json)
            case .credits: credits = try Decimal(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        guard let credits else { throw json.missing(Field.credits) }
        self.isEstimated = isEstimated
        self.tokens = tokens
        self.credits = credits
        self.breakdown = breakdown
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
        object.append(Field.isEstimated, isEstimated) { $0.jsonForm }
        object.append(Field.tokens, tokens) { $0.jsonForm }
        object.append(Field.credits, credits) { $0.jsonForm }
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Estimate.Cost {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(amount: Decimal, breakdown: Aurous.CostBreakdown? = nil) {
        self.amount = amount
        self.breakdown = breakdown
    }
}

extension Aurous.Estimate.Cost: JSONDocument {
    enum Field: String, WireField {
        case amount, breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("amount", Decimal.kind),
        ModelShape.Member("breakdown", Aurous.CostBreakdown.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var amount: Decimal?
        var breakdown: Aurous.CostBreakdown?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .amount: amount = try Decimal(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        guard let amount else { throw json.missing(Field.amount) }
        self.amount = amount
        self.breakdown = breakdown
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
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.EmbeddingEstimate.Tokens {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(text: Int? = nil, image: Int? = nil, video: Int? = nil, total: Int? = nil) {
        self.text = text
        self.image = image
        self.video = video
        self.total = total
    }
}

extension Aurous.EmbeddingEstimate.Tokens: JSONDocument {
    enum Field: String, WireField {
        case text, image, video, total
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("text", Int.kind),
        ModelShape.Member("image", Int.kind),
        ModelShape.Member("video", Int.kind),
        ModelShape.Member("total", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var text: Int?
        var image: Int?
        var video: Int?
        var total: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .text: text = try .optional(from: &json)
            case .image: image = try .optional(from: &json)
            case .video: video = try .optional(from: &json)
            case .total: total = try .optional(from: &json)
            }
        }
        self.text = text
        self.image = image
        self.video = video
        self.total = total
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
        object.append(Field.text, text) { $0.jsonForm }
        object.append(Field.image, image) { $0.jsonForm }
        object.append(Field.video, video) { $0.jsonForm }
        object.append(Field.total, total) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
