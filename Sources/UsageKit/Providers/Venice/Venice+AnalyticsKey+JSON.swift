// Written by .scripts/generate-rows from Venice+AnalyticsKey.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice.Analytics.Key {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        apiKeyID: String? = nil, keyDescription: String, totalUSD: Decimal, totalDIEM: Decimal, totalUnits: Decimal
    ) {
        self.apiKeyID = apiKeyID
        self.keyDescription = keyDescription
        self.totalUSD = totalUSD
        self.totalDIEM = totalDIEM
        self.totalUnits = totalUnits
    }
}

extension Venice.Analytics.Key: JSONDocument {
    enum Field: String, WireField {
        case apiKeyID = "apiKeyId"
        case keyDescription = "description"
        case totalUSD = "totalUsd"
        case totalDIEM = "totalDiem"
        case totalUnits
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("apiKeyId", String.kind),
        ModelShape.Member("description", String.kind),
        ModelShape.Member("totalUsd", Decimal.kind),
        ModelShape.Member("totalDiem", Decimal.kind),
        ModelShape.Member("totalUnits", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var apiKeyID: String?
        var keyDescription: String?
        var totalUSD: Decimal?
        var totalDIEM: Decimal?
        var totalUnits: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .apiKeyID: apiKeyID = try .optional(from: &json)
            case .keyDescription: keyDescription = try String(from: &json)
            case .totalUSD: totalUSD = try Decimal(from: &json)
            case .totalDIEM: totalDIEM = try Decimal(from: &json)
            case .totalUnits: totalUnits = try Decimal(from: &json)
            }
        }
        guard let keyDescription else { throw json.missing(Field.keyDescription) }
        guard let totalUSD else { throw json.missing(Field.totalUSD) }
        guard let totalDIEM else { throw json.missing(Field.totalDIEM) }
        guard let totalUnits else { throw json.missing(Field.totalUnits) }
        self.apiKeyID = apiKeyID
        self.keyDescription = keyDescription
        self.totalUSD = totalUSD
        self.totalDIEM = totalDIEM
        self.totalUnits = totalUnits
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
        object.append(Field.apiKeyID, orNull: apiKeyID) { $0.jsonForm }
        object.append(Field.keyDescription, keyDescription) { $0.jsonForm }
        object.append(Field.totalUSD, totalUSD) { $0.jsonForm }
        object.append(Field.totalDIEM, totalDIEM) { $0.jsonForm }
        object.append(Field.totalUnits, totalUnits) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
