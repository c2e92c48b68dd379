/// A model that can be written down as its provider writes it.
public protocol JSONRepresentable: Sendable {
    /// The model under the names of the wire, with the members that this version does not know at the end.
    var jsonValue: JSONValue { get }
}

extension JSONObject {
    /// Appends a member, with null if its value is unknown.
    mutating func append<Value>(_ name: some WireField, orNull value: Value?, _ convert: (Value) -> JSONValue) {
        append(name.rawValue, value.map(convert) ?? .null)
    }

    /// Appends a member unless its value is unknown, as providers leave such members out.
    mutating func append<Value>(_ name: some WireField, _ value: Value?, _ convert: (Value) -> JSONValue) {
        if let value { append(name.rawValue, convert(value)) }
    }
}
