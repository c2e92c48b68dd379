// Written by .scripts/generate-rows from Aurous+Usage.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.ChatUsage {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        promptTokens: Int, completionTokens: Int, totalTokens: Int? = nil, reasoningTokens: Int? = nil,
        creditsCharged: Decimal, breakdown: Aurous.ChatUsage.Breakdown? = nil
    ) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.totalTokens = totalTokens
        self.reasoningTokens = reasoningTokens
        self.creditsCharged = creditsCharged
        self.breakdown = breakdown
    }
}

extension Aurous.ChatUsage: JSONDocument {
    enum Field: String, WireField {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case totalTokens = "total_tokens"
        case reasoningTokens = "reasoning_tokens"
        case creditsCharged = "credits_charged"
        case breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("prompt_tokens", Int.kind),
        ModelShape.Member("completion_tokens", Int.kind),
        ModelShape.Member("total_tokens", Int.kind),
        ModelShape.Member("reasoning_tokens", Int.kind),
        ModelShape.Member("credits_charged", Decimal.kind),
        ModelShape.Member("breakdown", Aurous.ChatUsage.Breakdown.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var promptTokens: Int?
        var completionTokens: Int?
        var totalTokens: Int?
        var reasoningTokens: Int?
        var creditsCharged: Decimal?
        var breakdown: Aurous.ChatUsage.Breakdown?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .promptTokens: promptTokens = try Int(from: &json)
            case .completionTokens: completionTokens = try Int(from: &json)
            case .totalTokens: totalTokens = try .optional(from: &json)
            case .reasoningTokens: reasoningTokens = try .optional(from: &json)
            case .creditsCharged: creditsCharged = try Decimal(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        guard let promptTokens else { throw json.missing(Field.promptTokens) }
        guard let completionTokens else { throw json.missing(Field.completionTokens) }
        guard let creditsCharged else { throw json.missing(Field.creditsCharged) }
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.totalTokens = totalTokens
        self.reasoningTokens = reasoningTokens
        self.creditsCharged = creditsCharged
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
        object.append(Field.promptTokens, promptTokens) { $0.jsonForm }
        object.append(Field.completionTokens, completionTokens) { $0.jsonForm }
        object.append(Field.totalTokens, totalTokens) { $0.jsonForm }
        object.append(Field.reasoningTokens, reasoningTokens) { $0.jsonForm }
        object.append(Field.creditsCharged, creditsCharged) { $0.jsonForm }
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.EmbeddingUsage {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        promptTokens: Int, totalTokens: Int? = nil, creditsCharged: Decimal,
        breakdown: Aurous.EmbeddingUsage.Breakdown? = nil
    ) {
        self.promptTokens = promptTokens
        self.totalTokens = totalTokens
        self.creditsCharged = creditsCharged
        self.breakdown = breakdown
    }
}

extension Aurous.EmbeddingUsage: JSONDocument {
    enum Field: String, WireField {
        case promptTokens = "prompt_tokens"
        case totalTokens = "total_tokens"
        case creditsCharged = "credits_charged"
        case breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("prompt_tokens", Int.kind),
        ModelShape.Member("total_tokens", Int.kind),
        ModelShape.Member("credits_charged", Decimal.kind),
        ModelShape.Member("breakdown", Aurous.EmbeddingUsage.Breakdown.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var promptTokens: Int?
        var totalTokens: Int?
        var creditsCharged: Decimal?
        var breakdown: Aurous.EmbeddingUsage.Breakdown?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .promptTokens: promptTokens = try Int(from: &json)
            case .totalTokens: totalTokens = try .optional(from: &json)
            case .creditsCharged: creditsCharged = try Decimal(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        guard let promptTokens else { throw json.missing(Field.promptTokens) }
        guard let creditsCharged else { throw json.missing(Field.creditsCharged) }
        self.promptTokens = promptTokens
        self.totalTokens = totalTokens
        self.creditsCharged = creditsCharged
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
        object.append(Field.promptTokens, promptTokens) { $0.jsonForm }
        object.append(Field.totalTokens, totalTokens) { $0.jsonForm }
        object.append(Field.creditsCharged, creditsCharged) { $0.jsonForm }
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.ChatUsage.Breakdown {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        inputCredits: Decimal, outputCredits: Decimal, reasoningCredits: Decimal? = nil, model: String? = nil,
        pricingVersion: Int? = nil
    ) {
        self.inputCredits = inputCredits
        self.outputCredits = outputCredits
        self.reasoningCredits = reasoningCredits
        self.model = model
        self.pricingVersion = pricingVersion
    }
}

extension Aurous.ChatUsage.Breakdown: JSONDocument {
    enum Field: String, WireField {
        case inputCredits = "input_credits"
        case outputCredits = "output_credits"
        case reasoningCredits = "reasoning_credits"
        case model
        case pricingVersion = "pricing_version"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("input_credits", Decimal.kind),
        ModelShape.Member("output_credits", Decimal.kind),
        ModelShape.Member("reasoning_credits", Decimal.kind),
        ModelShape.Member("model", String.kind),
        ModelShape.Member("pricing_version", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var inputCredits: Decimal?
        var outputCredits: Decimal?
        var reasoningCredits: Decimal?
        var model: String?
        var pricingVersion: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .inputCredits: inputCredits = try Decimal(from: &json)
            case .outputCredits: outputCredits = try Decimal(from: &json)
            case .reasoningCredits: reasoningCredits = try .optional(from: &json)
            case .model: model = try .optional(from: &json)
            case .pricingVersion: pricingVersion = try .optional(from: &json)
            }
        }
        guard let inputCredits else { throw json.missing(Field.inputCredits) }
        guard let outputCredits else { throw json.missing(Field.outputCredits) }
        self.inputCredits = inputCredits
        self.outputCredits = outputCredits
        self.reasoningCredits = reasoningCredits
        self.model = model
        self.pricingVersion = pricingVersion
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
        object.append(Field.inputCredits, inputCredits) { $0.jsonForm }
        object.append(Field.outputCredits, outputCredits) { $0.jsonForm }
        object.append(Field.reasoningCredits, reasoningCredits) { $0.jsonForm }
        object.append(Field.model, model) { $0.jsonForm }
        object.append(Field.pricingVersion, pricingVersion) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.EmbeddingUsage.Breakdown {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(input: Aurous.EmbeddingUsage.Input, model: String? = nil, pricingVersion: Int? = nil) {
        self.input = input
        self.model = model
        self.pricingVersion = pricingVersion
    }
}

extension Aurous.EmbeddingUsage.Breakdown: JSONDocument {
    enum Field: String, WireField {
        case input, model
        case pricingVersion = "pricing_version"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("input", Aurous.EmbeddingUsage.Input.kind),
        ModelShape.Member("model", String.kind),
        ModelShape.Member("pricing_version", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var input: Aurous.EmbeddingUsage.Input?
        var model: String?
        var pricingVersion: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .input: input = try Aurous.EmbeddingUsage.Input(from: &json)
            case .model: model = try .optional(from: &json)
            case .pricingVersion: pricingVersion = try .optional(from: &json)
            }
        }
        guard let input else { throw json.missing(Field.input) }
        self.input = input
        self.model = model
        self.pricingVersion = pricingVersion
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
        object.append(Field.input, input) { $0.jsonForm }
        object.append(Field.model, model) { $0.jsonForm }
        object.append(Field.pricingVersion, pricingVersion) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.EmbeddingUsage.Input {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(text: Decimal, visual: Decimal, video: Decimal) {
        self.text = text
        self.visual = visual
        self.video = video
    }
}

extension Aurous.EmbeddingUsage.Input: JSONDocument {
    enum Field: String, WireField {
        case text, visual, video
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("text", Decimal.kind),
        ModelShape.Member("visual", Decimal.kind),
        ModelShape.Member("video", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var text: Decimal?
        var visual: Decimal?
        var video: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .text: text = try Decimal(from: &json)
            case .visual: visual = try Decimal(from: &json)
            case .video: video = try Decimal(from: &json)
            }
        }
        guard let text else { throw json.missing(Field.text) }
        guard let visual else { throw json.missing(Field.visual) }
        guard let video else { throw json.missing(Field.video) }
        self.text = text
        self.visual = visual
        self.video = video
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
        object.append(Field.visual, visual) { $0.jsonForm }
        object.append(Field.video, video) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
