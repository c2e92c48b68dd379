/// A JSON value that a provider leaves open, kept as it came.
public indirect enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, digit for digit.
    case number(JSONNumber)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Names and values, in their order.
    case object(JSONObject)
}

extension JSONValue {
    /// The value of a member, where this is an object that has it.
    public subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The text, where this is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Creates `null`.
    public init(nilLiteral: ()) { self = .null }
    /// Creates a truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates a text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Creates a whole number.
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    /// Creates a list.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Creates an object with its members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
    }
}

extension JSONValue {
    package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
    package init(_ flag: Bool?) { self = flag.map(JSONValue.bool) ?? .null }
    package init(_ integer: Int?) { self = integer.map { .number(JSONNumber($0)) } ?? .null }
    package init(_ number: ExactDecimal?) { self = number.map { .number(JSONNumber($0)) } ?? .null }
    package init(milliseconds duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let whole = Int128(seconds) * 1_000_000_000_000_000_000 + Int128(attoseconds)
        self.init(ExactDecimal(mantissa: whole, exponent: -15))
    }
    package init(_ instant: Timestamp?) { self = instant.map { .string($0.description) } ?? .null }
}

extension JSONValue {
    package init(millisecondsSince1970 instant: Timestamp) {
        let nanoseconds = Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
        self.init(ExactDecimal(mantissa: nanoseconds, exponent: -6))
    }
}
