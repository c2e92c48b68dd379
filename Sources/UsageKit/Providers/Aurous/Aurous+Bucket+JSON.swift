// Written by .scripts/generate-rows from Aurous+Bucket.swift. Do not edit: change the declaration and run it again.

extension Aurous.Bucket {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(start: Timestamp, end: Timestamp, groups: [Aurous.Bucket.Group]) {
        self.start = start
        self.end = end
        self.groups = groups
    }
}

extension Aurous.Bucket: JSONDocument {
    enum Field: String, WireField {
        case object
        case start = "bucket_start"
        case end = "bucket_end"
        case groups
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("object", .words(["usage.bucket"])),
        ModelShape.Member("bucket_start", Timestamp.kind),
        ModelShape.Member("bucket_end", Timestamp.kind),
        ModelShape.Member("groups", [Aurous.Bucket.Group].kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var start: Timestamp?
        var end: Timestamp?
        var groups: [Aurous.Bucket.Group]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: try json.skipValue()
            case .start: start = try Timestamp(from: &json)
            case .end: end = try Timestamp(from: &json)
            case .groups: groups = try [Aurous.Bucket.Group](from: &json)
            }
        }
        guard let start else { throw json.missing(Field.start) }
        guard let end else { throw json.missing(Field.end) }
        guard let groups else { throw json.missing(Field.groups) }
        self.start = start
        self.end = end
        self.groups = groups
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
        object.append(Field.object, "usage.bucket") { .string($0) }
        object.append(Field.start, start) { $0.jsonForm }
        object.append(Field.end, end) { $0.jsonForm }
        object.append(Field.groups, groups) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Aurous.Bucket.Group {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(key: JSONObject = JSONObject(), metrics: Aurous.BucketMetrics) {
        self.key = key
        self.metrics = metrics
    }
}

extension Aurous.Bucket.Group: JSONDocument {
    enum Field: String, WireField {
        case key, metrics
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("key", JSONObject.kind),
        ModelShape.Member("metrics", Aurous.BucketMetrics.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var key: JSONObject?
        var metrics: Aurous.BucketMetrics?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .key: key = try .optional(from: &json)
            case .metrics: metrics = try Aurous.BucketMetrics(from: &json)
            }
        }
        guard let metrics else { throw json.missing(Field.metrics) }
        self.key = key ?? JSONObject()
        self.metrics = metrics
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
        object.append(Field.key, key) { $0.jsonForm }
        object.append(Field.metrics, metrics) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
