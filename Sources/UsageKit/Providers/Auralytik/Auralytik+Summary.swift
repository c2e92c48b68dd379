public import Foundation

extension Auralytik {
    /// The meters of a billing period.
    public struct Summary: Hashable, Sendable {
        /// The period.
        public var billingPeriod: BillingPeriod
        /// The plan, for example `professional`.
        public var tier: String?
        /// The meters by name, in the order of the wire: `calls`, `webhooks`, `storage_gb` and any other.
        public var meters: [Meter]
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject

        /// The use of one metered resource.
        public struct Meter: Hashable, Sendable {
            /// The name.
            public var name: String
            var exactUsed: ExactDecimal?
            var exactIncluded: ExactDecimal?
            var exactOverage: ExactDecimal?
            /// Members of the JSON object that this version does not know.
            public var unknown: JSONObject

            /// How much was used.
            public var used: Decimal? {
                get { exactUsed?.decimal }
                set { exactUsed = newValue.map(ExactDecimal.init(setting:)) }
            }
            /// How much the plan includes.
            public var included: Decimal? {
                get { exactIncluded?.decimal }
                set { exactIncluded = newValue.map(ExactDecimal.init(setting:)) }
            }
            /// How much was used beyond what the plan includes.
            public var overage: Decimal? {
                get { exactOverage?.decimal }
                set { exactOverage = newValue.map(ExactDecimal.init(setting:)) }
            }
        }
    }
}

extension Auralytik.Summary: JSONRepresentable {
    private enum Field: String, WireField {
        case billingPeriod, tier, usage, data, meta
        static let table = FieldTable<Self>()
    }

    /// Reads the summary, bare or inside the envelope `{data, meta}`.
    init(from json: inout JSONReader) throws(UsageError) {
        var period: BillingPeriod?
        var meters: [Meter]?
        var wrapped: Self?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .billingPeriod: period = try json.billingPeriod()
            case .tier: tier = try json.optionalString()
            case .usage: meters = try Meter.all(from: &json)
            case .data: wrapped = try Self(from: &json)
            case .meta: try json.skipOptionalObject()
            }
        }
        if let wrapped {
            self = wrapped
            return
        }
        guard let period else { throw json.missing(Field.billingPeriod) }
        guard let meters else { throw json.missing(Field.usage) }
        billingPeriod = period
        self.meters = meters
        unknown = members.unknown
    }

    /// Reads a summary under the names of the wire, bare or in its envelope.
    ///
    /// - Throws: ``UsageError`` if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The summary under the names of the wire, bare.
    public var jsonValue: JSONValue {
        var object: JSONObject = ["billingPeriod": .string(billingPeriod.description)]
        object.append(Field.tier, tier, JSONValue.string)
        object.append(Field.usage, meters) { .object(JSONObject($0.map { JSONObject.Member($0.name, $0.jsonValue) })) }
        return .object(object.appending(unknown))
    }
}

extension Auralytik.Summary.Meter: JSONRepresentable {
    private enum Field: String, WireField {
        case used, included, overage
        static let table = FieldTable<Self>()
    }

    fileprivate static func all(from json: inout JSONReader) throws(UsageError) -> [Self] {
        var meters: [Self] = []
        try json.eachMember { (name, json) throws(UsageError) in meters.append(try Self(name, from: &json)) }
        return meters
    }

    private init(_ name: String, from json: inout JSONReader) throws(UsageError) {
        self.name = name
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .used: exactUsed = try json.optionalDecimal()
            case .included: exactIncluded = try json.optionalDecimal()
            case .overage: exactOverage = try json.optionalDecimal()
            }
        }
        unknown = members.unknown
    }

    /// The meter under the names of the wire, without its own name.
    public var jsonValue: JSONValue {
        let object: JSONObject = [
            "used": JSONValue(exactUsed), "included": JSONValue(exactIncluded), "overage": JSONValue(exactOverage),
        ]
        return .object(object.appending(unknown))
    }
}

extension JSONReader {
    /// Reads a billing period written `YYYY-MM`.
    mutating func billingPeriod() throws(UsageError) -> BillingPeriod {
        skipWhitespace()
        let start = position
        guard let period = try? BillingPeriod(try string()) else {
            throw error("expected a billing period written YYYY-MM", .unexpectedShape, at: start)
        }
        return period
    }
}
