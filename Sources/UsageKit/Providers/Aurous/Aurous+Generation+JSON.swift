// Written by .scripts/generate-rows from Aurous+Generation.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.Generation {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, status: Aurous.GenerationStatus, prompt: String? = nil, createdAt: Timestamp? = nil,
        mediaType: Aurous.EventType? = nil, negativePrompt: String? = nil, outputURLs: [String]? = nil,
        outputVideoURL: String? = nil, referenceImageURLs: [String]? = nil, errorMessage: String? = nil,
        duration: Duration? = nil, cost: Aurous.Generation.Cost? = nil, width: Int? = nil, height: Int? = nil,
        imageCount: Int? = nil, sizePreset: String? = nil, inferenceType: String? = nil, seed: JSONValue? = nil,
        videoSeconds: Decimal? = nil, videoResolution: String? = nil, videoRatio: String? = nil,
        videoCameraFixed: JSONValue? = nil, characterID: String? = nil, bundleName: String? = nil,
        loras: [Aurous.Generation.LoRA]? = nil, apiVersion: String? = nil, creationRequestID: String? = nil,
        completedAt: Timestamp? = nil
    ) {
        self.id = id
        self.status = status
        self.prompt = prompt
        self.createdAt = createdAt
        self.mediaType = mediaType
        self.negativePrompt = negativePrompt
        self.outputURLs = outputURLs
        self.outputVideoURL = outputVideoURL
        self.referenceImageURLs = referenceImageURLs
        self.errorMessage = errorMessage
        self.duration = duration
        self.cost = cost
        self.width = width
        self.height = height
        self.imageCount = imageCount
        self.sizePreset = sizePreset
        self.inferenceType = inferenceType
        self.seed = seed
        self.videoSeconds = videoSeconds
        self.videoResolution = videoResolution
        self.videoRatio = videoRatio
        self.videoCameraFixed = videoCameraFixed
        self.characterID = characterID
        self.bundleName = bundleName
        self.loras = loras
        self.apiVersion = apiVersion
        self.creationRequestID = creationRequestID
        self.completedAt = completedAt
    }
}

