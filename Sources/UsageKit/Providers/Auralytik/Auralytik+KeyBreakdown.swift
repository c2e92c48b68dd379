extension Auralytik {
    /// The calls of each key in a billing period.
    ///
    /// The other meters are not split by key.
    public struct KeyBreakdown: Hashable, Sendable {
        /// The period.
        public var billingPeriod: BillingPeriod
        /// The keys.
        public var keys: [Key]
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject

        /// What one key did.
        public struct Key: Hashable, Identifiable, Sendable {
            /// The public id of the key.
            public var id: String
            /// The name of the key.
            public var name: String?
            /// How many calls it made.
            public var calls: Int
            /// When the key was last used; nil if it never was.
            public var lastUsedAt: Timestamp?
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject
        }
    }
}

extension Auralytik.KeyBreakdown: JSONRepresentable {
    private enum Field: String, WireField {
        case billingPeriod, keys, data, meta
        static let table = FieldTable<Self>()
    }

    /// Reads the breakdown, bare or inside the envelope `{data, meta}`.
    init(from json: inout JSONReader) throws(UsageError) {
        var period: BillingPeriod?
        var keys: [Key]?
        var wrapped: Self?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .billingPeriod: period = try json.billingPeriod()
            case .keys: keys = try json.array { (json) throws(UsageError) in try Key(from: &json) }
            case .data: wrapped = try Self(from: &json)
            case .meta: try json.skipOptionalObject()
            }
        }
        if let wrapped {
            self = wrapped
            return
        }
        guard let period else { throw json.missing(Field.billingPeriod) }
        guard let keys else { throw json.missing(Field.keys) }
        self.init(billingPeriod: period, keys: keys, unknown: members.unknown)
    }

    /// Reads a breakdown under the names of the wire, bare or in its envelope.
    ///
    /// - Throws: ``UsageError`` if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The breakdown under the names of the wire, bare.
    public var jsonValue: JSONValue {
        let object: JSONObject = [
            "billingPeriod": .string(billingPeriod.description), "keys": .array(keys.map(\.jsonValue)),
        ]
        return .object(object.appending(unknown))
    }
}

extension Auralytik.KeyBreakdown.Key: JSONRepresentable {
    private enum Field: String, WireField {
        case keyId, name, calls, lastUsedAt
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var calls: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .keyId: id = try json.string()
            case .name: name = try json.optionalString()
            case .calls: calls = try json.integer()
            case .lastUsedAt: lastUsedAt = try json.optionalTimestamp()
            }
        }
        guard let id else { throw json.missing(Field.keyId) }
        guard let calls else { throw json.missing(Field.calls) }
        self.id = id
        self.calls = calls
        unknown = members.unknown
    }

    /// The key under the names of the wire.
    public var jsonValue: JSONValue {
        var object: JSONObject = ["keyId": .string(id)]
        object.append(Field.name, name, JSONValue.string)
        object.append(Field.calls, calls) { JSONValue($0) }
        object.append("lastUsedAt", JSONValue(lastUsedAt))
        return .object(object.appending(unknown))
    }
}
