extension Aurous {
    /// The server's aggregates over one span of time.
    public struct Bucket: Hashable, Sendable {
        /// The first instant inside.
        public var start: Timestamp
        /// The first instant outside.
        public var end: Timestamp
        /// One group for each combination of the dimensions that were asked for; a single group without dimensions.
        public var groups: [Group]
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject

        /// The aggregates of one combination of dimensions.
        public struct Group: Hashable, Sendable {
            /// The dimensions and their values, under the names of the wire.
            public var key: JSONObject
            /// The figures.
            public var metrics: BucketMetrics
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject
        }
    }
}

extension Aurous.Bucket: JSONRepresentable {
    private enum Field: String, WireField {
        case object
        case start = "bucket_start"
        case end = "bucket_end"
        case groups
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var start: Timestamp?
        var end: Timestamp?
        var groups: [Group]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .object: _ = try json.optionalString()
            case .start: start = try json.timestamp()
            case .end: end = try json.timestamp()
            case .groups: groups = try json.array { (json) throws(UsageError) in try Group(from: &json) }
            }
        }
        guard let start else { throw json.missing(Field.start) }
        guard let end else { throw json.missing(Field.end) }
        guard let groups else { throw json.missing(Field.groups) }
        self.init(start: start, end: end, groups: groups, unknown: members.unknown)
    }

    /// Reads a bucket under the names of the wire.
    ///
    /// - Throws: ``UsageError`` if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The bucket under the names of the wire.
    public var jsonValue: JSONValue {
        var object: JSONObject = ["object": "usage.bucket"]
        object.append(Field.start, start) { JSONValue($0) }
        object.append(Field.end, end) { JSONValue($0) }
        object.append(Field.groups, groups) { .array($0.map(\.jsonValue)) }
        return .object(object.appending(unknown))
    }
}

extension Aurous.Bucket: ListedRow {
    var identity: RowIdentity { RowIdentity(id: start.description, time: nil) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    /// The pages of `GET /v1/usage`.
    static let pageFormat = PageFormat(rows: "data", cursor: "next_page", hasMore: "has_more")

    /// What follows a page.
    static func info(_ page: PageContents<Self>) -> PageInfo {
        PageInfo(cursorOf: page.envelope, pageFormat, parameter: "page_token")
    }
}

extension Aurous.Bucket.Group: JSONRepresentable {
    private enum Field: String, WireField {
        case key, metrics
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var key = JSONObject()
        var metrics: Aurous.BucketMetrics?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .key: key = try json.optionalObject() ?? JSONObject()
            case .metrics: metrics = try Aurous.BucketMetrics(from: &json)
            }
        }
        guard let metrics else { throw json.missing(Field.metrics) }
        self.init(key: key, metrics: metrics, unknown: members.unknown)
    }

    /// The group under the names of the wire.
    public var jsonValue: JSONValue {
        var object: JSONObject = ["key": .object(key)]
        object.append(Field.metrics, metrics) { $0.jsonValue }
        return .object(object.appending(unknown))
    }
}
