// Written by .scripts/generate-rows from Aurous+Model.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.Model {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, createdAt: Timestamp? = nil, ownedBy: String? = nil, chatPricing: Aurous.ChatPricing? = nil,
        embeddingPricing: Aurous.EmbeddingPricing? = nil, metadata: JSONObject? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.ownedBy = ownedBy
        self.chatPricing = chatPricing
        self.embeddingPricing = embeddingPricing
        self.metadata = metadata
    }
}

extension Aurous.Model: JSONDocument {
    enum Field: String, WireField {
        case object, id
        case createdAt = "created"
        case ownedBy = "owned_by"
        case chatPricing = "chat_pricing"
        case embeddingPricing = "embedding_pricing"
        case metadata = "aurous_metadata"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("object", .words(["model"])),
        ModelShape.Member("id", String.kind),
        ModelShape.Member("created", .value),
        ModelShape.Member("owned_by", String.kind),
        ModelShape.Member("chat_pricing", Aurous.ChatPricing.kind),
        ModelShape.Member("embedding_pricing", Aurous.EmbeddingPricing.kind),
        ModelShape.Member("aurous_metadata", JSONObject.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var createdAt: Timestamp?
        var ownedBy: String?
        var chatPricing: Aurous.ChatPricing?
        var embeddingPricing: Aurous.EmbeddingPricing?
        var metadata: JSONObject?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: try json.skipValue()
            case .id: id = try String(from: &json)
            case .createdAt: createdAt = json.null() ? nil : try json.secondsSince1970()
            case .ownedBy: ownedBy = try .optional(from: &json)
            case .chatPricing: chatPricing = try .optional(from: &json)
            case .embeddingPricing: embeddingPricing = try .optional(from: &json)
            case .metadata: metadata = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        self.id = id
        self.createdAt = createdAt
        self.ownedBy = ownedBy
        self.chatPricing = chatPricing
        self.embeddingPricing = embeddingPricing
        self.metadata = metadata
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
        object.append(Field.object, "model") { .string($0) }
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { JSONValue(secondsSince1970: $0) }
        object.append(Field.ownedBy, ownedBy) { $0.jsonForm }
        object.append(Field.chatPricing, orNull: chatPricing) { $0.jsonForm }
        object.append(Field.embeddingPricing, orNull: embeddingPricing) { $0.jsonForm }
        object.append(Field.metadata, metadata) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.ChatPricing {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(input: Aurous.TokenRate? = nil, output: Aurous.TokenRate? = nil) {
        self.input = input
        self.output = output
    }
}

extension Aurous.ChatPricing: JSONDocument {
    enum Field: String, WireField {
        case input, output
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("input", Aurous.TokenRate.kind),
        ModelShape.Member("output", Aurous.TokenRate.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var input: Aurous.TokenRate?
        var output: Aurous.TokenRate?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .input: input = try .optional(from: &json)
            case .output: output = try .optional(from: &json)
            }
        }
        self.input = input
        self.output = output
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
        object.append(Field.output, output) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.EmbeddingPricing {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(text: Aurous.TokenRate? = nil, visual: Aurous.TokenRate? = nil, video: Aurous.TokenRate? = nil) {
        self.text = text
        self.visual = visual
        self.video = video
    }
}

extension Aurous.EmbeddingPricing: JSONDocument {
    enum Field: String, WireField {
        case text, visual, video
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("text", Aurous.TokenRate.kind),
        ModelShape.Member("visual", Aurous.TokenRate.kind),
        ModelShape.Member("video", Aurous.TokenRate.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var text: Aurous.TokenRate?
        var visual: Aurous.TokenRate?
        var video: Aurous.TokenRate?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .text: text = try .optional(from: &json)
            case .visual: visual = try .optional(from: &json)
            case .video: video = try .optional(from: &json)
            }
        }
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

extension Aurous.TokenRate {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(creditsPerMillion: Decimal) {
        self.creditsPerMillion = creditsPerMillion
    }
}

extension Aurous.TokenRate: JSONDocument {
    enum Field: String, WireField {
        case creditsPerMillion = "credits_per_M"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("credits_per_M", Decimal.kind)
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var creditsPerMillion: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .creditsPerMillion: creditsPerMillion = try Decimal(from: &json)
            }
        }
        guard let creditsPerMillion else { throw json.missing(Field.creditsPerMillion) }
        self.creditsPerMillion = creditsPerMillion
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
        object.append(Field.creditsPerMillion, creditsPerMillion) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
