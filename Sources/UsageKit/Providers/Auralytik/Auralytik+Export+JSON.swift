// Written by .scripts/generate-rows from Auralytik+Export.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Auralytik.ExportJob {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, status: Auralytik.ExportStatus? = nil, progress: Decimal? = nil, downloadURL: String? = nil,
        error: JSONValue? = nil, meta: Auralytik.ResponseMeta? = nil
    ) {
        self.id = id
        self.status = status
        self.progress = progress
        self.downloadURL = downloadURL
        self.error = error
        self.meta = meta
    }
}

extension Auralytik.ExportJob: JSONDocument {
    enum Field: String, WireField {
        case id = "jobId"
        case status, progress
        case downloadURL = "downloadUrl"
        case error, meta
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("jobId", String.kind),
        ModelShape.Member("status", Auralytik.ExportStatus.kind),
        ModelShape.Member("progress", Decimal.kind),
        ModelShape.Member("downloadUrl", String.kind),
        ModelShape.Member("error", JSONValue.kind),
        ModelShape.Member("meta", Auralytik.ResponseMeta.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var id: String?
        var status: Auralytik.ExportStatus?
        var progress: Decimal?
        var downloadURL: String?
        var error: JSONValue?
        var meta: Auralytik.ResponseMeta?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .status: status = try .optional(from: &json)
            case .progress: progress = try .open(Field.progress, from: &json, or: &members.unknown)
            case .downloadURL: downloadURL = try .optional(from: &json)
            case .error: error = try .optional(from: &json)
            case .meta: meta = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        self.id = id
        self.status = status
        self.progress = progress
        self.downloadURL = downloadURL
        self.error = error
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
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.status, status) { $0.jsonForm }
        object.append(Field.progress, progress) { $0.jsonForm }
        object.append(Field.downloadURL, downloadURL) { $0.jsonForm }
        object.append(Field.error, error) { $0.jsonForm }
        object.append(Field.meta, meta) { $0.jsonForm }
        var unknown = unknown
        if progress != nil { unknown.remove(Field.progress) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Auralytik.Health {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(status: String? = nil, meta: Auralytik.ResponseMeta? = nil) {
        self.status = status
        self.meta = meta
    }
}

extension Auralytik.Health: JSONDocument {
    enum Field: String, WireField {
        case status, meta
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.status]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("status", String.kind, isDocumented: false),
        ModelShape.Member("meta", Auralytik.ResponseMeta.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var status: String?
        var meta: Auralytik.ResponseMeta?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .status: status = try .open(Field.status, from: &json, or: &members.unknown)
            case .meta: meta = try .optional(from: &json)
            }
        }
        self.status = status
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
        object.append(Field.status, status) { $0.jsonForm }
        object.append(Field.meta, meta) { $0.jsonForm }
        var unknown = unknown
        if status != nil { unknown.remove(Field.status) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
