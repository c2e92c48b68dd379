extension Venice.Analytics: JSONRepresentable {
    private enum Field: String, WireField {
        case lookback, byDate, byModel, byModelDaily, topModels, byKey, byKeyDaily, topKeyNames
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var lookback: String?
        (byDate, byModel, byModelDaily, topModels) = ([], [], [], [])
        (byKey, byKeyDaily, topKeyNames) = ([], [], [])
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .lookback: lookback = try json.string()
            case .byDate: byDate = try json.array { (json) throws(UsageError) in try Day(from: &json) }
            case .byModel: byModel = try json.array { (json) throws(UsageError) in try Model(from: &json) }
            case .byModelDaily: byModelDaily = try json.array { (json) throws(UsageError) in try json.object() }
            case .topModels: topModels = try json.array { (json) throws(UsageError) in try json.string() }
            case .byKey: byKey = try json.array { (json) throws(UsageError) in try Key(from: &json) }
            case .byKeyDaily: byKeyDaily = try json.array { (json) throws(UsageError) in try json.object() }
            case .topKeyNames: topKeyNames = try json.array { (json) throws(UsageError) in try json.string() }
            }
        }
        guard let lookback else { throw json.missing(Field.lookback) }
        self.lookback = lookback
        unknown = members.unknown
    }

    /// Reads aggregates under the names of the wire.
    ///
    /// - Throws: ``UsageError`` if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The aggregates under the names of the wire.
    public var jsonValue: JSONValue {
        let object: JSONObject = [
            "lookback": .string(lookback),
            "byDate": .array(byDate.map(\.jsonValue)),
            "byModel": .array(byModel.map(\.jsonValue)),
            "byModelDaily": .array(byModelDaily.map(JSONValue.object)),
            "topModels": .array(topModels.map(JSONValue.string)),
            "byKey": .array(byKey.map(\.jsonValue)),
            "byKeyDaily": .array(byKeyDaily.map(JSONValue.object)),
            "topKeyNames": .array(topKeyNames.map(JSONValue.string)),
        ]
        return .object(object.appending(unknown))
    }
}

extension Venice.Analytics.Day: JSONRepresentable {
    private enum Field: String, WireField {
        case date
        case usd = "USD"
        case diem = "DIEM"
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var date: String?
        var usd: ExactDecimal?
        var diem: ExactDecimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .date: date = try json.string()
            case .usd: usd = try json.decimal()
            case .diem: diem = try json.decimal()
            }
        }
        guard let date else { throw json.missing(Field.date) }
        guard let usd else { throw json.missing(Field.usd) }
        guard let diem else { throw json.missing(Field.diem) }
        self.init(date: date, spend: Venice.Analytics.Spend(usd: usd, diem: diem), unknown: members.unknown)
    }

    /// The day under the names of the wire.
    public var jsonValue: JSONValue {
        let object: JSONObject = ["date": .string(date), "USD": JSONValue(spend.usd), "DIEM": JSONValue(spend.diem)]
        return .object(object.appending(unknown))
    }
}

extension Venice.Analytics.Model: JSONRepresentable {
    private enum Field: String, WireField {
        case modelName, unitType, modelType, totalUsd, totalDiem, totalUnits, breakdown
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var name: String?
        var unitType: String?
        var usd: ExactDecimal?
        var diem: ExactDecimal?
        var units: ExactDecimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .modelName: name = try json.string()
            case .unitType: unitType = try json.string()
            case .modelType: modelType = try json.optionalString()
            case .totalUsd: usd = try json.decimal()
            case .totalDiem: diem = try json.decimal()
            case .totalUnits: units = try json.decimal()
            case .breakdown:
                breakdown =
                    json.null()
                    ? nil
                    : try json.array { (json) throws(UsageError) in try Venice.Analytics.Part(from: &json) }
            }
        }
        guard let name else { throw json.missing(Field.modelName) }
        guard let unitType else { throw json.missing(Field.unitType) }
        guard let usd else { throw json.missing(Field.totalUsd) }
        guard let diem else { throw json.missing(Field.totalDiem) }
        guard let units else { throw json.missing(Field.totalUnits) }
        self.name = name
        self.unitType = unitType
        spend = Venice.Analytics.Spend(usd: usd, diem: diem, units: units)
        unknown = members.unknown
    }

    /// The model under the names of the wire.
    public var jsonValue: JSONValue {
        var object: JSONObject = [
            "modelName": .string(name), "unitType": .string(unitType), "modelType": JSONValue(modelType),
            "totalUsd": JSONValue(spend.usd), "totalDiem": JSONValue(spend.diem), "totalUnits": JSONValue(spend.units),
        ]
        object.append(Field.breakdown, breakdown) { .array($0.map(\.jsonValue)) }
        return .object(object.appending(unknown))
    }
}

extension Venice.Analytics.Part: JSONRepresentable {
    private enum Field: String, WireField {
        case type, usd, diem, units
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var type: String?
        var usd: ExactDecimal?
        var diem: ExactDecimal?
        var units: ExactDecimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .type: type = try json.string()
            case .usd: usd = try json.decimal()
            case .diem: diem = try json.decimal()
            case .units: units = try json.decimal()
            }
        }
        guard let type else { throw json.missing(Field.type) }
        guard let usd else { throw json.missing(Field.usd) }
        guard let diem else { throw json.missing(Field.diem) }
        guard let units else { throw json.missing(Field.units) }
        self.init(
            type: type, spend: Venice.Analytics.Spend(usd: usd, diem: diem, units: units), unknown: members.unknown)
    }

    /// The part under the names of the wire.
    public var jsonValue: JSONValue {
        let object: JSONObject = [
            "type": .string(type), "usd": JSONValue(spend.usd), "diem": JSONValue(spend.diem),
            "units": JSONValue(spend.units),
        ]
        return .object(object.appending(unknown))
    }
}

extension Venice.Analytics.Key: JSONRepresentable {
    private enum Field: String, WireField {
        case apiKeyId, description, totalUsd, totalDiem, totalUnits
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var keyDescription: String?
        var usd: ExactDecimal?
        var diem: ExactDecimal?
        var units: ExactDecimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .apiKeyId: apiKeyID = try json.optionalString()
            case .description: keyDescription = try json.string()
            case .totalUsd: usd = try json.decimal()
            case .totalDiem: diem = try json.decimal()
            case .totalUnits: units = try json.decimal()
            }
        }
        guard let keyDescription else { throw json.missing(Field.description) }
        guard let usd else { throw json.missing(Field.totalUsd) }
        guard let diem else { throw json.missing(Field.totalDiem) }
        guard let units else { throw json.missing(Field.totalUnits) }
        self.keyDescription = keyDescription
        spend = Venice.Analytics.Spend(usd: usd, diem: diem, units: units)
        unknown = members.unknown
    }

    /// The key under the names of the wire.
    public var jsonValue: JSONValue {
        let object: JSONObject = [
            "apiKeyId": JSONValue(apiKeyID), "description": .string(keyDescription),
            "totalUsd": JSONValue(spend.usd), "totalDiem": JSONValue(spend.diem), "totalUnits": JSONValue(spend.units),
        ]
        return .object(object.appending(unknown))
    }
}
