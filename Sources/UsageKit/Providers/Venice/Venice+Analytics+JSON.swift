// Written by .scripts/generate-rows from Venice+Analytics.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice.Analytics {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        lookback: String, byDate: [Venice.Analytics.Day], byModel: [Venice.Analytics.Model],
        byModelDaily: [Venice.Analytics.Daily] = [], topModels: [String] = [], byKey: [Venice.Analytics.Key],
        byKeyDaily: [Venice.Analytics.Daily] = [], topKeyNames: [String] = [],
        byModelDailyUSD: [Venice.Analytics.Daily]? = nil, byKeyDailyUSD: [Venice.Analytics.Daily]? = nil
    ) {
        self.lookback = lookback
        self.byDate = byDate
        self.byModel = byModel
        self.byModelDaily = byModelDaily
        self.topModels = topModels
        self.byKey = byKey
        self.byKeyDaily = byKeyDaily
        self.topKeyNames = topKeyNames
        self.byModelDailyUSD = byModelDailyUSD
        self.byKeyDailyUSD = byKeyDailyUSD
    }
}

extension Venice.Analytics: JSONDocument {
    enum Field: String, WireField {
        case lookback, byDate, byModel, byModelDaily, topModels, byKey, byKeyDaily, topKeyNames
        case byModelDailyUSD = "byModelDailyUsd"
        case byKeyDailyUSD = "byKeyDailyUsd"
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.byModelDailyUSD, .byKeyDailyUSD]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("lookback", String.kind),
        ModelShape.Member("byDate", [Venice.Analytics.Day].kind),
        ModelShape.Member("byModel", [Venice.Analytics.Model].kind),
        ModelShape.Member("byModelDaily", [Venice.Analytics.Daily].kind),
        ModelShape.Member("topModels", [String].kind),
        ModelShape.Member("byKey", [Venice.Analytics.Key].kind),
        ModelShape.Member("byKeyDaily", [Venice.Analytics.Daily].kind),
        ModelShape.Member("topKeyNames", [String].kind),
        ModelShape.Member("byModelDailyUsd", [Venice.Analytics.Daily].kind, isDocumented: false),
        ModelShape.Member("byKeyDailyUsd", [Venice.Analytics.Daily].kind, isDocumented: false),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var lookback: String?
        var byDate: [Venice.Analytics.Day]?
        var byModel: [Venice.Analytics.Model]?
        var byModelDaily: [Venice.Analytics.Daily]?
        var topModels: [String]?
        var byKey: [Venice.Analytics.Key]?
        var byKeyDaily: [Venice.Analytics.Daily]?
        var topKeyNames: [String]?
        var byModelDailyUSD: [Venice.Analytics.Daily]?
        var byKeyDailyUSD: [Venice.Analytics.Daily]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .lookback: lookback = try String(from: &json)
            case .byDate: byDate = try [Venice.Analytics.Day](from: &json)
            case .byModel: byModel = try [Venice.Analytics.Model](from: &json)
            case .byModelDaily: byModelDaily = try .optional(from: &json)
            case .topModels: topModels = try .optional(from: &json)
            case .byKey: byKey = try [Venice.Analytics.Key](from: &json)
            case .byKeyDaily: byKeyDaily = try .optional(from: &json)
            case .topKeyNames: topKeyNames = try .optional(from: &json)
            case .byModelDailyUSD: byModelDailyUSD = try .optional(from: &json)
            case .byKeyDailyUSD: byKeyDailyUSD = try .optional(from: &json)
            }
        }
        guard let lookback else { throw json.missing(Field.lookback) }
        guard let byDate else { throw json.missing(Field.byDate) }
        guard let byModel else { throw json.missing(Field.byModel) }
        guard let byKey else { throw json.missing(Field.byKey) }
        self.lookback = lookback
        self.byDate = byDate
        self.byModel = byModel
        self.byModelDaily = byModelDaily ?? []
        self.topModels = topModels ?? []
        self.byKey = byKey
        self.byKeyDaily = byKeyDaily ?? []
        self.topKeyNames = topKeyNames ?? []
        self.byModelDailyUSD = byModelDailyUSD
        self.byKeyDailyUSD = byKeyDailyUSD
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
        object.append(Field.lookback, lookback) { $0.jsonForm }
        object.append(Field.byDate, byDate) { $0.jsonForm }
        object.append(Field.byModel, byModel) { $0.jsonForm }
        object.append(Field.byModelDaily, byModelDaily) { $0.jsonForm }
        object.append(Field.topModels, topModels) { $0.jsonForm }
        object.append(Field.byKey, byKey) { $0.jsonForm }
        object.append(Field.byKeyDaily, byKeyDaily) { $0.jsonForm }
        object.append(Field.topKeyNames, topKeyNames) { $0.jsonForm }
        object.append(Field.byModelDailyUSD, byModelDailyUSD) { $0.jsonForm }
        object.append(Field.byKeyDailyUSD, byKeyDailyUSD) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.Analytics.Day {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(date: String, usd: Decimal, diem: Decimal) {
        self.date = date
        self.usd = usd
        self.diem = diem
    }
}

