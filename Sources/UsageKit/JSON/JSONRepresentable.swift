/// A model that can be written as JSON in its provider's format.
public protocol JSONRepresentable: Sendable {
    /// The model with the provider's member names; members that this version does not know are at the end.
    var jsonValue: JSONValue { get }
}

extension JSONObject {
    /// Appends a member, with null if its value is unknown.
    mutating func append<Value>(_ name: some WireField, orNull value: Value?, _ convert: (Value) -> JSONValue) {
        append(name.rawValue, value.map(convert) ?? .null)
    }

    /// Appends a member unless its value is nil; providers leave such members out, too.
    mutating func append<Value>(_ name: some WireField, _ value: Value?, _ convert: (Value) -> JSONValue) {
        if let value { append(name.rawValue, convert(value)) }
    }
}
