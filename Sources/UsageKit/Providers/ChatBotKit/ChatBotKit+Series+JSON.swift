// Written by .scripts/generate-rows from ChatBotKit+Series.swift. Do not edit: change the declaration and run it again.

extension ChatBotKit.Series {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        tokens: [ChatBotKit.SeriesPoint], conversations: [ChatBotKit.SeriesPoint], messages: [ChatBotKit.SeriesPoint]
    ) {
        self.tokens = tokens
        self.conversations = conversations
        self.messages = messages
    }
}

extension ChatBotKit.Series: JSONDocument {
    enum Field: String, WireField {
        case tokens, conversations, messages
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("tokens", [ChatBotKit.SeriesPoint].kind),
        ModelShape.Member("conversations", [ChatBotKit.SeriesPoint].kind),
        ModelShape.Member("messages", [ChatBotKit.SeriesPoint].kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var tokens: [ChatBotKit.SeriesPoint]?
        var conversations: [ChatBotKit.SeriesPoint]?
        var messages: [ChatBotKit.SeriesPoint]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .tokens: tokens = try [ChatBotKit.SeriesPoint](from: &json)
            case .conversations: conversations = try [ChatBotKit.SeriesPoint](from: &json)
            case .messages: messages = try [ChatBotKit.SeriesPoint](from: &json)
            }
        }
        guard let tokens else { throw json.missing(Field.tokens) }
        guard let conversations else { throw json.missing(Field.conversations) }
        guard let messages else { throw json.missing(Field.messages) }
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
