internal import Foundation
internal import UsageKit

/// A page as on the wire, whose members can be changed.
struct WirePage {
    private var object: JSONObject

    /// Nil if the body is not an object.
    init?(_ body: [UInt8]) {
        guard case .object(let object)? = try? JSONValue(json: body) else { return nil }
        self.object = object
    }

    var body: [UInt8] { Array(JSONValue.object(object).text.utf8) }

    subscript(path: [String]) -> JSONValue? {
        get { path.reduce(JSONValue?.some(.object(object))) { $0?[$1] } }
        set { object = Self.replacing(path[...], in: object, by: newValue) }
    }

    subscript(name: String) -> JSONValue? {
        get { self[[name]] }
        set { self[[name]] = newValue }
    }

    /// The elements of an array.
    func array(_ name: String) -> [JSONValue] {
        if case .array(let elements)? = self[name] { elements } else { [] }
    }

    /// The object with a member replaced or added, or removed if the value is nil.
    private static func replacing(_ path: ArraySlice<String>, in object: JSONObject, by value: JSONValue?) -> JSONObject
    {
        guard let name = path.first else { return object }
        var value = value
        if path.count > 1 {
            guard case .object(let inner)? = object[name] else { return object }
            value = .object(replacing(path.dropFirst(), in: inner, by: value))
        }
        var isReplaced = false
        var members = object.members.compactMap { member -> JSONObject.Member? in
            guard member.name == name else { return member }
            isReplaced = true
            return value.map { JSONObject.Member(name, $0) }
        }
        if !isReplaced, let value { members.append(JSONObject.Member(name, value)) }
        return JSONObject(members)
    }
}

extension JSONValue {
    /// The object with a member replaced.
    func with(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let object) = self else { return self }
        return .object(
            JSONObject(object.members.map { $0.name == name ? JSONObject.Member(name, value) : $0 }))
    }
}

extension JSONValue {
    /// The object without a member.
    func without(_ name: String) -> JSONValue {
        guard case .object(let object) = self else { return self }
        return .object(JSONObject(object.members.filter { $0.name != name }))
    }
}

extension TransportRequest {
    /// The request with other parameters.
    func with(_ change: (inout [(name: String, value: String)]) -> Void) -> TransportRequest {
        var items = RequestQuery(url).items.map { (name: $0.name, value: $0.value) }
        change(&items)
        var request = self
        var parts = url.absoluteString.split(separator: "?", maxSplits: 1)
        parts[1...] = [RequestQuery.text(items)[...]]
        if let changed = URL(string: parts.joined(separator: "?")) { request.url = changed }
        return request
    }
}
