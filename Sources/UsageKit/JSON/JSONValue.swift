/// A JSON value whose shape the provider leaves open, kept as received.
///
/// Texts are compared by their UTF-8 bytes and numbers by their spelling.
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

    /// Whether two values are of the same kind and equal, byte by byte.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): ByteString(left) == ByteString(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds the kind and the value to a hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let flag):
            hasher.combine(1)
            hasher.combine(flag)
        case .number(let number):
            hasher.combine(2)
            hasher.combine(number)
        case .string(let text):
            hasher.combine(3)
            hasher.combine(ByteString(text))
        case .array(let elements):
            hasher.combine(4)
            hasher.combine(elements)
        case .object(let object):
            hasher.combine(5)
            hasher.combine(object)
        }
    }
}

extension JSONValue {
    /// The value of a member; nil if this is not an object or has no such member.
    public subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The text, or nil if this is not a text.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }
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
    /// Creates a number of milliseconds, cut off at the nanosecond if its attoseconds need more than 38 digits.
    package init(milliseconds duration: Duration) {
        self.init(ExactDecimal(milliseconds: duration))
    }
    package init(_ instant: Timestamp?) { self = instant.map { .string($0.description) } ?? .null }
}

extension JSONValue {
    package init(millisecondsSince1970 instant: Timestamp) {
        let nanoseconds = Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
        self.init(ExactDecimal(mantissa: nanoseconds, exponent: -6))
    }
    package init(secondsSince1970 instant: Timestamp) {
        let nanoseconds = Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
        self.init(ExactDecimal(mantissa: nanoseconds, exponent: -9))
    }

    /// Creates a number of seconds, to the nanosecond.
    package init(seconds duration: Duration) {
        self.init(ExactDecimal(mantissa: duration.attoseconds / 1_000_000_000, exponent: -9))
    }
}
