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

extension JSONDocument {
    /// Throws if the response states an error, or has nothing of the model.
    ///
    /// A status of 200 is no proof: gateways put an error into its body, and ChatBotKit answers before it knows whether it
    /// can. A model whose members are all optional would be read from that as one that says nothing.
    func requireContent() throws(UsageError) {
        if let error = unknown["error"], let refusal = UsageError.stated("the response states an error", in: error) {
            throw refusal
        }
        let documented = Self.shape.members.filter(\.isDocumented).map(\.name)
        // What is documented of the others is the envelope.
        guard documented.count > 1, case .object(let written) = jsonValue else { return }
        guard written.members.contains(where: { unknown[$0.name] == nil }) else {
            throw UsageError(
                .unexpectedShape,
                "the response has none of the documented members \(documented.prefix(4).joined(separator: ", "))")
        }
    }
}