extension Venice.Analytics.Day: JSONDocument {
    enum Field: String, WireField {
        case date
        case usd = "USD"
        case diem = "DIEM"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("date", String.kind),
        ModelShape.Member("USD", Decimal.kind),
        ModelShape.Member("DIEM", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var date: String?
        var usd: Decimal?
        var diem: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .date: date = try String(from: &json)
            case .usd: usd = try Decimal(from: &json)
            case .diem: diem = try Decimal(from: &json)
            }
        }
        guard let date else { throw json.missing(Field.date) }
        guard let usd else { throw json.missing(Field.usd) }
        guard let diem else { throw json.missing(Field.diem) }
        self.date = date
        self.usd = usd
        self.diem = diem
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
        object.append(Field.date, date) { $0.jsonForm }
        object.append(Field.usd, usd) { $0.jsonForm }
        object.append(Field.diem, diem) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.Analytics.Model {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        name: String, unitType: String, modelType: String? = nil, totalUSD: Decimal, totalDIEM: Decimal,
        totalUnits: Decimal, breakdown: [Venice.Analytics.Part]? = nil
    ) {
        self.name = name
        self.unitType = unitType
        self.modelType = modelType
        self.totalUSD = totalUSD
        self.totalDIEM = totalDIEM
        self.totalUnits = totalUnits
        self.breakdown = breakdown
    }
}

extension Venice.Analytics.Model: JSONDocument {
    enum Field: String, WireField {
        case name = "modelName"
        case unitType, modelType
        case totalUSD = "totalUsd"
        case totalDIEM = "totalDiem"
        case totalUnits, breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("modelName", String.kind),
        ModelShape.Member("unitType", String.kind),
        ModelShape.Member("modelType", String.kind),
        ModelShape.Member("totalUsd", Decimal.kind),
        ModelShape.Member("totalDiem", Decimal.kind),
        ModelShape.Member("totalUnits", Decimal.kind),
        ModelShape.Member("breakdown", [Venice.Analytics.Part].kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var name: String?
        var unitType: String?
        var modelType: String?
        var totalUSD: Decimal?
        var totalDIEM: Decimal?
        var totalUnits: Decimal?
        var breakdown: [Venice.Analytics.Part]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .name: name = try String(from: &json)
            case .unitType: unitType = try String(from: &json)
            case .modelType: modelType = try .optional(from: &json)
            case .totalUSD: totalUSD = try Decimal(from: &json)
            case .totalDIEM: totalDIEM = try Decimal(from: &json)
            case .totalUnits: totalUnits = try Decimal(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        guard let name else { throw json.missing(Field.name) }
        guard let unitType else { throw json.missing(Field.unitType) }
        guard let totalUSD else { throw json.missing(Field.totalUSD) }
        guard let totalDIEM else { throw json.missing(Field.totalDIEM) }
        guard let totalUnits else { throw json.missing(Field.totalUnits) }
        self.name = name
        self.unitType = unitType
        self.modelType = modelType
        self.totalUSD = totalUSD
        self.totalDIEM = totalDIEM
        self.totalUnits = totalUnits
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
        object.append(Field.name, name) { $0.jsonForm }
        object.append(Field.unitType, unitType) { $0.jsonForm }
        object.append(Field.modelType, orNull: modelType) { $0.jsonForm }
        object.append(Field.totalUSD, totalUSD) { $0.jsonForm }
        object.append(Field.totalDIEM, totalDIEM) { $0.jsonForm }
        object.append(Field.totalUnits, totalUnits) { $0.jsonForm }
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.Analytics.Part {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(type: String, usd: Decimal, diem: Decimal, units: Decimal) {
        self.type = type
        self.usd = usd
        self.diem = diem
        self.units = units
    }
}

extension Venice.Analytics.Part: JSONDocument {
    enum Field: String, WireField {
        case type, usd, diem, units
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("type", String.kind),
        ModelShape.Member("usd", Decimal.kind),
        ModelShape.Member("diem", Decimal.kind),
        ModelShape.Member("units", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var type: String?
        var usd: Decimal?
        var diem: Decimal?
        var units: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .type: type = try String(from: &json)
            case .usd: usd = try Decimal(from: &json)
            case .diem: diem = try Decimal(from: &json)
            case .units: units = try Decimal(from: &json)
            }
        }
        guard let type else { throw json.missing(Field.type) }
        guard let usd else { throw json.missing(Field.usd) }
        guard let diem else { throw json.missing(Field.diem) }
        guard let units else { throw json.missing(Field.units) }
        self.type = type
        self.usd = usd
        self.diem = diem
        self.units = units
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
        object.append(Field.type, type) { $0.jsonForm }
        object.append(Field.usd, usd) { $0.jsonForm }
        object.append(Field.diem, diem) { $0.jsonForm }
        object.append(Field.units, units) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
