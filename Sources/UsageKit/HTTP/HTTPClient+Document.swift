extension HTTPClient {
    /// Fetches a document; `check` throws if it is not the one that was asked for.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    func document<Document: JSONForm>(
        _: Document.Type = Document.self, _ path: String, query: [(name: String, value: String)] = [],
        content: RequestContent = .get, fields: [HTTPHeaders.Field] = [],
        check: @Sendable (Document) throws -> Void = { _ in }
    ) async throws -> Document {
        try await fetch(path, query: query, content: content, fields: fields) { response in
            let document = try JSONReader.read(response.body) { (json) throws(UsageError) in
                try Document(from: &json)
            }
            try check(document)
            return document
        }
    }

    /// Fetches a list of documents that is a member of the response, and is not documented to have pages.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/missingCursor`` if more are said to follow.
    func documents<Document: JSONForm>(
        _: Document.Type = Document.self, below member: String, _ path: String,
        query: [(name: String, value: String)] = []
    ) async throws -> [Document] {
        try await fetch(path, query: query) { response in
            try JSONReader.read(response.body) { (json) throws(UsageError) in
                try [Document](from: &json, below: member)
            }
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

extension TransportResponse {
    /// Decodes the body of a response whose status says that all is well.
    ///
    /// A status of 200 is no proof: gateways put an error into its body, and ChatBotKit answers before it knows whether it
    /// can. The words of the server say more than that a member is missing.
    func decoded<Value>(by decode: (TransportResponse) throws -> Value) throws -> Value {
        do {
            let value = try decode(self)
            try (value as? any JSONDocument)?.requireContent(in: body)
            return value
        } catch let error as UsageError where error.code == .unexpectedShape {
            throw statedError ?? error
        }
    }

    private var statedError: UsageError? {
        guard let error = (try? JSONValue(json: body))?["error"] else { return nil }
        return UsageError.stated("the response states an error", in: error)
    }
}

extension Array where Element: JSONForm {
    /// Reads a list below a member of a response, and believes it only if the response has it once, states no error and
    /// has no more.
    fileprivate init(from json: inout JSONReader, below member: String) throws(UsageError) {
        var list: [Element]?
        var hasMore: Bool?
        var total: Int?
        try json.eachMember { (name, json) throws(UsageError) in
            switch name {
            case member:
                guard list == nil else { throw json.malformed("the field \(member) is repeated") }
                list = try [Element](from: &json)
            case "error":
                if let refusal = UsageError.stated("the response states an error", in: try json.value()) {
                    throw refusal
                }
            case "has_more": hasMore = try json.optionalBool()
            case "total_count": total = try json.optionalInteger()
            default: try json.skipValue()
            }
        }
        guard let list else { throw json.error("the field \(member) is missing", .unexpectedShape, at: nil) }
        guard hasMore != true, total ?? 0 <= list.count else {
            throw UsageError(.missingCursor, "the list says that more follow, but it is not documented to have pages")
        }
        self = list
    }
}

extension JSONDocument {
    /// Throws if the body from which the model was read states an error, or has no member of the model.
    ///
    /// A model whose members are all optional would be read from an error as one that says nothing.
    fileprivate func requireContent(in body: [UInt8]) throws(UsageError) {
        guard case .object(var members)? = try? JSONValue(json: body) else { return }
        var error = unknown["error"]
        if unknown["data"] == nil, case .object(let inner)? = members["data"] {
            // The members of the envelope are its own, also those that the model has.
            error = members["error"] ?? error
            members = JSONObject(members.members + inner.members)
        }
        if let error, let refusal = UsageError.stated("the response states an error", in: error) { throw refusal }
        if members["success"] == false {
            throw UsageError(
                .serverFailure, "the response says that it is no success: \(members["message"]?.string ?? "")")
        }
        let documented = Self.shape.members.filter(\.isDocumented).map(\.name)
        // What is documented of the others is the envelope.
        guard documented.count > 1 else { return }
        guard documented.contains(where: { members[$0] != nil }) else {
            throw UsageError(
                .unexpectedShape,
                "the response has none of the documented members \(documented.prefix(4).joined(separator: ", "))")
        }
    }
}

extension UsageError {
    /// Throws if a response is about something else than was asked for.
    static func check(_ found: String, isAsked asked: String) throws(UsageError) {
        guard ByteString(found) != ByteString(asked) else { return }
        throw UsageError(.mismatchedResponse, "the server answered with \(found) to a request for \(asked)")
    }
}
