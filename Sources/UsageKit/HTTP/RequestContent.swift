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

extension HTTPClient {
    /// Fetches a document.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    func document<Document: JSONForm>(
        _: Document.Type = Document.self, _ path: String, query: [(name: String, value: String)] = [],
        content: RequestContent = .get, fields: [HTTPHeaders.Field] = []
    ) async throws -> Document {
        try await fetch(path, query: query, content: content, fields: fields) { response in
            try JSONReader.read(response.body) { (json) throws(UsageError) in try Document(from: &json) }
        }
    }

    /// Fetches a list of documents that is a member of the response.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    func documents<Document: JSONForm>(
        _: Document.Type = Document.self, below member: String, _ path: String,
        query: [(name: String, value: String)] = []
    ) async throws -> [Document] {
        try await fetch(path, query: query) { response in
            var documents: [Document]?
            try JSONReader.read(response.body) { (json) throws(UsageError) in
                try json.eachMember { (name, json) throws(UsageError) in
                    if name == member { documents = try [Document](from: &json) } else { try json.skipValue() }
                }
                guard documents != nil else {
                    throw json.error("the field \(member) is missing", .unexpectedShape, at: nil)
                }
            }
            return documents ?? []
        }
    }

    /// A segment of a path that the caller supplies, such as an id.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a text that would lead to another endpoint.
    static func segment(_ id: String) throws(UsageError) -> String {
        guard !id.isEmpty, id != ".", id != "..", !id.utf8.contains(UInt8(ascii: "/")) else {
            throw UsageError(.invalidArgument, "an id must not be empty, . or .., and must not contain a slash")
        }
        return id
    }
}
