// Written by .scripts/generate-rows from Venice+Wallet.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice.WalletBalance {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        success: Bool? = nil, walletAddress: String, balanceUSD: Decimal, canConsume: Bool, minimumTopUpUSD: Decimal,
        suggestedTopUpUSD: Decimal, diemBalanceUSD: Decimal? = nil
    ) {
        self.success = success
        self.walletAddress = walletAddress
        self.balanceUSD = balanceUSD
        self.canConsume = canConsume
        self.minimumTopUpUSD = minimumTopUpUSD
        self.suggestedTopUpUSD = suggestedTopUpUSD
        self.diemBalanceUSD = diemBalanceUSD
    }
}

extension Venice.WalletBalance: JSONDocument {
    enum Field: String, WireField {
        case success, walletAddress
        case balanceUSD = "balanceUsd"
        case canConsume
        case minimumTopUpUSD = "minimumTopUpUsd"
        case suggestedTopUpUSD = "suggestedTopUpUsd"
        case diemBalanceUSD = "diemBalanceUsd"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("success", Bool.kind),
        ModelShape.Member("walletAddress", String.kind),
        ModelShape.Member("balanceUsd", Decimal.kind),
        ModelShape.Member("canConsume", Bool.kind),
        ModelShape.Member("minimumTopUpUsd", Decimal.kind),
        ModelShape.Member("suggestedTopUpUsd", Decimal.kind),
        ModelShape.Member("diemBalanceUsd", Decimal.kind),
    ])

    static var envelope: String? { "data" }

    init(from json: inout JSONReader) throws(UsageError) {
        if let value = try Self.wrapped(in: "data", from: &json) {
            self = value
            return
        }
        var success: Bool?
        var walletAddress: String?
        var balanceUSD: Decimal?
        var canConsume: Bool?
        var minimumTopUpUSD: Decimal?
        var suggestedTopUpUSD: Decimal?
        var diemBalanceUSD: Decimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .success: success = try .optional(from: &json)
            case .walletAddress: walletAddress = try String(from: &json)
            case .balanceUSD: balanceUSD = try Decimal(from: &json)
            case .canConsume: canConsume = try Bool(from: &json)
            case .minimumTopUpUSD: minimumTopUpUSD = try Decimal(from: &json)
            case .suggestedTopUpUSD: suggestedTopUpUSD = try Decimal(from: &json)
            case .diemBalanceUSD: diemBalanceUSD = try .optional(from: &json)
            }
        }
        guard let walletAddress else { throw json.missing(Field.walletAddress) }
        guard let balanceUSD else { throw json.missing(Field.balanceUSD) }
        guard let canConsume else { throw json.missing(Field.canConsume) }
        guard let minimumTopUpUSD else { throw json.missing(Field.minimumTopUpUSD) }
        guard let suggestedTopUpUSD else { throw json.missing(Field.suggestedTopUpUSD) }
        self.success = success
        self.walletAddress = walletAddress
        self.balanceUSD = balanceUSD
        self.canConsume = canConsume
        self.minimumTopUpUSD = minimumTopUpUSD
        self.suggestedTopUpUSD = suggestedTopUpUSD
        self.diemBalanceUSD = diemBalanceUSD
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
        object.append(Field.success, success) { $0.jsonForm }
        object.append(Field.walletAddress, walletAddress) { $0.jsonForm }
        object.append(Field.balanceUSD, balanceUSD) { $0.jsonForm }
        object.append(Field.canConsume, canConsume) { $0.jsonForm }
        object.append(Field.minimumTopUpUSD, minimumTopUpUSD) { $0.jsonForm }
        object.append(Field.suggestedTopUpUSD, suggestedTopUpUSD) { $0.jsonForm }
        object.append(Field.diemBalanceUSD, diemBalanceUSD) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension Venice.WalletTransaction {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, amount: Decimal, balanceAfter: Decimal, type: Venice.WalletTransactionType, createdAt: Timestamp,
        requestID: String? = nil, modelID: String? = nil
    ) {
        self.id = id
        self.amount = amount
        self.balanceAfter = balanceAfter
        self.type = type
        self.createdAt = createdAt
        self.requestID = requestID
        self.modelID = modelID
    }
}

extension Venice.WalletTransaction: JSONDocument {
    enum Field: String, WireField {
        case id, amount, balanceAfter, type, createdAt
        case requestID = "requestId"
        case modelID = "modelId"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("amount", Decimal.kind),
        ModelShape.Member("balanceAfter", Decimal.kind),
        ModelShape.Member("type", Venice.WalletTransactionType.kind),
        ModelShape.Member("createdAt", Timestamp.kind),
        ModelShape.Member("requestId", String.kind),
        ModelShape.Member("modelId", String.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var amount: Decimal?
        var balanceAfter: Decimal?
        var type: Venice.WalletTransactionType?
        var createdAt: Timestamp?
        var requestID: String?
        var modelID: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .amount: amount = try Decimal(from: &json)
            case .balanceAfter: balanceAfter = try Decimal(from: &json)
            case .type: type = try Venice.WalletTransactionType(from: &json)
            case .createdAt: createdAt = try Timestamp(from: &json)
            case .requestID: requestID = try .optional(from: &json)
            case .modelID: modelID = try .optional(from: &json)
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let amount else { throw json.missing(Field.amount) }
        guard let balanceAfter else { throw json.missing(Field.balanceAfter) }
        guard let type else { throw json.missing(Field.type) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        self.id = id
        self.amount = amount
        self.balanceAfter = balanceAfter
        self.type = type
        self.createdAt = createdAt
        self.requestID = requestID
        self.modelID = modelID
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
        object.append(Field.amount, amount) { $0.jsonForm }
        object.append(Field.balanceAfter, balanceAfter) { $0.jsonForm }
        object.append(Field.type, type) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { $0.jsonForm }
        object.append(Field.requestID, orNull: requestID) { $0.jsonForm }
        object.append(Field.modelID, orNull: modelID) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
