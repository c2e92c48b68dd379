// Written by .scripts/generate-rows from Aurous+Pricing.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.Pricing {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        version: String, currency: Currency? = nil, note: String? = nil, image: Aurous.Pricing.Image? = nil,
        video: Aurous.Pricing.Video? = nil
    ) {
        self.version = version
        self.currency = currency
        self.note = note
        self.image = image
        self.video = video
    }
}

extension Aurous.Pricing: JSONDocument {
    enum Field: String, WireField {
        case object, version, currency
        case note = "description"
        case image, video
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("object", .words(["pricing"])),
        ModelShape.Member("version", String.kind),
        ModelShape.Member("currency", Currency.kind),
        ModelShape.Member("description", String.kind),
        ModelShape.Member("image", Aurous.Pricing.Image.kind),
        ModelShape.Member("video", Aurous.Pricing.Video.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var version: String?
        var currency: Currency?
        var note: String?
        var image: Aurous.Pricing.Image?
        var video: Aurous.Pricing.Video?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: try json.skipValue()
            case .version: version = try String(from: &json)
            case .currency: currency = try .optional(from: &json)
            case .note: note = try .optional(from: &json)
            case .image: image = try .optional(from: &json)
            case .video: video = try .optional(from: &json)
            }
        }
        guard let version else { throw json.missing(Field.version) }
        self.version = version
        self.currency = currency
        self.note = note
        self.image = image
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
        object.append(Field.object, "pricing") { .string($0) }
        object.append(Field.version, version) { $0.jsonForm }
        object.append(Field.currency, currency) { $0.jsonForm }
        object.append(Field.note, note) { $0.jsonForm }
        object.append(Field.image, image) { $0.jsonForm }
        object.append(Field.video, video) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Pricing.Image {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(base: Decimal? = nil, enhancePromptMultiplier: Decimal? = nil, referenceImage: Decimal? = nil) {
        self.base = base
        self.enhancePromptMultiplier = enhancePromptMultiplier
        self.referenceImage = referenceImage
    }
}

extension Aurous.Pricing.Image: JSONDocument {
    enum Field: String, WireField {
        case base
        case enhancePromptMultiplier = "enhance_prompt_multiplier"
        case referenceImage = "reference_image_per_image"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("base", Decimal.kind),
        ModelShape.Member("enhance_prompt_multiplier", Decimal.kind),
        ModelShape.Member("reference_image_per_image", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var base: Decimal?
        var enhancePromptMultiplier: Decimal?
        var referenceImage: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .base: base = try .optional(from: &json)
            case .enhancePromptMultiplier: enhancePromptMultiplier = try .optional(from: &json)
            case .referenceImage: referenceImage = try .optional(from: &json)
            }
        }
        self.base = base
        self.enhancePromptMultiplier = enhancePromptMultiplier
        self.referenceImage = referenceImage
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
        object.append(Field.enhancePromptMultiplier, enhancePromptMultiplier) { $0.jsonForm }
        object.append(Field.referenceImage, referenceImage) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Pricing.Video {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(basePerSecond: Decimal? = nil, resolutionFactors: JSONObject? = nil) {
        self.basePerSecond = basePerSecond
        self.resolutionFactors = resolutionFactors
    }
}

extension Aurous.Pricing.Video: JSONDocument {
    enum Field: String, WireField {
        case basePerSecond = "base_per_second"
        case resolutionFactors = "resolution_factor"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("base_per_second", Decimal.kind),
        ModelShape.Member("resolution_factor", JSONObject.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var basePerSecond: Decimal?
        var resolutionFactors: JSONObject?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .basePerSecond: basePerSecond = try .optional(from: &json)
            case .resolutionFactors: resolutionFactors = try .optional(from: &json)
            }
        }
        self.basePerSecond = basePerSecond
        self.resolutionFactors = resolutionFactors
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
        object.append(Field.basePerSecond, basePerSecond) { $0.jsonForm }
        object.append(Field.resolutionFactors, resolutionFactors) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
