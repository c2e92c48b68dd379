// Written by .scripts/generate-rows from ChatBotKit+Report.swift. Do not edit: change the declaration and run it again.

extension ChatBotKit.Report {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        value: JSONValue? = nil, change: JSONValue? = nil, period: JSONValue? = nil, breakdown: [JSONValue] = []
    ) {
        self.value = value
        self.change = change
        self.period = period
        self.breakdown = breakdown
    }
}

extension ChatBotKit.Report: JSONDocument {
    enum Field: String, WireField {
        case value, change, period, breakdown
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("value", JSONValue.kind),
        ModelShape.Member("change", JSONValue.kind),
        ModelShape.Member("period", JSONValue.kind),
        ModelShape.Member("breakdown", [JSONValue].kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var value: JSONValue?
        var change: JSONValue?
        var period: JSONValue?
        var breakdown: [JSONValue]?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .value: value = try .optional(from: &json)
            case .change: change = try .optional(from: &json)
            case .period: period = try .optional(from: &json)
            case .breakdown: breakdown = try .optional(from: &json)
            }
        }
        self.value = value
        self.change = change
        self.period = period
        self.breakdown = breakdown ?? []
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
        object.append(Field.value, value) { $0.jsonForm }
        object.append(Field.change, change) { $0.jsonForm }
        object.append(Field.period, period) { $0.jsonForm }
        object.append(Field.breakdown, breakdown) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
