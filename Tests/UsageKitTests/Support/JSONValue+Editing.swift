@testable import UsageKit

extension JSONValue {
    /// The members if this is an object, otherwise an empty array.
    var members: [JSONObject.Member] {
        if case .object(let object) = self { object.members } else { [] }
    }

    /// The object without a member.
    func removing(_ name: String) -> JSONValue {
        .object(JSONObject(members.filter { $0.name != name }))
    }

    /// The object with the value of a member replaced.
    func replacing(_ name: String, by value: JSONValue) -> JSONValue {
        .object(JSONObject(members.map { $0.name == name ? JSONObject.Member(name, value) : $0 }))
    }

    /// The object with a member added at its end.
    func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        .object(JSONObject(members + [JSONObject.Member(name, value)]))
    }

    /// The object with its members in reverse order.
    var reversed: JSONValue { .object(JSONObject(members.reversed())) }

    /// A text that is equal for two spellings of the same value: members are sorted by name, null members are left out,
    /// numbers have no trailing zeros, and instants have one spelling.
    var canonical: String {
        switch self {
        case .null, .bool: text
        case .number(let number): ExactDecimal(number.literal)?.description ?? number.literal
        case .string(let string): (try? Timestamp(string))?.description ?? string
        case .array(let elements): "[" + elements.map(\.canonical).joined(separator: ",") + "]"
        case .object(let object):
            "{"
                + object.members.filter { !$0.value.isNull }.map { "\($0.name):\($0.value.canonical)" }.sorted()
                .joined(separator: ",") + "}"
        }
    }
}
