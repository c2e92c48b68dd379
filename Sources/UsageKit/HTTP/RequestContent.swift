/// The method and the body of a request.
package struct RequestContent: Sendable {
    /// The method.
    package let method: String
    /// The body; nil for none.
    package let body: JSONValue?
    /// Whether the request may be sent again after a failure, because it changes nothing at the provider.
    package let isRepeatable: Bool

    /// A request that only reads.
    package static let get = RequestContent(method: "GET", body: nil, isRepeatable: true)

    /// A request that asks with a body and changes nothing.
    package static func asking(_ body: JSONObject) -> RequestContent {
        RequestContent(method: "POST", body: .object(body), isRepeatable: true)
    }

    /// A request that changes something; it is sent once.
    package static func changing(_ method: String, _ body: JSONObject? = nil) -> RequestContent {
        RequestContent(method: method, body: body.map(JSONValue.object), isRepeatable: false)
    }
}
