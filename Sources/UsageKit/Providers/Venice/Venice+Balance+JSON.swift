// Written by .scripts/generate-rows from Venice+Balance.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice.Balance {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        canConsume: Bool, consumptionCurrency: Currency? = nil, balances: Venice.Balance.Amounts,
        diemEpochAllocation: Decimal
    ) {
        self.canConsume = canConsume
        self.consumptionCurrency = consumptionCurrency
        self.balances = balances
        self.diemEpochAllocation = diemEpochAllocation
    }
}

extension Venice.Balance: JSONDocument {
    enum Field: String, WireField {
        case canConsume, consumptionCurrency, balances, diemEpochAllocation
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("canConsume", Bool.kind),
        ModelShape.Member("consumptionCurrency", Currency.kind),
        ModelShape.Member("balances", Venice.Balance.Amounts.kind),
        ModelShape.Member("diemEpochAllocation", Decimal.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var canConsume: Bool?
        var consumptionCurrency: Currency?
        var balances: Venice.Balance.Amounts?
        var diemEpochAllocation: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .canConsume: canConsume = try Bool(from: &json)
            case .consumptionCurrency: consumptionCurrency = try .optional(from: &json)
            case .balances: balances = try Venice.Balance.Amounts(from: &json)
            case .diemEpochAllocation: diemEpochAllocation = try Decimal(from: &json)
            }
        }
        guard let canConsume else { throw json.missing(Field.canConsume) }
        guard let balances else { throw json.missing(Field.balances) }
        guard let diemEpochAllocation else { throw json.missing(Field.diemEpochAllocation) }
        self.canConsume = canConsume
        self.consumptionCurrency = consumptionCurrency
        self.balances = balances
        self.diemEpochAllocation = diemEpochAllocation
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
        object.append(Field.canConsume, canConsume) { $0.jsonForm }
        object.append(Field.consumptionCurrency, orNull: consumptionCurrency) { $0.jsonForm }
        object.append(Field.balances, balances) { $0.jsonForm }
        object.append(Field.diemEpochAllocation, diemEpochAllocation) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.Balance.Amounts {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        diem: Decimal? = nil, usd: Decimal? = nil, bundledCredits: Decimal? = nil, earnedCredits: Decimal? = nil
    ) {
        self.diem = diem
        self.usd = usd
        self.bundledCredits = bundledCredits
        self.earnedCredits = earnedCredits
    }
}

extension Venice.Balance.Amounts: JSONDocument {
    enum Field: String, WireField {
        case diem, usd, bundledCredits, earnedCredits
        static let table = FieldTable<Self>()
        static let undocumented: Set<Self> = [.bundledCredits, .earnedCredits]
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("diem", Decimal.kind),
        ModelShape.Member("usd", Decimal.kind),
        ModelShape.Member("bundledCredits", Decimal.kind, isDocumented: false),
        ModelShape.Member("earnedCredits", Decimal.kind, isDocumented: false),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var diem: Decimal?
        var usd: Decimal?
        var bundledCredits: Decimal?
        var earnedCredits: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .diem: diem = try .optional(from: &json)
            case .usd: usd = try .optional(from: &json)
            case .bundledCredits: bundledCredits = try .optional(from: &json)
            case .earnedCredits: earnedCredits = try .optional(from: &json)
            }
        }
        self.diem = diem
        self.usd = usd
        self.bundledCredits = bundledCredits
        self.earnedCredits = earnedCredits
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
        object.append(Field.diem, orNull: diem) { $0.jsonForm }
        object.append(Field.usd, orNull: usd) { $0.jsonForm }
        object.append(Field.bundledCredits, bundledCredits) { $0.jsonForm }
        object.append(Field.earnedCredits, earnedCredits) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
