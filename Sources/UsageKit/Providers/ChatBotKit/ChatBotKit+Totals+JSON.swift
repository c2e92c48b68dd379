// Written by .scripts/generate-rows from ChatBotKit+Totals.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension ChatBotKit.Totals {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(tokens: Decimal, conversations: Int, messages: Int, database: ChatBotKit.Totals.Database) {
        self.tokens = tokens
        self.conversations = conversations
        self.messages = messages
        self.database = database
    }
}

extension ChatBotKit.Totals: JSONDocument {
    enum Field: String, WireField {
        case tokens, conversations, messages, database
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("tokens", Decimal.kind),
        ModelShape.Member("conversations", Int.kind),
        ModelShape.Member("messages", Int.kind),
        ModelShape.Member("database", ChatBotKit.Totals.Database.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var tokens: Decimal?
        var conversations: Int?
        var messages: Int?
        var database: ChatBotKit.Totals.Database?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .tokens: tokens = try Decimal(from: &json)
            case .conversations: conversations = try Int(from: &json)
            case .messages: messages = try Int(from: &json)
            case .database: database = try ChatBotKit.Totals.Database(from: &json)
            }
        }
        guard let tokens else { throw json.missing(Field.tokens) }
        guard let conversations else { throw json.missing(Field.conversations) }
        guard let messages else { throw json.missing(Field.messages) }
        guard let database else { throw json.missing(Field.database) }
        self.tokens = tokens
        self.conversations = conversations
        self.messages = messages
        self.database = database
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
        object.append(Field.tokens, tokens) { $0.jsonForm }
        object.append(Field.conversations, conversations) { $0.jsonForm }
        object.append(Field.messages, messages) { $0.jsonForm }
        object.append(Field.database, database) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension ChatBotKit.BotTotals {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(tokens: Int? = nil, conversations: Int? = nil, messages: Int? = nil) {
        self.tokens = tokens
        self.conversations = conversations
        self.messages = messages
    }
}

extension ChatBotKit.BotTotals: JSONDocument {
    enum Field: String, WireField {
        case tokens, conversations, messages
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("tokens", Int.kind),
        ModelShape.Member("conversations", Int.kind),
        ModelShape.Member("messages", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var tokens: Int?
        var conversations: Int?
        var messages: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .tokens: tokens = try .optional(from: &json)
            case .conversations: conversations = try .optional(from: &json)
            case .messages: messages = try .optional(from: &json)
            }
        }
        self.tokens = tokens
        self.conversations = conversations
        self.messages = messages
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
        object.append(Field.tokens, tokens) { $0.jsonForm }
        object.append(Field.conversations, conversations) { $0.jsonForm }
        object.append(Field.messages, messages) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension ChatBotKit.ConversationTotals {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(tokens: Int? = nil, messages: Int? = nil) {
        self.tokens = tokens
        self.messages = messages
    }
}

extension ChatBotKit.ConversationTotals: JSONDocument {
    enum Field: String, WireField {
        case tokens, messages
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("tokens", Int.kind),
        ModelShape.Member("messages", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var tokens: Int?
        var messages: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .tokens: tokens = try .optional(from: &json)
            case .messages: messages = try .optional(from: &json)
            }
        }
        self.tokens = tokens
        self.messages = messages
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
        object.append(Field.tokens, tokens) { $0.jsonForm }
        object.append(Field.messages, messages) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}

extension ChatBotKit.Totals.Database {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(datasets: Int, records: Int, skillsets: Int, abilities: Int, files: Int, users: Int) {
        self.datasets = datasets
        self.records = records
        self.skillsets = skillsets
        self.abilities = abilities
        self.files = files
        self.users = users
    }
}

extension ChatBotKit.Totals.Database: JSONDocument {
    enum Field: String, WireField {
        case datasets, records, skillsets, abilities, files, users
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("datasets", Int.kind),
        ModelShape.Member("records", Int.kind),
        ModelShape.Member("skillsets", Int.kind),
        ModelShape.Member("abilities", Int.kind),
        ModelShape.Member("files", Int.kind),
        ModelShape.Member("users", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var datasets: Int?
        var records: Int?
        var skillsets: Int?
        var abilities: Int?
        var files: Int?
        var users: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .datasets: datasets = try Int(from: &json)
            case .records: records = try Int(from: &json)
            case .skillsets: skillsets = try Int(from: &json)
            case .abilities: abilities = try Int(from: &json)
            case .files: files = try Int(from: &json)
            case .users: users = try Int(from: &json)
            }
        }
        guard let datasets else { throw json.missing(Field.datasets) }
        guard let records else { throw json.missing(Field.records) }
        guard let skillsets else { throw json.missing(Field.skillsets) }
        guard let abilities else { throw json.missing(Field.abilities) }
        guard let files else { throw json.missing(Field.files) }
        guard let users else { throw json.missing(Field.users) }
        self.datasets = datasets
        self.records = records
        self.skillsets = skillsets
        self.abilities = abilities
        self.files = files
        self.users = users
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
        object.append(Field.datasets, datasets) { $0.jsonForm }
        object.append(Field.records, records) { $0.jsonForm }
        object.append(Field.skillsets, skillsets) { $0.jsonForm }
        object.append(Field.abilities, abilities) { $0.jsonForm }
        object.append(Field.files, files) { $0.jsonForm }
        object.append(Field.users, users) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