extension Aurous.Generation: JSONDocument {
    enum Field: String, WireField {
        case id, status, prompt
        case createdAt = "created_at"
        case mediaType = "media_type"
        case negativePrompt = "negative_prompt"
        case outputURLs = "output_urls"
        case outputVideoURL = "output_video_url"
        case referenceImageURLs = "reference_image_urls"
        case errorMessage = "error_message"
        case duration = "duration_ms"
        case cost, width, height
        case imageCount = "image_count"
        case sizePreset = "size_preset"
        case inferenceType = "inference_type"
        case seed
        case videoSeconds = "video_duration"
        case videoResolution = "video_resolution"
        case videoRatio = "video_ratio"
        case videoCameraFixed = "video_camera_fixed"
        case characterID = "character_id"
        case bundleName = "bundle_name"
        case loras
        case apiVersion = "aurous_version"
        case creationRequestID = "creation_request_id"
        case completedAt = "completed_at"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("status", Aurous.GenerationStatus.kind),
        ModelShape.Member("prompt", String.kind),
        ModelShape.Member("created_at", Timestamp.kind),
        ModelShape.Member("media_type", Aurous.EventType.kind),
        ModelShape.Member("negative_prompt", String.kind),
        ModelShape.Member("output_urls", [String].kind),
        ModelShape.Member("output_video_url", String.kind),
        ModelShape.Member("reference_image_urls", [String].kind),
        ModelShape.Member("error_message", String.kind),
        ModelShape.Member("duration_ms", .value),
        ModelShape.Member("cost", Aurous.Generation.Cost.kind),
        ModelShape.Member("width", Int.kind),
        ModelShape.Member("height", Int.kind),
        ModelShape.Member("image_count", Int.kind),
        ModelShape.Member("size_preset", String.kind),
        ModelShape.Member("inference_type", String.kind),
        ModelShape.Member("seed", JSONValue.kind),
        ModelShape.Member("video_duration", Decimal.kind),
        ModelShape.Member("video_resolution", String.kind),
        ModelShape.Member("video_ratio", String.kind),
        ModelShape.Member("video_camera_fixed", JSONValue.kind),
        ModelShape.Member("character_id", String.kind),
        ModelShape.Member("bundle_name", String.kind),
        ModelShape.Member("loras", [Aurous.Generation.LoRA].kind),
        ModelShape.Member("aurous_version", String.kind),
        ModelShape.Member("creation_request_id", String.kind),
        ModelShape.Member("completed_at", Timestamp.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var status: Aurous.GenerationStatus?
        var prompt: String?
        var createdAt: Timestamp?
        var mediaType: Aurous.EventType?
        var negativePrompt: String?
        var outputURLs: [String]?
        var outputVideoURL: String?
        var referenceImageURLs: [String]?
        var errorMessage: String?
        var duration: Duration?
        var cost: Aurous.Generation.Cost?
        var width: Int?
        var height: Int?
        var imageCount: Int?
        var sizePreset: String?
        var inferenceType: String?
        var seed: JSONValue?
        var videoSeconds: Decimal?
        var videoResolution: String?
        var videoRatio: String?
        var videoCameraFixed: JSONValue?
        var characterID: String?
        var bundleName: String?
        var loras: [Aurous.Generation.LoRA]?
        var apiVersion: String?
        var creationRequestID: String?
        var completedAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .status: status = try Aurous.GenerationStatus(from: &json)
            case .prompt: prompt = try .optional(from: &json)
            case .createdAt: createdAt = try .optional(from: &json)
            case .mediaType: mediaType = try .optional(from: &json)
            case .negativePrompt: negativePrompt = try .optional(from: &json)
            case .outputURLs: outputURLs = try .optional(from: &json)
            case .outputVideoURL: outputVideoURL = try .optional(from: &json)
            case .referenceImageURLs: referenceImageURLs = try .optional(from: &json)
            case .errorMessage: errorMessage = try .optional(from: &json)
            case .duration: duration = json.null() ? nil : try json.durationInMilliseconds()
            case .cost: cost = try .optional(from: &json)
            case .width: width = try .optional(from: &json)
            case .height: height = try .optional(from: &json)
            case .imageCount: imageCount = try .optional(from: &json)
            case .sizePreset: sizePreset = try .optional(from: &json)
            case .inferenceType: inferenceType = try .optional(from: &json)
            case .seed: seed = try .optional(from: &json)
            case .videoSeconds: videoSeconds = try .optional(from: &json)
            case .videoResolution: videoResolution = try .optional(from: &json)
            case .videoRatio: videoRatio = try .optional(from: &json)
            case .videoCameraFixed: videoCameraFixed = try .optional(from: &json)
            case .characterID: characterID = try .optional(from: &json)
            case .bundleName: bundleName = try .optional(from: &json)
            case .loras: loras = try .optional(from: &json)
            case .apiVersion: apiVersion = try .optional(from: &json)
            case .creationRequestID: creationRequestID = try .optional(from: &json)
            case .completedAt: completedAt = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let status else { throw json.missing(Field.status) }
        self.id = id
        self.status = status
        self.prompt = prompt
        self.createdAt = createdAt
        self.mediaType = mediaType
        self.negativePrompt = negativePrompt
        self.outputURLs = outputURLs
        self.outputVideoURL = outputVideoURL
        self.referenceImageURLs = referenceImageURLs
        self.errorMessage = errorMessage
        self.duration = duration
        self.cost = cost
        self.width = width
        self.height = height
        self.imageCount = imageCount
        self.sizePreset = sizePreset
        self.inferenceType = inferenceType
        self.seed = seed
        self.videoSeconds = videoSeconds
        self.videoResolution = videoResolution
        self.videoRatio = videoRatio
        self.videoCameraFixed = videoCameraFixed
        self.characterID = characterID
        self.bundleName = bundleName
        self.loras = loras
        self.apiVersion = apiVersion
        self.creationRequestID = creationRequestID
        self.completedAt = completedAt
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
        object.append(Field.status, status) { $0.jsonForm }
        object.append(Field.prompt, prompt) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { $0.jsonForm }
        object.append(Field.mediaType, mediaType) { $0.jsonForm }
        object.append(Field.negativePrompt, negativePrompt) { $0.jsonForm }
        object.append(Field.outputURLs, outputURLs) { $0.jsonForm }
        object.append(Field.outputVideoURL, outputVideoURL) { $0.jsonForm }
        object.append(Field.referenceImageURLs, referenceImageURLs) { $0.jsonForm }
        object.append(Field.errorMessage, errorMessage) { $0.jsonForm }
        object.append(Field.duration, duration) { JSONValue(milliseconds: $0) }
        object.append(Field.cost, cost) { $0.jsonForm }
        object.append(Field.width, width) { $0.jsonForm }
        object.append(Field.height, height) { $0.jsonForm }
        object.append(Field.imageCount, imageCount) { $0.jsonForm }
        object.append(Field.sizePreset, sizePreset) { $0.jsonForm }
        object.append(Field.inferenceType, inferenceType) { $0.jsonForm }
        object.append(Field.seed, seed) { $0.jsonForm }
        object.append(Field.videoSeconds, videoSeconds) { $0.jsonForm }
        object.append(Field.videoResolution, videoResolution) { $0.jsonForm }
        object.append(Field.videoRatio, videoRatio) { $0.jsonForm }
        object.append(Field.videoCameraFixed, videoCameraFixed) { $0.jsonForm }
        object.append(Field.characterID, characterID) { $0.jsonForm }
        object.append(Field.bundleName, bundleName) { $0.jsonForm }
        object.append(Field.loras, loras) { $0.jsonForm }
        object.append(Field.apiVersion, apiVersion) { $0.jsonForm }
        object.append(Field.creationRequestID, creationRequestID) { $0.jsonForm }
        object.append(Field.completedAt, completedAt) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Generation.Cost {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(amount: Decimal, currency: Currency? = nil, breakdown: Aurous.CostBreakdown? = nil) {
        self.amount = amount
        self.currency = currency
        self.breakdown = breakdown
    }
}

extension Aurous.Generation.Cost: JSONDocument {
    enum Field: String, WireField {
        case amount, currency, breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("amount", Decimal.kind),
        ModelShape.Member("currency", Currency.kind),
        ModelShape.Member("breakdown", Aurous.CostBreakdown.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var amount: Decimal?
        var currency: Currency?
        var breakdown: Aurous.CostBreakdown?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .amount: amount = try Decimal(from: &json)
            case .currency: currency = try .optional(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        guard let amount else { throw json.missing(Field.amount) }
        self.amount = amount
        self.currency = currency
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
        object.append(Field.currency, currency) { $0.jsonForm }
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Generation.LoRA {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

extension Aurous.Generation.LoRA: JSONDocument {
    enum Field: String, WireField {
        case id, name
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("name", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var name: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .name: name = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        self.id = id
        self.name = name
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
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
